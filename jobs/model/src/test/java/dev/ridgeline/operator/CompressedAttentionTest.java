package dev.ridgeline.operator;

import static dev.ridgeline.testing.ModelBuilder.aModel;
import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.model;
import static dev.ridgeline.testing.Plans.quantization;
import static dev.ridgeline.testing.Steps.state;
import static dev.ridgeline.testing.Steps.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.CompressedAttention;
import dev.ridgeline.catalog.CompressedAttention.Compressor;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.cost.StepCost;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Attention over compressed entries, by hand, and what DeepSeek says of V4. */
class CompressedAttentionTest {

  private static final double MILLION = 1 << 20;

  /** A layer of DeepSeek-V4-Flash at the ratio 4, which has an indexer. */
  private static CompressedAttention sparse(int keyBytes) {
    return new CompressedAttention(
        64,
        1024,
        512,
        64,
        8,
        1024,
        128,
        new Compressor(4, true),
        new Attention.Indexer(64, 128, 512, keyBytes));
  }

  /** A layer of DeepSeek-V4-Flash at the ratio 128. */
  private static CompressedAttention heavy() {
    return new CompressedAttention(
        64, 1024, 512, 64, 8, 1024, 128, new Compressor(128, false), Attention.Indexer.NONE);
  }

  private static Model of(Attention attention) {
    return aModel().hidden(4096).attention(1, attention).build();
  }

  /**
   * Cell 93. DeepSeek-V4-Flash at the ratio 4 in fp8: an entry has 448 bytes and 64 positions of 2
   * bytes, 576. 65,536 tokens have 16,384 entries, with keys of 68 bytes. A query sees the best 512
   * and its window of 128.
   */
  @Test
  void anIndexerPicksAmongCompressedEntries() {
    Model layer = of(sparse(68));
    StepCost decode = step(layer, "fp8", Phase.DECODE, StepShape.of(1, 1, 65_535));
    double width = 4 * (512 + 128);
    assertThat(decode.stateReadBytes())
        .as("cell 93: 16,384 keys, 640 entries, and what a token adds to two entries, in 32 bits")
        .isCloseTo(16_384 * 68.0 + 640 * 576.0 + 4 * width, ROUNDING);
    assertThat(decode.stateWriteBytes())
        .as("cell 93: the own entry, vectors and gates in 32 bits, a quarter of entry and key")
        .isCloseTo(576 + 4 * width + (576 + 68) / 4.0, ROUNDING);
    assertThat(decode.flops(OperatorClass.ATTENTION))
        .as("cell 93: 64 index heads on 16,384 keys, 64 heads on 640 entries, the sums")
        .isCloseTo(2 * 64 * 128 * 16_384.0 + 4 * 64 * 512 * 640.0 + width, ROUNDING);
    assertThat(state(layer, "fp8", 65_536))
        .as("cell 93: entries, keys, the window, and 8 tokens that wait")
        .isCloseTo(16_384 * 644.0 + 128 * 576 + 8 * width * 4, ROUNDING);

    StepCost early = step(layer, "fp8", Phase.DECODE, StepShape.of(1, 1, 99));
    assertThat(early.stateReadBytes())
        .as("cell 93: 100 tokens are in the window, and 25 entries are fewer than 512")
        .isCloseTo(25 * 68.0 + (100 + 25) * 576.0 + 4 * width, ROUNDING);
  }

  /**
   * Cell 94. DeepSeek-V4-Flash at the ratio 128 in bf16, a prompt of 1,024 tokens after 7,168
   * cached ones: a query sees all entries before it, and each of the 1,024 sees its window.
   */
  @Test
  void withoutAnIndexerAllEntriesAreRead() {
    Model layer = of(heavy());
    StepCost prefill = step(layer, "bf16", Phase.PREFILL, StepShape.of(1, 1024, 7168));
    double pairs = 1024 * 7168.0 + 1024 * 1025 / 2.0;
    assertThat(prefill.flops(OperatorClass.ATTENTION))
        .as("cell 94: 128 own entries for each query, and one of 128 tokens before it; the sums")
        .isCloseTo(4 * 64 * 512 * (1024 * 128 + pairs / 128) + 1024 * 1024.0, ROUNDING);
    assertThat(prefill.stateReadBytes())
        .as("cell 94: 127 tokens before the prompt and its own, 64 entries; what waits")
        .isCloseTo(1024.0 * (127 + 1024 + 8192 / 128.0) + 1024 * 4 * 1024.0, ROUNDING);
    assertThat(prefill.flops(OperatorClass.PROJECTION))
        .as("cell 94: latents, queries, vectors and gates, output groups, output")
        .isCloseTo(
            2
                * 1024
                * (4096.0 * (1024 + 512)
                    + 1024 * 64 * 512
                    + 4096 * 1024
                    + 64 * 512 * 1024
                    + 8 * 1024 * 4096),
            ROUNDING);
    assertThat(state(layer, "bf16", 8192))
        .as("cell 94: 64 entries, the window, and 128 tokens that wait in 32 bits")
        .isCloseTo(1024.0 * (64 + 128) + 128 * 1024 * 4, ROUNDING);
  }

