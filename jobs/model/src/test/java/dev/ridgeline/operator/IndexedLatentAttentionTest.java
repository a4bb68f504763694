package dev.ridgeline.operator;

import static dev.ridgeline.testing.LatentBuilder.latentAttention;
import static dev.ridgeline.testing.ModelBuilder.aModel;
import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Steps.state;
import static dev.ridgeline.testing.Steps.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Window;
import dev.ridgeline.cost.StepCost;
import org.junit.jupiter.api.Test;

/** Latent attention and grouped queries that see the best tokens of an indexer, by hand. */
class IndexedLatentAttentionTest {

  /**
   * Cell 28. DeepSeek-V3.2: 64 index heads of 128 score every token by its key of 132 bytes, and a
   * query attends to the best 2,048 latents of 576 bytes.
   */
  @Test
  void anIndexerReadsAllKeysAndAttentionFewLatents() {
    Attention.Latent layer =
        latentAttention()
            .heads(128)
            .queryRank(1536)
            .latentSize(512)
            .nopeHeadDim(128)
            .ropeHeadDim(64)
            .valueHeadDim(128)
            .indexer(new Attention.Indexer(64, 128, 2048, 132))
            .build();
    Model sparse = aModel().hidden(7168).attention(1, layer).build();

    StepCost decode = step(sparse, "fp8", Phase.DECODE, StepShape.of(1, 1, 32_767));
    assertThat(decode.stateReadBytes())
        .as("cell 28: 32,768 index keys of 132 bytes and 2,048 latents of 576")
        .isCloseTo(32_768 * 132.0 + 2048 * 576, ROUNDING);
    assertThat(decode.stateWriteBytes())
        .as("cell 28: one index key and one latent")
        .isCloseTo(132.0 + 576, ROUNDING);
    assertThat(decode.flops(OperatorClass.ATTENTION))
        .as("cell 28: 64 index heads score 32,768 keys, 128 heads see 2,048 latents")
        .isCloseTo(2 * 64 * 128 * 32_768.0 + 2 * 128 * (576.0 + 512) * 2048, ROUNDING);
    assertThat(state(sparse, "fp8", 32_768))
        .as("cell 28: index key and latent of every token are kept")
        .isCloseTo(32_768 * (132.0 + 576), ROUNDING);

    StepCost early = step(sparse, "fp8", Phase.DECODE, StepShape.of(1, 1, 999));
    assertThat(early.stateReadBytes())
        .as("cell 28: a short context is seen whole")
        .isCloseTo(1000 * (132.0 + 576), ROUNDING);

    // 1,000 new tokens on 30,000: each picks its own 2,048, so together they read nearly all.
    StepCost prefill = step(sparse, "fp8", Phase.PREFILL, StepShape.of(1, 1000, 30_000));
    double pairs = 1000 * 30_000 + 1000 * 1001 / 2.0;
    assertThat(prefill.flops(OperatorClass.ATTENTION))
        .as("cell 28: every query scores all keys and sees 2,048 latents")
        .isCloseTo(2 * 64 * 128 * pairs + 2 * 128 * (576.0 + 512) * 1000 * 2048, ROUNDING);
    assertThat(prefill.stateReadBytes())
        .as("cell 28: 1,000 queries together read nearly all latents")
        .isCloseTo(31_000 * (132.0 + 576), ROUNDING);
  }

  /**
   * Cell 97. A layer of GLM-5.2 that takes what an earlier layer's indexer picked: it reads 2,048
   * latents of 576 bytes, and neither scores nor keeps index keys.
   */
  @Test
  void aLayerMayTakeWhatAnEarlierOnePicked() {
    Attention.Latent layer =
        latentAttention()
            .heads(64)
            .queryRank(2048)
            .latentSize(512)
            .nopeHeadDim(192)
            .ropeHeadDim(64)
            .valueHeadDim(256)
            .indexer(new Attention.Indexer(0, 0, 2048, 0))
            .build();
    Model sharing = aModel().hidden(6144).attention(1, layer).build();
    StepCost decode = step(sharing, "fp8", Phase.DECODE, StepShape.of(1, 1, 32_767));
    assertThat(decode.stateReadBytes())
        .as("cell 97: 2,048 latents")
        .isCloseTo(2048 * 576.0, ROUNDING);
    assertThat(decode.flops(OperatorClass.ATTENTION))
        .as("cell 97: 64 heads see 2,048 latents")
        .isCloseTo(2 * 64 * (576.0 + 512) * 2048, ROUNDING);
    assertThat(state(sharing, "fp8", 32_768))
        .as("cell 97: every latent is kept")
        .isCloseTo(32_768 * 576.0, ROUNDING);
    assertThatThrownBy(() -> new Attention.Indexer(0, 128, 2048, 132))
        .hasMessageContaining("where an earlier layer picks");
  }

  /**
   * Cell 98. A layer of MiniMax-M3 in bf16: 4 index heads of 128 score 32,768 keys of 256 bytes,
   * and 64 heads attend to 2,048 keys and values of 4 heads, 2,048 bytes a token.
   */
  @Test
  void groupedQueriesAttendToPickedBlocks() {
    Attention layer =
        new Attention.GroupedQuery(
            64, 4, 128, Window.FULL, false, new Attention.Indexer(4, 128, 2048, 256));
    Model blocks = aModel().hidden(6144).attention(1, layer).build();
    StepCost decode = step(blocks, "bf16", Phase.DECODE, StepShape.of(1, 1, 32_767));
    assertThat(decode.stateReadBytes())
        .as("cell 98: 32,768 index keys, 2,048 keys and values")
        .isCloseTo(32_768 * 256.0 + 2048 * 2048.0, ROUNDING);
    assertThat(decode.flops(OperatorClass.ATTENTION))
        .as("cell 98: 4 heads score all, 64 heads see 2,048")
        .isCloseTo(2 * 4 * 128 * 32_768.0 + 4 * 64 * 128 * 2048.0, ROUNDING);
    assertThat(decode.flops(OperatorClass.PROJECTION))
        .as("cell 98: queries, keys, values and output; index queries and one key")
        .isCloseTo(2 * 6144.0 * 128 * (2 * 64 + 2 * 4 + 4 + 1), ROUNDING);
    assertThat(state(blocks, "bf16", 32_768))
        .as("cell 98: all keys and values are kept, and index keys")
        .isCloseTo(32_768 * (2048.0 + 256), ROUNDING);
    assertThatThrownBy(
            () ->
                new Attention.GroupedQuery(
                    64,
                    4,
                    128,
                    new Window(Window.Kind.SLIDING, 128),
                    false,
                    new Attention.Indexer(4, 128, 2048, 256)))
        .hasMessageContaining("stands beside a window");
  }
}
