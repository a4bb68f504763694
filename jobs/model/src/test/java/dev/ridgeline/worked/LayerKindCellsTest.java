package dev.ridgeline.worked;

import static dev.ridgeline.worked.Plans.ROUNDING;
import static dev.ridgeline.worked.Shapes.mixing;
import static dev.ridgeline.worked.Shapes.model;
import static dev.ridgeline.worked.Shapes.state;
import static dev.ridgeline.worked.Shapes.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.LayerGroup;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Window;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.operator.OperatorClass;
import dev.ridgeline.operator.Phase;
import dev.ridgeline.operator.RoutedExperts;
import dev.ridgeline.operator.StepShape;
import org.junit.jupiter.api.Test;

/** Steps of every kind of layer beside plain attention: FLOPs, traffic and state, by hand. */
class LayerKindCellsTest {

  /** As in gpt-oss: 64 query heads, 8 key-value heads of 64; every other layer sees 128 tokens. */
  private static final Window LAST_128 = new Window(Window.Kind.SLIDING, 128);

  private static final Model ALTERNATING =
      model(
          2880,
          1000,
          mixing(1, new Attention.GroupedQuery(64, 8, 64, Window.FULL, false)),
          mixing(1, new Attention.GroupedQuery(64, 8, 64, LAST_128, false)));

  /** KV of a token in one layer: keys and values of 8 heads of 64, 2 bytes each. */
  private static final double KV = 2 * 8 * 64 * 2;

  /** Cell 21. Decode at 4,096 cached tokens: one layer sees 4,097, the other 128. */
  @Test
  void aWindowBoundsWhatDecodeReadsAndKeeps() {
    StepCost step = step(ALTERNATING, "bf16", Phase.DECODE, StepShape.of(3, 1, 4096));

    assertThat(step.flops(OperatorClass.ATTENTION))
        .isCloseTo(3 * 4 * 64 * 64.0 * (4097 + 128), ROUNDING);
    assertThat(step.stateReadBytes()).isCloseTo(3 * (4097 + 128) * KV, ROUNDING);
    assertThat(step.stateWriteBytes()).isCloseTo(3 * 2 * KV, ROUNDING);
    assertThat(state(ALTERNATING, "bf16", 4097)).isCloseTo((4097 + 128) * KV, ROUNDING);
    assertThat(state(ALTERNATING, "bf16", 100)).isCloseTo((100 + 100) * KV, ROUNDING);
  }

  /**
   * Cell 22. Prefill of 1,000 tokens. From nothing, the first 128 see 1 to 128 and 872 see 128; on
   * 3,096 cached ones all 1,000 see 128, and the keys of 127 old and 1,000 new tokens are read.
   */
  @Test
  void aWindowBoundsWhatPrefillSees() {
    StepCost first = step(ALTERNATING, "bf16", Phase.PREFILL, StepShape.of(1, 1000, 0));
    double all = 1000 * 1001 / 2.0;
    double seen = 128 * 129 / 2.0 + 872 * 128; // 119,872
    assertThat(first.flops(OperatorClass.ATTENTION))
        .isCloseTo(4 * 64 * 64.0 * (all + seen), ROUNDING);
    assertThat(first.stateReadBytes()).isCloseTo((1000 + 1000) * KV, ROUNDING);

    StepCost later = step(ALTERNATING, "bf16", Phase.PREFILL, StepShape.of(1, 1000, 3096));
    assertThat(later.flops(OperatorClass.ATTENTION))
        .isCloseTo(4 * 64 * 64.0 * (1000 * 3096 + all + 1000 * 128), ROUNDING);
    assertThat(later.stateReadBytes()).isCloseTo((4096 + 127 + 1000) * KV, ROUNDING);
  }

  /**
   * Cell 23. A chunked window of 8,192 as in Llama 4: a query sees 4,096.5 tokens on average, and
   * up to 8,192 are kept.
   */
  @Test
  void aChunkedWindowIsSeenHalfOnAverage() {
    Window chunk = new Window(Window.Kind.CHUNKED, 8192);
    Model chunked = model(5120, 1000, mixing(1, gqa(40, 8, 128, chunk)));
    double kv = 2 * 8 * 128 * 2;

    StepCost step = step(chunked, "bf16", Phase.DECODE, StepShape.of(1, 1, 100_000));
    assertThat(step.stateReadBytes()).isCloseTo(4096.5 * kv, ROUNDING);
    assertThat(state(chunked, "bf16", 100_000)).isCloseTo(8192 * kv, ROUNDING);
    assertThat(state(chunked, "bf16", 5000)).isCloseTo(5000 * kv, ROUNDING);
  }

