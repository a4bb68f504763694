package dev.ridgeline.operator;

import static dev.ridgeline.testing.Plans.model;
import static dev.ridgeline.testing.Plans.quantization;
import static dev.ridgeline.testing.ShardingBuilder.tp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.ridgeline.config.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which models can be laid out in which way. */
class ShardingTest {

  @ParameterizedTest
  @CsvSource({
    "llama-3.1-8b, 8, 1, 1, true, each has a KV head",
    "llama-3.1-8b, 16, 1, 1, true, two share a KV head",
    "llama-3.1-8b, 3, 1, 1, false, 32 heads in three",
    "llama-3.1-8b, 64, 1, 1, false, fewer heads than accelerators",
    "llama-3.1-8b, 1, 2, 1, false, no experts",
    "llama-3.1-8b, 1, 1, 32, true, a layer a stage",
    "llama-3.1-8b, 1, 1, 33, false, fewer layers than stages",
    "mixtral-8x7b, 1, 8, 1, true, an expert each",
    "mixtral-8x7b, 1, 3, 1, false, 8 experts in three",
    "mixtral-8x7b, 8, 2, 1, true, experts in quarters",
    "deepseek-v3, 128, 1, 1, true, a head each",
    "deepseek-v3, 256, 1, 1, false, fewer heads than accelerators",
  })
  void whatDoesNotDivideCannotBeDealtOut(
      String model, int tp, int ep, int pp, boolean possible, String why) {
    assertThat(new Sharding(tp, ep, pp).objection(model(model)).isEmpty())
        .as("%s on tp %s, ep %s, pp %s: %s", model, tp, ep, pp, why)
        .isEqualTo(possible);
  }

  @Test
  void oneOfTensorAndExpertParallelismDividesTheOther() {
    assertThatThrownBy(() -> new Sharding(2, 3)).isInstanceOf(InvalidValueException.class);
    assertThat(new Sharding(2, 8, 3).accelerators()).as("3 stages of 8").isEqualTo(24);
    assertThat(new Sharding(2, 8, 3).attentionGroups()).as("4 groups of 2").isEqualTo(4);
    assertThat(new Sharding(2, 8, 3).batchParts()).as("4 groups in 3 stages").isEqualTo(12);
    assertThat(new Sharding(8, 2).expertSlices()).as("8 over 2").isEqualTo(4);
  }

  @Test
  void attentionGroupsMayShareExpertsInTwoWays() {
    assertThat(tp(1).dp(8).build().expertSlices()).as("tensor only").isEqualTo(8);
    assertThat(tp(2).dp(4).ep(4).build().expertSlices()).as("4 groups of 2").isEqualTo(2);
    assertThat(tp(2).dp(4).ep(4).build().accelerators()).isEqualTo(8);
    assertThat(tp(2).dp(4).ep(4).build().attentionGroups()).isEqualTo(4);
    assertThat(tp(2).ep(8).build()).as("the default").isEqualTo(tp(2).dp(4).ep(8).build());
    assertThatThrownBy(() -> tp(2).dp(4).ep(16).build())
        .hasMessageContaining("ep is 16. Allowed: a divisor of tp x dp, which is 8.");
    assertThat(tp(1).dp(2).build().objection(model("llama-3.1-8b")))
        .contains("attention data parallelism 2 of a model without experts");
    assertThat(tp(1).dp(8).build().objection(model("deepseek-v3"))).isEmpty();
  }

  /** Experts are computed and stored once, however they are dealt out and split. */
  @ParameterizedTest
  @CsvSource({"1,1,1", "8,1,1", "8,1,8", "1,8,8", "1,8,1", "2,4,4", "2,4,2", "4,2,1", "2,8,16"})
  void expertsAreConserved(int tp, int dp, int ep) {
    double tokens = 64;
    Operator whole = experts(tp(1).build());
    Operator split = experts(tp(tp).dp(dp).ep(ep).build());
    double accelerators = tp * dp;

    assertThat(accelerators * split.flops().at(StepShape.of(tokens / dp, 1, 0)))
        .as("law: FLOPs")
        .isCloseTo(whole.flops().at(StepShape.of(tokens, 1, 0)), withinPercentage(1e-9));
    assertThat(accelerators * split.weightBytes())
        .as("law: weights")
        .isCloseTo(whole.weightBytes(), withinPercentage(1e-9));
    assertThat(
            split.weightBytes()
                * split.touchedShare(StepShape.of(tokens / dp, 1, 0))
                * accelerators)
        .as("law: weights that the step reads")
        .isCloseTo(
            whole.weightBytes() * whole.touchedShare(StepShape.of(tokens, 1, 0)),
            withinPercentage(1e-9));
  }

  private static Operator experts(Sharding sharding) {
    return StepGraph.of(model("deepseek-v3"), quantization("fp8"), sharding, Phase.DECODE)
        .operators()
        .stream()
        .filter(operator -> operator.name().equals("experts"))
        .findFirst()
        .orElseThrow();
  }
}
