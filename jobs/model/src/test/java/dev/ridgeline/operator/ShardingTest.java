package dev.ridgeline.operator;

import static dev.ridgeline.testing.Plans.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