  /**
   * Cell 24. Gated DeltaNet as in Qwen3-Next: 32 states of 128 x 128 in 32 bits, and the last 3
   * inputs of a convolution over 8,192 channels in 16, whatever the context.
   */
  @Test
  void linearAttentionKeepsAConstantState() {
    Attention.Linear layer =
        new Attention.Linear(Attention.Linear.Rule.GATED_DELTA, 16, 32, 128, 128, 4, 32);
    Model linear = model(2048, 1000, mixing(36, layer));
    double elements = 32 * 128 * 128;
    double channels = 2 * 16 * 128 + 32 * 128; // queries, keys, values
    double bytes = elements * 4 + 3 * channels * 2; // 2,146,304

    // The published state of the 36 such layers of Qwen3-Next: 77,266,944 bytes a sequence.
    assertThat(36 * bytes).isEqualTo(77_266_944);
    assertThat(state(linear, "fp8", 10)).isEqualTo(77_266_944);
    assertThat(state(linear, "fp8", 1_000_000)).isEqualTo(77_266_944);

    StepCost step = step(linear, "bf16", Phase.DECODE, StepShape.of(4, 1, 50_000));
    assertThat(step.stateReadBytes()).isCloseTo(4 * 36 * bytes, ROUNDING);
    assertThat(step.stateWriteBytes()).isCloseTo(4 * 36 * bytes, ROUNDING);
    // A token multiplies every element three times (old value, update, output).
    assertThat(step.flops(OperatorClass.ATTENTION))
        .isCloseTo(4 * 36 * 2 * (3 * elements + 4 * channels), ROUNDING);
    // Queries, keys, values, gate, and two numbers for each of 32 heads; then the output.
    double columns = 2 * 2048 + 2 * 4096 + 2 * 32;
    assertThat(step.flops(OperatorClass.PROJECTION))
        .isCloseTo(4 * 36 * 2 * (2048 * columns + 4096 * 2048.0), ROUNDING);
    assertThat(linear.totalParameters())
        .isCloseTo(
            36 * (2048 * columns + 4096 * 2048.0 + 4 * channels + 2 * 32 + 128 + 2048)
                + 2 * 2048 * 1000
                + 2048,
            ROUNDING);
  }

  /** Cell 25. Prefill of 20,000 tokens in three passes reads and writes the state three times. */
  @Test
  void everyPassReadsAndWritesTheRecurrentState() {
    Attention.Linear layer =
        new Attention.Linear(Attention.Linear.Rule.LIGHTNING, 64, 64, 128, 128, 0, 32);
    Model lightning = model(6144, 1000, mixing(1, layer));
    StepCost step =
        step(lightning, "bf16", Phase.PREFILL, StepShape.inPasses(3, 2, 20_000, 10_000));

    double state = 64 * 128 * 128 * 4;
    assertThat(step.stateReadBytes()).isCloseTo(3 * 2 * state, ROUNDING);
    assertThat(step.stateWriteBytes()).isCloseTo(3 * 2 * state, ROUNDING);
    assertThat(step.flops(OperatorClass.ATTENTION))
        .isCloseTo(2 * 20_000 * 2.0 * 2 * 64 * 128 * 128, ROUNDING);
  }

  /** Cell 26. Kimi delta attention: gates for each channel through the width of a head. */
  @Test
  void kimiDeltaAttentionHasNarrowGates() {
    Attention.Linear layer =
        new Attention.Linear(Attention.Linear.Rule.KIMI_DELTA, 32, 32, 128, 128, 4, 32);
    StepCost step =
        step(model(2304, 1000, mixing(1, layer)), "bf16", Phase.DECODE, StepShape.of(1, 1, 1000));

    double columns = 3 * 4096 + 128 + 128 + 32; // q, k, v, two narrow gates, 32 strengths
    double widened = 128 * 4096.0 + 128 * 4096.0;
    assertThat(step.flops(OperatorClass.PROJECTION))
        .isCloseTo(2 * (2304 * columns + widened + 4096 * 2304.0), ROUNDING);
  }

  /**
   * Cell 27. Mamba-2 as in Nemotron-H-56B: 256 heads of 64 with a state of 256 a channel in 32
   * bits, 8 groups, a convolution of 4 over 20,480 channels.
   */
  @Test
  void aStateSpaceLayerKeepsAConstantState() {
    Attention.StateSpace layer = new Attention.StateSpace(256, 64, 256, 8, 4, 32);
    Model mamba = model(8192, 1000, mixing(54, layer));
    double elements = 256 * 64 * 256.0;
    double channels = 16_384 + 2 * 8 * 256;
    double bytes = elements * 4 + 3 * channels * 2; // 16,900,096

    assertThat(54 * bytes).isEqualTo(912_605_184); // of all such layers
    assertThat(state(mamba, "bf16", 1_000_000)).isEqualTo(912_605_184);
    StepCost step = step(mamba, "bf16", Phase.DECODE, StepShape.of(2, 1, 1000));
    assertThat(step.stateReadBytes()).isCloseTo(2 * 54 * bytes, ROUNDING);
    assertThat(step.flops(OperatorClass.ATTENTION))
        .isCloseTo(2 * 54 * 2 * (2 * elements + 4 * channels), ROUNDING);
    double columns = 2 * 16_384 + 2 * 8 * 256 + 256;
    assertThat(step.flops(OperatorClass.PROJECTION))
        .isCloseTo(2 * 54 * 2 * (8192 * columns + 16_384 * 8192.0), ROUNDING);
  }

