package dev.ridgeline.deployment;

import static dev.ridgeline.testing.MixtureBuilder.mixture;
import static dev.ridgeline.testing.ModelBuilder.aModel;
import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.SETTINGS;
import static dev.ridgeline.testing.Plans.link;
import static dev.ridgeline.testing.Plans.model;
import static dev.ridgeline.testing.Plans.quantization;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.Link;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.operator.Exchange;
import dev.ridgeline.operator.Part;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.operator.StateSize;
import dev.ridgeline.operator.StepGraph;
import dev.ridgeline.workload.Request;
import org.junit.jupiter.api.Test;

/** Attention on some accelerators and feed-forward layers on others, by hand. */
class AttentionFeedForwardSplitTest {

  /**
   * Cell 36. Mixtral with attention on one H100 and its 8 experts on eight others, 48 sequences in
   * three micro-batches of 16. Tokens cross 50 GB/s twice in each of 32 layers, to 8 (1 - (7/8)^2)
   * = 1.875 accelerators, at 2 bytes either way.
   */
  @Test
  void attentionAndFeedForwardApart() {
    Model model = model("mixtral-8x7b");
    Quantization bf16 = quantization("bf16");
    Link link = link("ib-ndr-400");
    Sharding experts = new Sharding(1, 8);
    Replica attention = aReplica(model).only(Part.ATTENTION).build();
    Replica feedForward = aReplica(model).ep(8).only(Part.FEED_FORWARD).build();
    Exchange exchange = StepGraph.exchange(model, bf16, experts);
    assertThat(exchange.hops()).as("cell 36: there and back in each of 32 layers").isEqualTo(64);
    assertThat(exchange.bytesPerToken())
        .as("cell 36: 4,096 elements to 1.875 accelerators, 2 bytes either way")
        .isCloseTo(32 * 4096 * 1.875 * (2 + 2), ROUNDING);

    ServingPlan plan =
        new DisaggregatedPlanner(
                aReplica("mixtral-8x7b").on("h100-sxm").tp(2).build(),
                new SplitDecodePool(attention, feedForward, link, exchange, KvTier.NONE, SETTINGS),
                link,
                StateSize.ofModel(model, bf16),
                SETTINGS)
            .plan(new Request(2048, 0, 128), 48);

    // 1,604 M parameters outside experts and the input embedding, read once a micro-batch.
    double outside = 32 * (4096.0 * 4096 * 2 + 4096 * 2048 + 4096 * 8) + 32_000 * 4096.0;
    assertThat(plan.decodeCost().weightBytes())
        .as("cell 36: 1,604 M parameters, read once a micro-batch")
        .isCloseTo(3 * 2 * outside, ROUNDING);
    // 32 rows of 16 tokens x 2 experts over 8 accelerators: 4 each.
    assertThat(plan.feedForwardCost().flops())
        .as("cell 36: 4 rows at each accelerator, layer and micro-batch")
        .isCloseTo(3 * 32 * 4 * 2 * 3 * 4096.0 * 14_336, ROUNDING);

    double a = plan.decodeCost().seconds() / 3;
    double f = plan.feedForwardCost().seconds() / 3;
    double x = 64 * 5e-6 + 16 * exchange.bytesPerToken() / 50e9;
    assertThat(plan.exchangeSeconds())
        .as("cell 36: 64 hops of 5 us, and 16 tokens at 50 GB/s")
        .isCloseTo(3 * x, ROUNDING);
    assertThat(plan.decodeStepSeconds())
        .as("cell 36: one micro-batch after the other, or the slowest three times")
        .isCloseTo(Math.max(a + f + x, 3 * Math.max(a, Math.max(f, x))), ROUNDING);
    assertThat(plan.decodeAccelerators())
        .as("cell 36: one for attention, 8 for experts")
        .isEqualTo(9);
    assertThat(plan.weightFootprintBytes() * 48)
        .as("cell 36: all parameters, 2 bytes each")
        .isCloseTo(2 * model.totalParameters(), ROUNDING);
  }

  /**
   * Cell 57. What crosses in other models: of a dense layer each token once, split or not; behind a
   * latent of 1,024 elements those, to 8 (1 - (7/8)^22) accelerators.
   */
  @Test
  void tokensCrossOnceForEachAcceleratorThatNeedsThem() {
    Exchange dense =
        StepGraph.exchange(model("llama-3.1-8b"), quantization("fp8"), new Sharding(8, 1));
    assertThat(dense.hops()).as("cell 57: there and back in 32 layers").isEqualTo(64);
    assertThat(dense.bytesPerToken())
        .as("cell 57: 4,096 elements, 1 byte there and 2 back")
        .isCloseTo(32 * 4096 * 3.0, ROUNDING);

    FeedForward experts =
        mixture().experts(512).topK(22).intermediateSize(2688).latentSize(1024).build();
    Model behindLatent = aModel().hidden(4096).feedForward(3, experts).build();
    Exchange latent = StepGraph.exchange(behindLatent, quantization("bf16"), new Sharding(1, 8));
    assertThat(latent.bytesPerToken())
        .as("cell 57: 1,024 elements in 3 layers, 2 bytes either way")
        .isCloseTo(3 * 1024 * 8 * (1 - Math.pow(7 / 8.0, 22)) * 4, ROUNDING);
  }
}
