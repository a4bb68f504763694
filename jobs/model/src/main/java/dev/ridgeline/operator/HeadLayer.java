package dev.ridgeline.operator;

import dev.ridgeline.catalog.KernelKind;
import dev.ridgeline.catalog.TensorGroup;
import java.util.Optional;

/**
 * The LM head: the operator table of that name in jobs/model/README.md. It works on one row for
 * every token in decode, and on one row for every prompt in prefill.
 */
final class HeadLayer {

  private HeadLayer() {}

  static Operator of(Shard on) {
    double d = on.hidden();
    double v = on.split(on.model().vocabularySize());
    return new Operator(
        "lm head",
        OperatorClass.HEAD,
        KernelKind.GEMM,
        1,
        Span.ALL,
        on.quantization().gemmPrecision(TensorGroup.EMBEDDING),
        on.prefills() ? Amount.perSequence(2 * d * v) : Amount.perToken(2 * d * v),
        d * v * on.quantization().weightBytes(TensorGroup.EMBEDDING),
        Optional.empty(),
        Amount.NONE,
        Amount.NONE,
        on.prefills() ? on.perSequence(d + v) : on.perToken(d + v));
  }
}
