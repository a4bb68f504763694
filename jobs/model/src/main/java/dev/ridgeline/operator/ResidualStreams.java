package dev.ridgeline.operator;

import dev.ridgeline.catalog.KernelKind;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.catalog.TensorGroup;
import java.util.List;
import java.util.Optional;

/**
 * Several residual streams around one part of a layer, or a mixture of earlier blocks of layers
 * before it. These are the operator tables of residual streams and of attention residuals in
 * jobs/model/README.md. Both are copied to every accelerator of an attention group.
 */
final class ResidualStreams {

  private ResidualStreams() {}

  /**
   * The operators around a part; none where there is one plain residual.
   *
   * @param ofPart class of the part's own products
   */
  static List<Operator> around(OperatorClass ofPart, Shard on) {
    double s = on.model().residualStreams();
    double mixing = on.model().residualWeights();
    double d = on.hidden();
    double weightBytes = on.quantization().weightBytes(TensorGroup.NORMS);
    if (on.model().residualBlockLayers() > 0) {
      double m = on.model().residualSources();
      return List.of(
          operator(
              "residual attention",
              ofPart,
              4 * m * d,
              2 * d * weightBytes,
              on.perToken(m * d + d)));
    }
    if (!(mixing > 0)) {
      return List.of();
    }
    return List.of(
        operator(
            "residual weights",
            ofPart,
            2 * mixing * s * d,
            mixing * s * d * weightBytes,
            on.perToken(s * d + mixing)),
        operator(
            "residual mixing", ofPart, 2 * (s * s + 2 * s) * d, 0, on.perToken(2 * s * d + 2 * d)));
  }

  private static Operator operator(
      String name, OperatorClass ofPart, double flops, double weightBytes, Amount activations) {
    return new Operator(
        name,
        ofPart,
        KernelKind.GEMM,
        1,
        Span.ALL,
        Precision.BF16,
        Amount.perToken(flops),
        weightBytes,
        Optional.empty(),
        Amount.NONE,
        Amount.NONE,
        activations);
  }
}