  /**
   * Cell 95. Four residual streams of 4,096 around an attention layer: 24 weights for each token
   * from 16,384 numbers, and a mixture. Two tokens.
   */
  @Test
  void residualStreamsAreReadAndMixedAroundEachPart() {
    CompressedAttention layer = heavy();
    Model plain = of(layer);
    Model streams = aModel().hidden(4096).attention(1, layer).residualStreams(4).build();
    StepShape tokens = StepShape.of(2, 1, 1000);
    StepCost one = step(plain, "bf16", Phase.DECODE, tokens);
    StepCost four = step(streams, "bf16", Phase.DECODE, tokens);
    assertThat(four.flops() - one.flops())
        .as("cell 95: weights, and 24 products of the width")
        .isCloseTo(2 * 2 * (24 * 16_384.0 + 24 * 4096), ROUNDING);
    assertThat(four.weightBytes() - one.weightBytes())
        .as("cell 95: the matrix of the weights")
        .isCloseTo(2 * 24 * 16_384.0, ROUNDING);
    assertThat(four.activationBytes() - one.activationBytes())
        .as("cell 95: streams in, streams out, the part's input and output, 24 weights")
        .isCloseTo(2 * 2 * (16_384.0 + 24 + 2 * 16_384 + 2 * 4096), ROUNDING);
    assertThat(streams.totalParameters() - plain.totalParameters())
        .as("cell 95: the matrix, 24 shifts and 3 scales; 4 x 16,384 and 5 of the head")
        .isEqualTo(24 * 16_384 + 27 + 4 * 16_384 + 5);
  }

  /**
   * Cell 126. Three attention layers of width 4,096 with feed-forwards, in blocks of two. Before
   * attention they find 0, 1 and 1 finished blocks beside the growing one, before the feed-forward
   * 1, 1 and 2: the mean of 1, 2, 2, 2, 2 and 3 vectors is 2. Two tokens, six parts.
   */
  @Test
  void residualsOfBlocksAreReadAsAMixture() {
    CompressedAttention layer = heavy();
    FeedForward ffn = new FeedForward.Dense(64, true);
    Model plain = aModel().hidden(4096).layers(3, layer, ffn).build();
    Model blocks = aModel().hidden(4096).layers(3, layer, ffn).residualBlockLayers(2).build();
    StepShape tokens = StepShape.of(2, 1, 1000);
    StepCost one = step(plain, "bf16", Phase.DECODE, tokens);
    StepCost mixed = step(blocks, "bf16", Phase.DECODE, tokens);
    assertThat(blocks.residualSources()).as("cell 126: 12 / 6").isEqualTo(2);
    assertThat(mixed.flops() - one.flops())
        .as("cell 126: a score and a weight for each number of 2 vectors")
        .isCloseTo(2 * 6 * 4 * 2 * 4096.0, ROUNDING);
    assertThat(mixed.activationBytes() - one.activationBytes())
        .as("cell 126: 2 vectors in, 1 out")
        .isCloseTo(2 * 2 * 6 * 3 * 4096.0, ROUNDING);
    assertThat(mixed.weightBytes() - one.weightBytes())
        .as("cell 126: a query and a norm for each part")
        .isCloseTo(2 * 6 * 2 * 4096.0, ROUNDING);
    assertThat(blocks.totalParameters() - plain.totalParameters())
        .as("cell 126: the same for the head")
        .isEqualTo(7 * 2 * 4096);
  }

  /**
   * With bf16 caches and index keys of 256 bytes, a sequence of 1,048,576 tokens of V4-Pro takes
   * 9.62 GiB, 8.7 times less than one of V3.2 (vLLM's blog on DeepSeek V4). Entries are 30 layers
   * at a quarter and 31 at a 128th; V3.2 has 61 latents of 1,152 bytes and keys of 256.
   */
  @Test
  void aMillionTokensTakeWhatVllmSays() {
    double entries =
        30 * state(of(sparse(256)), "bf16", MILLION) + 31 * state(of(heavy()), "bf16", MILLION);
    double gib = entries / (1L << 30);
    assertThat(gib).isCloseTo(9.62, within(0.03));
    double before = 61 * MILLION * (1152 + 256) / (1L << 30);
    assertThat(before / gib).isCloseTo(8.7, within(0.05));
  }

