package dev.ridgeline.operator;

import static dev.ridgeline.testing.ModelBuilder.aModel;
import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.model;
import static dev.ridgeline.testing.Plans.quantization;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.LayerBits;
import dev.ridgeline.catalog.LayerBits.CountedFrom;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.catalog.TensorGroup;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights of some layers in other formats than those of the rest, by hand. */
class LayerFormatsTest {

  private static Quantization fp8But(List<LayerBits> layers) {
    Quantization fp8 = quantization("fp8");
    return new Quantization(
        fp8.id(),
        fp8.name(),
        fp8.weightBits(),
        layers,
        fp8.activationBits(),
        fp8.kvBits(),
        fp8.recurrentBits(),
        fp8.computePrecision(),
        fp8.attentionPrecision(),
        fp8.sources());
  }

  private static Model threeAndFive() {
    return aModel()
        .hidden(64)
        .feedForward(3, new FeedForward.Dense(256, false))
        .feedForward(5, new FeedForward.Dense(512, false))
        .build();
  }

  /**
   * Cell 96. Three layers of 64 x 256 and five of 64 x 512 in FP8, but the first two and the last
   * in 16 bits: 16,384 and 32,768 weights in each matrix, of one or of two bytes.
   */
  @Test
  void theFirstAndTheLastLayersHaveSixteenBits() {
    Quantization mixed =
        fp8But(
            List.of(
                new LayerBits(TensorGroup.DENSE_FFN, CountedFrom.START, 0, 2, 16),
                new LayerBits(TensorGroup.DENSE_FFN, CountedFrom.END, 0, 1, 16)));
    List<Operator> up =
        StepGraph.of(threeAndFive(), mixed, new Sharding(1, 1), Phase.DECODE).operators().stream()
            .filter(operator -> operator.name().equals("ffn up"))
            .toList();
    assertThat(up).as("cell 96").extracting(Operator::layers).containsExactly(2, 1, 4, 1);
    assertThat(up)
        .as("cell 96: bytes of each")
        .extracting(Operator::weightBytes)
        .containsExactly(2 * 16_384.0, 16_384.0, 32_768.0, 2 * 32_768.0);
    assertThat(up)
        .as("cell 96: layers in 16 bits are multiplied in bf16")
        .extracting(Operator::precision)
        .containsExactly(Precision.BF16, Precision.FP8, Precision.FP8, Precision.BF16);
    assertThat(mixed.meanWeightBits(threeAndFive(), TensorGroup.DENSE_FFN))
        .as("cell 96: 2 x 16,384 and 32,768 of 212,992 weights have 16 bits")
        .isCloseTo(8 + 8 * 65_536.0 / 212_992, ROUNDING);
  }

  /**
   * Llama 3.1 405B: two of 126 feed-forwards in 16 bits, and all attention, 845,504,512,000 / 2.
   */
  @Test
  void theReleaseOfTheLargeLlamaIsExact() {
    Model llama = model("llama-3.1-405b");
    double ffn = 3 * 16_384.0 * 53_248;
    double attention = 16_384.0 * 128 * (2 * 128 + 2 * 8);
    double bytes =
        StepGraph.of(llama, quantization("llama-405b-fp8"), new Sharding(1, 1), Phase.DECODE)
            .operators()
            .stream()
            .filter(operator -> operator.operatorClass() != OperatorClass.HEAD)
            .mapToDouble(operator -> operator.layers() * operator.weightBytes())
            .sum();
    assertThat(bytes).isCloseTo(124 * ffn + 2 * 2 * ffn + 2 * 126 * attention, ROUNDING);
  }

  static Stream<LayerBits> ranges() {
    SplittableRandom random = new SplittableRandom(104);
    return Stream.generate(
            () ->
                new LayerBits(
                    TensorGroup.DENSE_FFN,
                    random.nextBoolean() ? CountedFrom.START : CountedFrom.END,
                    random.nextInt(10),
                    random.nextInt(1, 10),
                    4 + random.nextInt(12)))
        .limit(50);
  }

  /** However layers are chosen, operators hold what the mean says, in as many layers as before. */
  @ParameterizedTest
  @MethodSource("ranges")
  void bytesOfAllLayersAreThoseOfTheMean(LayerBits range) {
    Quantization mixed = fp8But(List.of(range));
    Model model = threeAndFive();
    List<Operator> products =
        StepGraph.of(model, mixed, new Sharding(1, 1), Phase.DECODE).operators().stream()
            .filter(operator -> operator.operatorClass() == OperatorClass.FFN)
            .toList();
    assertThat(products.stream().mapToDouble(op -> op.layers() * op.weightBytes()).sum())
        .isCloseTo(
            model.parameters(TensorGroup.DENSE_FFN)
                * mixed.meanWeightBits(model, TensorGroup.DENSE_FFN)
                / 8,
            ROUNDING);
    assertThat(products.stream().mapToInt(Operator::layers).sum()).isEqualTo(16);
  }

  @Test
  void groupsOutsideLayersAreRefused() {
    assertThatThrownBy(() -> new LayerBits(TensorGroup.EMBEDDING, CountedFrom.START, 0, 1, 16))
        .hasMessageContaining("has no layers of its own");
  }
}
