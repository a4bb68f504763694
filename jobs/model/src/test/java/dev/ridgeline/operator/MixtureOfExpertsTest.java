package dev.ridgeline.operator;

import static dev.ridgeline.testing.MixtureBuilder.mixture;
import static dev.ridgeline.testing.ModelBuilder.aModel;
import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.Plans.model;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static dev.ridgeline.testing.ShardingBuilder.tp;
import static dev.ridgeline.testing.Steps.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.cost.OperatorCost;
import dev.ridgeline.cost.Speedup;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.workload.Request;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routed experts: those that a token passes, and those that a step reads, by hand. */
class MixtureOfExpertsTest {

  /**
   * Cells 8 and 9. Mixtral 8x7B (8 experts, 2 a token): one token reads 2 of 8 experts; of 16
   * tokens, each misses an expert with probability 3/4, so {@code 1 - .75^16 = .98998} are read.
   */
  @ParameterizedTest
  @CsvSource({"1, 0.25", "16, 0.98997741"})
  void mixtralReadsTheExpertsThatSomeTokenReaches(int batch, double touched) {
    StepCost step =
        colocated(aReplica("mixtral-8x7b").on("b200").build(), new Request(1000, 0, 1), batch)
            .decodeCost();

    double attentionWeights = 4096.0 * (4096 + 2 * 1024) + 4096.0 * 4096; // 41,943,040
    double router = 4096.0 * 8;
    double expert = 3 * 4096.0 * 14336; // 176,160,768
    double head = 4096.0 * 32000;
    double read = 32 * (attentionWeights + router + touched * 8 * expert) + head;
    assertThat(step.weightBytes() / (2 * read))
        .as("cells 8 and 9: attention, routers and the experts that are reached")
        .isBetween(1 - 1e-7, 1 + 1e-7);
    // Arithmetic is that of the two experts of each token, whatever the batch.
    double active = 32 * (attentionWeights + router + 2 * expert) + head;
    assertThat(step.flops())
        .as("cells 8 and 9: two experts a token, whatever the batch")
        .isCloseTo(batch * (2 * active + 32 * 4 * 4096 * 1001.0), ROUNDING);
  }

  /** Cell 30. Experts behind a latent of 1,024 as in Nemotron 3 Super: 512 of them, 22 a token. */
  @Test
  void expertsMayWorkOnANarrowerLatent() {
    FeedForward moe =
        mixture()
            .experts(512)
            .topK(22)
            .intermediateSize(2688)
            .sharedIntermediateSize(5376)
            .ungated()
            .latentSize(1024)
            .build();
    Model latent = aModel().hidden(4096).vocabulary(1000).feedForward(1, moe).build();
    StepCost step = step(latent, "bf16", Phase.DECODE, StepShape.of(1, 1, 10));

    double always = 4096 * 512 + 2 * 4096 * 1024 + 2 * 4096 * 5376.0;
    double expert = 2 * 1024 * 2688.0;
    assertThat(step.flops(OperatorClass.FFN))
        .as("cell 30: router, latents, shared experts and 22 experts of 1,024 x 2,688 x 2")
        .isCloseTo(2 * (always + 22 * expert), ROUNDING);
    assertThat(step.weightBytes())
        .as("cell 30: their weights and the head, 2 bytes each")
        .isCloseTo(2 * (always + 22 * expert + 4096 * 1000), ROUNDING);
  }

  /**
   * Cell 31. Routing skewed by r^-1 over 4 experts, one a token: they are picked with probability
   * ln(r+1)/r-integrals ln 2, ln 3/2, ln 4/3, ln 5/4 over ln 5.
   */
  @Test
  void skewedRoutingTouchesFewerExperts() {
    RoutedExperts skewed = new RoutedExperts(4, 1, 1, 1);
    double share = 0;
    for (int rank = 1; rank <= 4; rank++) {
      double picked = Math.log((rank + 1.0) / rank) / Math.log(5);
      share += (1 - Math.pow(1 - picked, 8)) / 4;
    }
    StepShape eight = StepShape.of(8, 1, 100);
    assertThat(skewed.touchedShare(eight))
        .as("cell 31: share of 4 experts that 8 tokens reach")
        .isCloseTo(share, ROUNDING);
    assertThat(share)
        .as("cell 31: fewer than under uniform routing")
        .isLessThan(new RoutedExperts(4, 1, 0, 1).touchedShare(eight));
  }

  /**
   * Cell 46. 64 experts, two a token, skewed by r^-1: 32 parts of two experts, whose popularity is
   * taken as even. 8 tokens pick one of part i with probability ln((2i+3)/(2i+1)) over ln 65.
   */
  @Test
  void manyExpertsAreSkewedInPartsOfEqualSize() {
    double share = 0;
    for (int part = 0; part < 32; part++) {
      double picked = Math.log((2 * part + 3.0) / (2 * part + 1)) / Math.log(65);
      share += (1 - Math.pow(1 - picked, 8)) / 32;
    }
    StepShape eight = StepShape.of(8, 1, 100);
    assertThat(new RoutedExperts(64, 2, 1, 1).touchedShare(eight))
        .as("cell 46: mean over 32 parts of what 8 tokens reach")
        .isCloseTo(share, ROUNDING);
    assertThat(new RoutedExperts(64, 2, 1, 4).touchedShare(StepShape.of(2, 1, 100)))
        .as("cell 46: 2 tokens of each of 4 groups are 8 tokens")
        .isCloseTo(share, ROUNDING);
  }

