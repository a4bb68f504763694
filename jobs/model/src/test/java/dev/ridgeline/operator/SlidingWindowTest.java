package dev.ridgeline.operator;

import static dev.ridgeline.testing.ModelBuilder.aModel;
import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Steps.state;
import static dev.ridgeline.testing.Steps.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Window;
import dev.ridgeline.cost.StepCost;
import org.junit.jupiter.api.Test;

/** Layers whose queries see a window of the context, sliding or in chunks, by hand. */
class SlidingWindowTest {

  /** As in gpt-oss: 64 query heads, 8 key-value heads of 64; every other layer sees 128 tokens. */
  private static final Window LAST_128 = new Window(Window.Kind.SLIDING, 128);

  private static final Model ALTERNATING =
      aModel()
          .hidden(2880)
          .attention(1, new Attention.GroupedQuery(64, 8, 64, Window.FULL, false))
          .attention(1, new Attention.GroupedQuery(64, 8, 64, LAST_128, false))
          .build();

  /** KV of a token in one layer: keys and values of 8 heads of 64, 2 bytes each. */
  private static final double KV = 2 * 8 * 64 * 2;

  /** Cell 21. Decode at 4,096 cached tokens: one layer sees 4,097, the other 128. */
  @Test
  void aWindowBoundsWhatDecodeReadsAndKeeps() {
    StepCost step = step(ALTERNATING, "bf16", Phase.DECODE, StepShape.of(3, 1, 4096));

    assertThat(step.flops(OperatorClass.ATTENTION))
        .as("cell 21: one layer sees 4,097 tokens, the other 128")
        .isCloseTo(3 * 4 * 64 * 64.0 * (4097 + 128), ROUNDING);
    assertThat(step.stateReadBytes())
        .as("cell 21: state of 4,097 and of 128 tokens is read")
        .isCloseTo(3 * (4097 + 128) * KV, ROUNDING);
    assertThat(step.stateWriteBytes())
        .as("cell 21: the new token is written in both layers")
        .isCloseTo(3 * 2 * KV, ROUNDING);
    assertThat(state(ALTERNATING, "bf16", 4097))
        .as("cell 21: state of 4,097 and of 128 tokens is kept")
        .isCloseTo((4097 + 128) * KV, ROUNDING);
    assertThat(state(ALTERNATING, "bf16", 100))
        .as("cell 21: a short context is kept whole")
        .isCloseTo((100 + 100) * KV, ROUNDING);
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
        .as("cell 22: the first 128 tokens see 1 to 128, and 872 see 128")
        .isCloseTo(4 * 64 * 64.0 * (all + seen), ROUNDING);
    assertThat(first.stateReadBytes())
        .as("cell 22: keys of 1,000 tokens in both layers")
        .isCloseTo((1000 + 1000) * KV, ROUNDING);

    StepCost later = step(ALTERNATING, "bf16", Phase.PREFILL, StepShape.of(1, 1000, 3096));
    assertThat(later.flops(OperatorClass.ATTENTION))
        .as("cell 22: all 1,000 tokens see 128")
        .isCloseTo(4 * 64 * 64.0 * (1000 * 3096 + all + 1000 * 128), ROUNDING);
    assertThat(later.stateReadBytes())
        .as("cell 22: keys of 127 old and 1,000 new tokens in the window")
        .isCloseTo((4096 + 127 + 1000) * KV, ROUNDING);
  }

  /**
   * Cell 23. A chunked window of 8,192 as in Llama 4: a query sees 4,096.5 tokens on average, and
   * up to 8,192 are kept.
   */
  @Test
  void aChunkedWindowIsSeenHalfOnAverage() {
    Window chunk = new Window(Window.Kind.CHUNKED, 8192);
    Model chunked =
        aModel()
            .hidden(5120)
            .attention(1, new Attention.GroupedQuery(40, 8, 128, chunk, false))
            .build();
    double kv = 2 * 8 * 128 * 2;

    StepCost step = step(chunked, "bf16", Phase.DECODE, StepShape.of(1, 1, 100_000));
    assertThat(step.stateReadBytes())
        .as("cell 23: 4,096.5 tokens are seen on average")
        .isCloseTo(4096.5 * kv, ROUNDING);
    assertThat(state(chunked, "bf16", 100_000))
        .as("cell 23: a chunk of 8,192 tokens is kept")
        .isCloseTo(8192 * kv, ROUNDING);
    assertThat(state(chunked, "bf16", 5000))
        .as("cell 23: a short context is kept whole")
        .isCloseTo(5000 * kv, ROUNDING);
  }
}