  /**
   * Cell 28. DeepSeek-V3.2: 64 index heads of 128 score every token by its key of 132 bytes, and a
   * query attends to the best 2,048 latents of 576 bytes.
   */
  @Test
  void anIndexerReadsAllKeysAndAttentionFewLatents() {
    Attention.Latent layer =
        new Attention.Latent(
            128, 1536, 512, 128, 64, 128, new Attention.Indexer(64, 128, 2048, 132), false);
    Model sparse = model(7168, 1000, mixing(1, layer));

    StepCost decode = step(sparse, "fp8", Phase.DECODE, StepShape.of(1, 1, 32_767));
    assertThat(decode.stateReadBytes()).isCloseTo(32_768 * 132.0 + 2048 * 576, ROUNDING);
    assertThat(decode.stateWriteBytes()).isCloseTo(132.0 + 576, ROUNDING);
    assertThat(decode.flops(OperatorClass.ATTENTION))
        .isCloseTo(2 * 64 * 128 * 32_768.0 + 2 * 128 * (576.0 + 512) * 2048, ROUNDING);
    assertThat(state(sparse, "fp8", 32_768)).isCloseTo(32_768 * (132.0 + 576), ROUNDING);

    StepCost early = step(sparse, "fp8", Phase.DECODE, StepShape.of(1, 1, 999));
    assertThat(early.stateReadBytes()).isCloseTo(1000 * (132.0 + 576), ROUNDING);

    // 1,000 new tokens on 30,000: each picks its own 2,048, so together they read nearly all.
    StepCost prefill = step(sparse, "fp8", Phase.PREFILL, StepShape.of(1, 1000, 30_000));
    double pairs = 1000 * 30_000 + 1000 * 1001 / 2.0;
    assertThat(prefill.flops(OperatorClass.ATTENTION))
        .isCloseTo(2 * 64 * 128 * pairs + 2 * 128 * (576.0 + 512) * 1000 * 2048, ROUNDING);
    assertThat(prefill.stateReadBytes()).isCloseTo(31_000 * (132.0 + 576), ROUNDING);
  }

  /** Cell 29. An output gate is as wide as the output, and read from the same input. */
  @Test
  void anOutputGateWidensTheFirstProjection() {
    Model gated =
        model(2048, 1000, mixing(1, new Attention.GroupedQuery(16, 2, 256, Window.FULL, true)));
    StepCost step = step(gated, "bf16", Phase.DECODE, StepShape.of(1, 1, 10));
    assertThat(step.flops(OperatorClass.PROJECTION))
        .isCloseTo(2 * 2048.0 * 256 * (16 + 16 + 2 * 2 + 16), ROUNDING);
  }

  /** Cell 30. Experts behind a latent of 1,024 as in Nemotron 3 Super: 512 of them, 22 a token. */
  @Test
  void expertsMayWorkOnANarrowerLatent() {
    FeedForward moe = new FeedForward.MixtureOfExperts(512, 22, 2688, 5376, false, 1024, 0);
    Model latent = model(4096, 1000, new LayerGroup(1, new Attention.None(), moe));
    StepCost step = step(latent, "bf16", Phase.DECODE, StepShape.of(1, 1, 10));

    double always = 4096 * 512 + 2 * 4096 * 1024 + 2 * 4096 * 5376.0;
    double expert = 2 * 1024 * 2688.0;
    assertThat(step.flops(OperatorClass.FFN)).isCloseTo(2 * (always + 22 * expert), ROUNDING);
    assertThat(step.weightBytes()).isCloseTo(2 * (always + 22 * expert + 4096 * 1000), ROUNDING);
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
    assertThat(skewed.touchedShare(eight)).isCloseTo(share, ROUNDING);
    assertThat(share).isLessThan(new RoutedExperts(4, 1, 0, 1).touchedShare(eight));
  }

  private static Attention gqa(int heads, int kvHeads, int headDim, Window window) {
    return new Attention.GroupedQuery(heads, kvHeads, headDim, window, false);
  }
}