  /**
   * Cell 67. A step of 8 tokens reads that share of the weights: 4 experts of three matrices of 64
   * x 32, one a token, skewed as in cell 31, with the router and the head.
   */
  @Test
  void aStepReadsFewerWeightsUnderSkewedRouting() {
    FeedForward skewed = mixture().experts(4).topK(1).intermediateSize(32).routingSkew(1).build();
    Model model = aModel().hidden(64).vocabulary(1000).feedForward(1, skewed).build();
    StepCost step = step(model, "bf16", Phase.DECODE, StepShape.of(8, 1, 100));

    double touched = 0;
    for (int rank = 1; rank <= 4; rank++) {
      touched += 1 - Math.pow(1 - Math.log((rank + 1.0) / rank) / Math.log(5), 8);
    }
    assertThat(step.weightBytes())
        .as("cell 67: experts that 8 tokens reach, router and head, 2 bytes each")
        .isCloseTo(2 * (touched * 3 * 64 * 32 + 64 * 4 + 64 * 1000), ROUNDING);
    assertThat(step.flops(OperatorClass.FFN))
        .as("cell 67: one expert a token and the router, however skewed")
        .isCloseTo(8 * 2 * (3 * 64 * 32 + 64 * 4.0), ROUNDING);
  }

  /**
   * Cell 78. 256 experts and 32 second copies on 32 accelerators are 9 on each. A token picks 8 of
   * 256; an expert with two copies has half of its tokens in each.
   */
  @Test
  void redundantExpertsAreStoredAndShareTokens() {
    Replica single = aReplica("deepseek-v3").in("fp8").ep(32).build();
    Replica copied =
        aReplica("deepseek-v3").in("fp8").sharded(tp(1).ep(32).redundantExperts(32)).build();

    assertThat(copied.weightBytes() - single.weightBytes())
        .as("cell 78: one expert more in each of 58 layers, three matrices of 7,168 x 2,048")
        .isCloseTo(58 * 3 * 7168 * 2048.0, Percentage.withPercentage(0.2));
    double alone = 1 - Math.pow(1 - 8 / 256.0, 100);
    double half = 1 - Math.pow(1 - 4 / 256.0, 100);
    assertThat(new RoutedExperts(256, 8, 0, 1, 32, 1).touchedShare(StepShape.of(100, 1, 10)))
        .as("cell 78: 224 experts of one copy and 64 copies of half")
        .isCloseTo((224 * alone + 64 * half) / 288, ROUNDING);
    assertThat(tp(1).ep(32).redundantExperts(16).build().objection(model("deepseek-v3")))
        .contains("256 and 16 redundant experts cannot be dealt to 32 groups");
    assertThat(tp(1).ep(32).redundantExperts(288).build().objection(model("deepseek-v3")))
        .contains("288 redundant experts of a model with 256");
  }

  /**
   * Cell 79. The busiest of 8 ranks has 2.5 times the mean: experts that arithmetic bounds take 2.5
   * times as long, for as many FLOPs. With second copies 0.0738 of the excess of 1.5 is left.
   */
  @Test
  void theBusiestRankSetsTheTime() {
    assertThat(expertSeconds(2.5, 8, 0) / expertSeconds(1, 8, 0))
        .as("cell 79: 2.5 times the rows")
        .isCloseTo(2.5, ROUNDING);
    assertThat(expertSeconds(2.5, 8, 8) / expertSeconds(1, 8, 8))
        .as("cell 79: 1 + 1.5 x 0.115378 / 1.564272 times the rows")
        .isCloseTo(1 + 1.5 * 0.115378 / 1.564272, ROUNDING);
    assertThat(expertSeconds(2.5, 1, 0))
        .as("cell 79: no ranks, no busiest one")
        .isEqualTo(expertSeconds(1, 1, 0));
  }

  private static double expertSeconds(double imbalance, int ep, int copies) {
    FeedForward moe =
        mixture().experts(8).topK(2).intermediateSize(4096).rankImbalance(imbalance).build();
    Model model = aModel().hidden(4096).vocabulary(1000).feedForward(1, moe).build();
    Replica replica = aReplica(model).sharded(tp(1).dp(8).ep(ep).redundantExperts(copies)).build();
    double[] seconds = new double[1];
    replica
        .prefill()
        .add(
            StepShape.of(1, 100_000, 0),
            1,
            0,
            Double.POSITIVE_INFINITY,
            Speedup.NONE,
            report ->
                seconds[0] =
                    report.rows().stream()
                        .filter(row -> row.name().equals("experts"))
                        .mapToDouble(OperatorCost::seconds)
                        .sum(),
            new StepCost());
    return seconds[0];
  }
}
