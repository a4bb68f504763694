package dev.ridgeline.worked;

import static dev.ridgeline.worked.Plans.ROUNDING;
import static dev.ridgeline.worked.Plans.SETTINGS;
import static dev.ridgeline.worked.Plans.colocated;
import static dev.ridgeline.worked.Plans.ideal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.Drafter;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.LayerGroup;
import dev.ridgeline.catalog.Link;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.catalog.Window;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.deployment.ColocatedPlanner;
import dev.ridgeline.deployment.DisaggregatedPlanner;
import dev.ridgeline.deployment.Draft;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.SplitDecodePool;
import dev.ridgeline.operator.Exchange;
import dev.ridgeline.operator.Part;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.operator.StateSize;
import dev.ridgeline.operator.StepGraph;
import dev.ridgeline.workload.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pipeline stages, chunks, attention and feed-forward apart, drafts: by hand. */
class DeploymentCellsTest {

  private static final Sharding ONE = new Sharding(1, 1);

  /**
   * Cell 32. Llama-3.1-8B in four pipeline stages, 16 sequences: four micro-batches of 4 go round.
   * While one of them passes all stages every accelerator has run its 8 layers four times, which
   * takes as long as 32 layers for 4 sequences on one accelerator, plus 3 hops of 4 x 4,096 x 2
   * bytes at 450 GB/s.
   */
  @Test
  void stagesWorkOnMicroBatches() {
    Request request = new Request(4096, 1024, 256);
    Replica stages = ideal("llama-3.1-8b", "bf16", "h100-sxm", new Sharding(1, 1, 4));
    Replica whole = ideal("llama-3.1-8b", "bf16", "h100-sxm", ONE);
    ServingPlan plan = colocated(stages, request, 16);
    ServingPlan ofFour = colocated(whole, request, 4);

    double hops = 3 * 4 * 4096 * 2 / 450e9;
    assertThat(plan.decodeCost().communicationSeconds()).isCloseTo(hops, ROUNDING);
    assertThat(plan.decodeStepSeconds()).isCloseTo(ofFour.decodeStepSeconds() + hops, ROUNDING);
    assertThat(stages.accelerators()).isEqualTo(4);

    // A quarter of the layers and norms, and the embedding or the head, 128,256 x 4,096 x 2 bytes.
    double vocabularyWide = 128_256 * 4096 * 2.0;
    double inLayers = 16_060_522_496.0 - 2 * vocabularyWide;
    assertThat(stages.weightBytes()).isCloseTo(inLayers / 4 + vocabularyWide, ROUNDING);
    assertThat(stages.stateBytes(1000)).isCloseTo(1000 * 131_072 / 4.0, ROUNDING);

    // Two prompts of 3,072 tokens fit the budget of 8,192; four such steps are in the pipeline.
    assertThat(plan.prefillBatch()).isEqualTo(2 * 4);
    assertThat(plan.ttftSeconds()).isCloseTo(plan.prefillCost().seconds(), ROUNDING);
  }

  /** Cell 33. 32 layers in 5 stages: the fullest has 7, and all others wait for it. */
  @Test
  void unevenStagesWaitForTheFullest() {
    Replica uneven = ideal("llama-3.1-8b", "bf16", "h100-sxm", new Sharding(1, 1, 5));
    StepCost cost = colocated(uneven, new Request(4096, 1024, 256), 10).decodeCost();
    double busy = cost.seconds() - cost.stageWaitSeconds();
    assertThat(cost.seconds()).isCloseTo(busy * 7 * 5 / 32.0, ROUNDING);
    assertThat(uneven.stateBytes(1000)).isCloseTo(1000 * 131_072 * 7 / 32.0, ROUNDING);
  }

  /**
   * Cell 34. 20,000 new tokens on 5,000 cached ones exceed the budget of 8,192 and pass in three
   * chunks of 6,667: each reads all weights, and the state of all tokens up to its own.
   */
  @Test
  void longPromptsPassInChunks() {
    Replica replica = ideal("llama-3.1-8b", "bf16", "h100-sxm", ONE);
    ServingPlan plan = colocated(replica, new Request(25_000, 5000, 10), 1);

    // All but the input embedding and the norms, which no GEMM reads.
    double weights = 16_060_522_496.0 - 128_256 * 4096 * 2.0 - 65 * 4096 * 2;
    assertThat(plan.prefillPasses()).isEqualTo(3);
    assertThat(plan.prefillCost().weightBytes()).isCloseTo(3 * weights, ROUNDING);
    double chunk = 20_000 / 3.0;
    double read = 3 * 5000 + chunk + 2 * chunk + 3 * chunk;
    assertThat(plan.prefillCost().stateReadBytes()).isCloseTo(read * 131_072, ROUNDING);
    double pairs = 20_000 * 5000.0 + 20_000 * 20_001.0 / 2;
    double attention = 32 * 4 * 4096 * pairs;
    double perToken = 2 * (weights / 2 - 128_256 * 4096.0);
    assertThat(plan.prefillCost().flops())
        .isCloseTo(attention + 20_000 * perToken + 2 * 128_256 * 4096.0, ROUNDING);
  }

  /**
   * Cell 35. In a pipeline of two stages the first prompt of three chunks takes 4/6 of the time.
   */
  @Test
  void chunksFillThePipeline() {
    Replica stages = ideal("llama-3.1-8b", "bf16", "h100-sxm", new Sharding(1, 1, 2));
    ServingPlan plan = colocated(stages, new Request(25_000, 5000, 10), 2);
    assertThat(plan.prefillBatch()).isEqualTo(2);
    assertThat(plan.ttftSeconds())
        .isCloseTo(plan.prefillCost().seconds() * (3 + 2 - 1) / (3 * 2), ROUNDING);
  }