  /**
   * The report says that at a million tokens the state of V4-Pro is 10 %, and that of V4-Flash 7 %,
   * of V3.2's (DeepSeek-V4 technical report, section 1). V3.2's caches keep 656 bytes of an FP8
   * latent with its scales and 132 of a key (DeepSeek-V3.2-Exp). V4's have 8 bytes of scales beside
   * an entry, which the layers here leave out. The report gives whole percents: 10.5 % here has
   * 0.04 % of vectors that wait for an entry.
   */
  @ParameterizedTest
  @CsvSource({"deepseek-v4-pro, 30, 31, 0.10", "deepseek-v4-flash, 21, 20, 0.07"})
  void theStateIsTheShareOfItsPredecessorThatTheReportSays(
      String id, int sparse, int heavy, double share) {
    double scales = 8 * (sparse / 4.0 + heavy / 128.0) * MILLION;
    double state = state(model(id), "fp8", MILLION) + scales;
    assertThat(state / (61 * MILLION * (656 + 132))).isCloseTo(share, within(0.0055));
  }

  /**
   * The report says that a token of V4-Pro at a million tokens takes 27 % of the FLOPs of V3.2, and
   * one of V4-Flash 10 %, in FP8 equivalents: a product in bf16 counts twice, and one in FP4 half.
   */
  @ParameterizedTest
  @CsvSource({"deepseek-v4-pro, 0.27", "deepseek-v4-flash, 0.10"})
  void aTokenTakesTheShareOfFlopsThatTheReportSays(String id, double share) {
    assertThat(fp8Flops(model(id)) / fp8Flops(model("deepseek-v3.2")))
        .isCloseTo(share, within(0.01));
  }

  private static double fp8Flops(Model model) {
    return StepGraph.of(model, quantization("fp8"), new Sharding(1, 1), Phase.DECODE)
        .operators()
        .stream()
        .mapToDouble(
            operator ->
                operator.layers()
                    * operator.flops().at(StepShape.of(1, 1, MILLION).within(operator.span()))
                    * operator.precision().bits()
                    / 8)
        .sum();
  }

  static Stream<double[]> spans() {
    SplittableRandom random = new SplittableRandom(101);
    return Stream.generate(
            () ->
                new double[] {
                  random.nextInt(1, 5000), random.nextInt(0, 50_000), random.nextInt(1, 9)
                })
        .limit(100);
  }

  /** The parts of a span add up, and a ratio of 1 without a window is a plain span. */
  @ParameterizedTest
  @MethodSource("spans")
  void aSpanOfEntriesIsTheSumOfItsParts(double[] step) {
    double n = step[0] * step[2];
    double c = step[1];
    double passes = step[2];
    Span window = Span.recent(128);
    Span picked = Span.picked(2048);
    Span both = Span.pickedEntries(512, 4, 128);
    assertThat(both.pairs(n, c)).isCloseTo(window.pairs(n, c) + picked.pairs(n, c) / 4, ROUNDING);
    assertThat(both.reach(n, c, passes))
        .isCloseTo(window.reach(n, c, passes) + picked.reach(n, c, passes) / 4, ROUNDING);
    assertThat(Span.pickedEntries(2048, 1, 0)).isEqualTo(picked);
    assertThat(Span.compressed(4, 128).pairs(n, c)).isGreaterThanOrEqualTo(both.pairs(n, c));
  }

  /** Tensor parallelism splits heads and output groups; what makes entries is copied. */
  @Test
  void headsAndOutputGroupsAreSplit() {
    Model flash = model("deepseek-v4-flash");
    assertThat(new Sharding(8, 1).objection(flash)).isEmpty();
    assertThat(new Sharding(16, 1).objection(flash))
        .contains("8 output groups cannot be split 16 ways");
    Sharding shared = new Sharding(8, 1, 1, 1, 1, 2, List.of(), 0, AllToAll.AUTO, false);
    assertThat(shared.objection(flash))
        .contains("decode context parallelism is not modelled for compressed attention");
    double one = StateSize.ofModel(flash, quantization("fp8")).at(5000);
    double ofRank =
        StepGraph.of(flash, quantization("fp8"), new Sharding(8, 1), Phase.DECODE).state().at(5000);
    assertThat(ofRank).isEqualTo(one);
  }

  @Test
  void contradictionsAreRefused() {
    assertThatThrownBy(
            () ->
                new CompressedAttention(
                    64, 1024, 512, 64, 7, 1024, 128, Compressor.NONE, Attention.Indexer.NONE))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("a divisor of heads, 64");
    assertThatThrownBy(
            () ->
                new CompressedAttention(
                    64,
                    1024,
                    512,
                    64,
                    8,
                    1024,
                    128,
                    Compressor.NONE,
                    new Attention.Indexer(64, 128, 512, 68)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("beside a compressor");
    assertThatThrownBy(() -> new Compressor(0, true)).hasMessageContaining("without a ratio");
  }
}
