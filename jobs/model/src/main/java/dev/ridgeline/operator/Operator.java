package dev.ridgeline.operator;

import dev.ridgeline.catalog.KernelKind;
import dev.ridgeline.catalog.Precision;
import java.util.Optional;

/**
 * One kernel of one layer on one accelerator: its FLOPs and its traffic with main memory, as
 * functions of the step's shape.
 *
 * <p>Conventions: a multiply-add is 2 FLOPs. Softmax, norms and activation functions count nothing.
 * Attention scores stay on chip. Every GEMM reads its input rows and writes its output rows at
 * activation precision.
 *
 * @param name name in explanations
 * @param operatorClass class under which it is reported
 * @param kernel kind of kernel, for its efficiency
 * @param layers equal layers that have it
 * @param span tokens that its queries attend to; it matters only for amounts that grow with context
 *     or pairs
 * @param precision format of its arithmetic by the quantization scheme; an accelerator may need a
 *     wider one
 * @param flops FLOPs of one layer
 * @param weightBytes bytes of its weights in this accelerator's memory, for one layer
 * @param routing share of those weights that a step reads; empty where it reads all
 * @param stateReadBytes bytes of cached state read, for one layer
 * @param stateWriteBytes bytes of new state written, for one layer
 * @param activationBytes bytes of inputs read and outputs written, for one layer
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

  /** This operator with new state that it writes. */
  Operator writing(Amount bytes) {
    return with(flops, stateReadBytes, bytes, activationBytes);
  }

  /** This operator with other amounts. */
  Operator with(Amount newFlops, Amount stateRead, Amount stateWritten, Amount activations) {
    return new Operator(
        name,
        operatorClass,
        kernel,
        layers,
        span,
        precision,
        newFlops,
        weightBytes,
        routing,
        stateRead,
        stateWritten,
        activations);
  }

  /** Rows of the busiest accelerator over the mean; 1 but for routed experts. */
  public double imbalance() {
    return routing.map(RoutedExperts::imbalance).orElse(1.0);
  }

  /** Share of the weights that a pass of a step of this shape reads. */
  public double touchedShare(StepShape shape) {
    return routing.isPresent() ? routing.get().touchedShare(shape) : 1;
  }

  /**
   * Bytes of weights that a step of this shape reads in all its passes, for one layer.
   *
   * @param touchedShare {@link #touchedShare} of that shape
   */
  public double touchedWeightBytes(StepShape shape, double touchedShare) {
    return weightBytes * touchedShare * shape.passes();
  }

  /**
   * Mean rows of new tokens of an expert that has any, in a pass of a step of this shape.
   *
   * @param touchedShare {@link #touchedShare} of that shape
   */
  public double rowsOfExpert(StepShape shape, double touchedShare) {
    return routing.orElseThrow().rowsPerPass(shape) / touchedShare;
  }

  /**
   * Whether this operator of prefill is the same kernel as one of decode. The LM head works on the
   * last token of a prompt, which every token of decode is.
   */
  public boolean isSharedWith(Operator decode) {
    Operator ofLastTokens =
        new Operator(
            name,
            operatorClass,
            kernel,
            layers,
            span,
            precision,
            flops.ofLastTokens(),
            weightBytes,
            routing,
            stateReadBytes,
            stateWriteBytes,
            activationBytes.ofLastTokens());
    return ofLastTokens.equals(decode);
  }

  /** Whether another operator differs from this one in its number of layers at most. */
  boolean isLike(Operator other) {
    return name.equals(other.name) && equals(other.inLayers(layers));
  }

  /** This operator with another number of layers. */
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