  /**
   * Cell 36. Mixtral with attention on one H100 and its 8 experts on eight others, 48 sequences in
   * three micro-batches of 16. Tokens cross 50 GB/s twice in each of 32 layers, to 8 (1 - (7/8)^2)
   * = 1.875 accelerators, at 2 bytes either way.
   */
  @Test
  void attentionAndFeedForwardApart() {
    Model model = Plans.model("mixtral-8x7b");
    Quantization bf16 = Plans.quantization("bf16");
    Link link = Plans.CATALOGS.links().find("ib-ndr-400").orElseThrow();
    Sharding experts = new Sharding(1, 8);
    Replica attention = side(model, ONE, Part.ATTENTION);
    Replica feedForward = side(model, experts, Part.FEED_FORWARD);
    Exchange exchange = StepGraph.exchange(model, bf16, experts);
    assertThat(exchange.hops()).isEqualTo(64);
    assertThat(exchange.bytesPerToken()).isCloseTo(32 * 4096 * 1.875 * (2 + 2), ROUNDING);

    ServingPlan plan =
        new DisaggregatedPlanner(
                ideal("mixtral-8x7b", "bf16", "h100-sxm", new Sharding(2, 1)),
                new SplitDecodePool(attention, feedForward, link, exchange, KvTier.NONE, SETTINGS),
                link,
                StateSize.ofModel(model, bf16),
                SETTINGS)
            .plan(new Request(2048, 0, 128), 48);

    // 1,604 M parameters outside experts and the input embedding, read once a micro-batch.
    double outside = 32 * (4096.0 * 4096 * 2 + 4096 * 2048 + 4096 * 8) + 32_000 * 4096.0;
    assertThat(plan.decodeCost().weightBytes()).isCloseTo(3 * 2 * outside, ROUNDING);
    // 32 rows of 16 tokens x 2 experts over 8 accelerators: 4 each.
    assertThat(plan.feedForwardCost().flops())
        .isCloseTo(3 * 32 * 4 * 2 * 3 * 4096.0 * 14_336, ROUNDING);

    double a = plan.decodeCost().seconds() / 3;
    double f = plan.feedForwardCost().seconds() / 3;
    double x = 64 * 5e-6 + 16 * exchange.bytesPerToken() / 50e9;
    assertThat(plan.exchangeSeconds()).isCloseTo(3 * x, ROUNDING);
    assertThat(plan.decodeStepSeconds())
        .isCloseTo(Math.max(a + f + x, 3 * Math.max(a, Math.max(f, x))), ROUNDING);
    assertThat(plan.decodeAccelerators()).isEqualTo(9);
    assertThat(plan.weightFootprintBytes() * 48).isCloseTo(2 * model.totalParameters(), ROUNDING);
  }

  private static Replica side(Model model, Sharding sharding, Part part) {
    return Replica.of(
        model,
        Plans.quantization("bf16"),
        sharding,
        Plans.accelerator("h100-sxm"),
        EfficiencyProfile.IDEAL,
        SETTINGS,
        part,
        Draft.NONE);
  }

  /**
   * Cell 37. Llama-3.1-8B with a drafter of one such layer that fuses three hidden vectors and has
   * a head of 32,000: three drafts, of which a step yields 2.5 tokens. The step verifies 4 tokens
   * of each sequence, after three steps of the drafter.
   */
  @Test
  void aStepVerifiesWhatWasDrafted() {
    Model model = Plans.model("llama-3.1-8b");
    LayerGroup layer =
        new LayerGroup(
            1,
            new Attention.GroupedQuery(32, 8, 128, Window.FULL, false),
            new FeedForward.Dense(14_336, true));
    String source = "made up for this test";
    Drafter drafter =
        new Drafter(
            "drafter",
            "llama-3.1-8b",
            "eagle3",
            3,
            List.of(layer),
            32_000,
            Map.of(3, 2.5),
            Map.of(
                "fusedInputs", source,
                "layers", source,
                "headVocabularySize", source,
                "acceptedTokensPerStep", source));
    Replica replica =
        Replica.of(
            model,
            Plans.quantization("bf16"),
            ONE,
            Plans.accelerator("h100-sxm"),
            EfficiencyProfile.IDEAL,
            SETTINGS,
            Part.WHOLE,
            new Draft(Optional.of(drafter), 3, 2.5));
    Request request = new Request(4096, 1024, 256);
    ServingPlan plan = new ColocatedPlanner(replica, KvTier.NONE, SETTINGS).plan(request, 8);

    double ofLayer = 4096.0 * (4096 * 2 + 2048) + 3 * 4096.0 * 14_336;
    double draftWeights = 2 * (3 * 4096.0 * 4096 + ofLayer + 32_000 * 4096.0);
    double weights = 16_060_522_496.0 - 128_256 * 4096 * 2.0 - 65 * 4096 * 2;
    assertThat(plan.decodeCost().weightBytes()).isCloseTo(weights + 3 * draftWeights, ROUNDING);
    // 4 x 8 tokens pass the model, 3 x 8 the drafter; they see 4,223.5 cached tokens on average.
    double c = 4096 + 127.5;
    double pairs = 8 * (4 * c + 4 * 5 / 2.0);
    double flops =
        8 * 4 * weights + 32 * 4 * 4096 * pairs + 3 * (8 * draftWeights + 4 * 4096 * 8 * (c + 1));
    assertThat(plan.decodeCost().flops()).isCloseTo(flops, ROUNDING);
    assertThat(plan.tpotSeconds() - plan.interferenceSeconds())
        .isCloseTo(plan.decodeCost().seconds() / 2.5, ROUNDING);
    // A 33rd layer keeps state too.
    assertThat(replica.stateBytes(100)).isCloseTo(100 * 33 * 4096.0, ROUNDING);
  }
}
