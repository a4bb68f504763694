package dev.ridgeline.operator;

import dev.ridgeline.catalog.KernelKind;
import dev.ridgeline.catalog.Precision;
import java.util.Optional;

/**
 * One kernel of one layer on one accelerator: its FLOPs and its traffic with main memory, as
 * functions of the step's shape. Conventions: a multiply-add is 2 FLOPs; softmax, norms and
 * activation functions count nothing; attention scores stay on chip; every GEMM reads its input
 * rows and writes its output rows at activation precision.
 *
 * @param name what it is called in explanations
 * @param operatorClass class under which it is reported
 * @param kernel kind of kernel, for its efficiency
 * @param layers equal layers that have it
 * @param span which tokens its queries attend to; matters where it counts context or pairs
 * @param precision format that the scheme computes it in, before the accelerator has a say
 * @param flops FLOPs of one layer
 * @param weightBytes bytes of its weights in this accelerator's memory, one layer
 * @param routing which of those weights a step reads; absent: all
 * @param stateReadBytes bytes of cached state read, one layer
 * @param stateWriteBytes bytes of new state written, one layer
 * @param activationBytes bytes of inputs read and outputs written, one layer
 */
public record Operator(
    String name,
    OperatorClass operatorClass,
    KernelKind kernel,
    int layers,
    Span span,
    Precision precision,
    Amount flops,
    double weightBytes,
    Optional<RoutedExperts> routing,
    Amount stateReadBytes,
    Amount stateWriteBytes,
    Amount activationBytes) {

  /** This operator, which also writes new state. */
  Operator writing(Amount bytes) {
    return new Operator(
        name,
        operatorClass,
        kernel,
        layers,
        span,
        precision,
        flops,
        weightBytes,
        routing,
        stateReadBytes,
        bytes,
        activationBytes);
  }

  /** Bytes of weights that a step of this shape reads, in all its passes, one layer. */
  public double touchedWeightBytes(StepShape shape) {
    double ofOnePass =
        routing.isPresent() ? weightBytes * routing.get().touchedShare(shape) : weightBytes;
    return ofOnePass * shape.passes();
  }

  /** This operator in another number of layers. */
  Operator inLayers(int count) {
    return new Operator(
        name,
        operatorClass,
        kernel,
        count,
        span,
        precision,
        flops,
        weightBytes,
        routing,
        stateReadBytes,
        stateWriteBytes,
        activationBytes);
  }
}
