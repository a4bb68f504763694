package dev.ridgeline.cost;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Evidence;
import dev.ridgeline.catalog.KernelEfficiency;
import dev.ridgeline.catalog.KernelKind;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.catalog.TensorGroup;
import dev.ridgeline.operator.Amount;
import dev.ridgeline.operator.Operator;
import dev.ridgeline.operator.StepShape;

/**
 * An operator with the rates at which an accelerator computes and moves bytes for it. Shapes are
 * those of the operator's {@link Operator#span span}.
 *
 * @param operator the operator
 * @param precision format of its arithmetic on the accelerator
 * @param movedBytes bytes of all its traffic but weights, for one layer
 * @param secondsPerFlop inverse of the compute rate reached on long contexts
 * @param halfSaturationTokens dependence of that rate on the context, or for experts on the rows of
 *     an expert that has any, see {@link Roofline#computeShare}
 * @param secondsPerByte inverse of the memory bandwidth reached
 * @param overheadSeconds time of an empty launch
 * @param imbalance rows of the busiest accelerator over the mean, which set the time
 * @param evidence what stands behind these rates
 */
record TimedOperator(
    Operator operator,
    Precision precision,
    Amount movedBytes,
    double secondsPerFlop,
    double halfSaturationTokens,
    double secondsPerByte,
    double overheadSeconds,
    double imbalance,
    Evidence evidence) {

  /** Weights whose scales round to the bits of the product count as those of the product. */
  private static final double ROUNDING = 0.99;

  /** Bits of a weight up to which it counts as one of 4 bits, scales included. */
  private static final double MOST_OF_FOUR_BITS = 5;

  static TimedOperator of(
      Operator operator,
      Accelerator accelerator,
      EfficiencyProfile profile,
      Quantization quantization) {
    Precision precision = accelerator.resolve(operator.precision());
    boolean product =
        operator.kernel() == KernelKind.GEMM || operator.kernel() == KernelKind.EXPERTS;
    // Recurrent state has bits of its own, whatever those of cached keys and values.
    boolean readsCache = operator.stateReadBytes().growsWithContext();
    Precision format = product ? precision : readsCache ? quantization.kvFormat() : Precision.BF16;
    // Weights of 4 bits have kernels of their own, which widen them.
    KernelKind ofFourBits = operator.kernel().ofFourBits();
    boolean widens =
        product
            && profile.has(ofFourBits, format)
            && bits(operator, quantization) <= MOST_OF_FOUR_BITS
            && precision.bits() > MOST_OF_FOUR_BITS;
    KernelKind kernel = widens ? ofFourBits : operator.kernel();
    KernelEfficiency efficiency = profile.kernel(kernel, format);
    Evidence ofRow = profile.evidence(kernel, format);
    return new TimedOperator(
        operator,
        precision,
        operator.stateReadBytes().plus(operator.stateWriteBytes()).plus(operator.activationBytes()),
        1 / (accelerator.peak(precision) * efficiency.compute()),
        efficiency.halfSaturationTokens(),
        1 / (accelerator.memoryBytesPerSecond() * efficiency.bandwidth()),
        efficiency.overheadSeconds(),
        operator.imbalance(),
        widens ? ofRow : ofRow.weaker(evidence(operator, precision, quantization)));
  }

  /** The evidence that timings of the kind of kernel are timings of this operator. */
  private static Evidence evidence(
      Operator operator, Precision precision, Quantization quantization) {
    boolean recurrent =
        !operator.stateReadBytes().equals(Amount.NONE)
            && !operator.stateReadBytes().growsWithContext();
    if (recurrent) {
      return Evidence.OTHER_KERNEL;
    }
    boolean product =
        operator.kernel() == KernelKind.GEMM || operator.kernel() == KernelKind.EXPERTS;
    return product ? ofWeights(operator, precision, quantization) : ofCache(quantization);
  }

  /** Kernels were timed on weights in the format of the product. */
  private static Evidence ofWeights(
      Operator operator, Precision precision, Quantization quantization) {
    if (!(operator.weightBytes() > 0)) {
      return Evidence.MEASURED;
    }
    return bits(operator, quantization) < ROUNDING * precision.bits()
        ? Evidence.NARROWER_WEIGHTS
        : Evidence.MEASURED;
  }

  /** Stored bits of a weight of a product; infinite for one without weights. */
  private static double bits(Operator operator, Quantization quantization) {
    if (!(operator.weightBytes() > 0)) {
      return Double.POSITIVE_INFINITY;
    }
    return operator.kernel() == KernelKind.EXPERTS
        ? bitsOfExpert(operator, quantization)
        : bitsOfWeight(operator);
  }

  /** Stored bits of a weight of routed experts. Layers left at 16 bits have products in 16 bits. */
  private static double bitsOfExpert(Operator operator, Quantization quantization) {
    boolean leftPlain =
        operator.precision() != quantization.gemmPrecision(TensorGroup.EXPERTS)
            && operator.precision() == Precision.BF16;
    return leftPlain ? Precision.BF16.bits() : quantization.weightBits().of(TensorGroup.EXPERTS);
  }

  /** Stored bits of a weight of a dense product, each of which takes 2 FLOPs a token. */
  private static double bitsOfWeight(Operator operator) {
    double weights = operator.flops().at(StepShape.of(1, 1, 0)) / 2;
    return 8 * operator.weightBytes() / weights;
  }

  /** Attention was timed on caches of 16 and of 8 bits. */
  private static Evidence ofCache(Quantization quantization) {
    return quantization.kvBits() < ROUNDING * quantization.kvFormat().bits()
        ? Evidence.NARROWER_CACHE
        : Evidence.MEASURED;
  }

  /** Whether the rates were fitted to timings of this kernel on this accelerator. */
  boolean isMeasured() {
    return evidence == Evidence.MEASURED;
  }

  /**
   * Whether its cost depends on the context or on where cached state lies, and not only on the rows
   * of new tokens.
   */
  boolean seesContext() {
    return operator.flops().growsWithContext()
        || movedBytes.growsWithContext()
        || !operator.stateReadBytes().equals(Amount.NONE)
        || (halfSaturationTokens > 0 && operator.kernel() != KernelKind.EXPERTS);
  }

  /** Whether this operator of prefill is the same kernel, at the same rates, as one of decode. */
  boolean isSharedWith(TimedOperator decode) {
    return operator.isSharedWith(decode.operator)
        && secondsPerFlop == decode.secondsPerFlop
        && secondsPerByte == decode.secondsPerByte
        && halfSaturationTokens == decode.halfSaturationTokens
        && overheadSeconds == decode.overheadSeconds
        && imbalance == decode.imbalance;
  }

  /**
   * Time of the arithmetic of one layer, in seconds.
   *
   * @param touchedShare share of the weights that a pass reads, see {@link Operator#touchedShare}
   */
  double computeSeconds(StepShape shape, double touchedShare) {
    double seconds = operator.flops().at(shape) * secondsPerFlop * imbalance;
    if (!(halfSaturationTokens > 0)) {
      return seconds;
    }
    double size =
        operator.kernel() == KernelKind.EXPERTS
            ? operator.rowsOfExpert(shape, touchedShare)
            : shape.contextOfOne();
    return seconds / Roofline.computeShare(1, halfSaturationTokens, size);
  }

  /**
   * Time of the memory traffic of one layer, in seconds. State in a memory tier is read while the
   * rest is read from main memory. The slower of the two sets the time.
   *
   * @param weightBytes bytes of weights that the step reads, see {@link
   *     Operator#touchedWeightBytes}
   * @param spilledShare share of the cached state that lies in the tier
   * @param tierBytesPerSecond rate at which this accelerator reads the tier
   */
  double memorySeconds(
      StepShape shape, double weightBytes, double spilledShare, double tierBytesPerSecond) {
    double bytes = weightBytes + movedBytes.at(shape) * imbalance;
    if (!(spilledShare > 0)) {
      return bytes * secondsPerByte;
    }
    double spilled = spilledShare * operator.stateReadBytes().at(shape);
    return Math.max((bytes - spilled) * secondsPerByte, spilled / tierBytesPerSecond);
  }

  /** Time of the launches of one layer, in seconds. */
  double overheadSeconds(StepShape shape) {
    return overheadSeconds * shape.passes();
  }

  /**
   * The cost of the operator in all its layers, for a step of this shape, on hardware changed by a
   * speedup.
   */
  OperatorCost cost(
      StepShape shape,
      double spilledShare,
      double tierBytesPerSecond,
      Speedup speedup,
      Accelerator accelerator) {
    StepShape seen = shape.within(operator.span());
    int layers = operator.layers();
    double flops = layers * operator.flops().at(seen);
    double touched = operator.touchedShare(seen);
    double weights = operator.touchedWeightBytes(seen, touched);
    double memory = memorySeconds(seen, weights, spilledShare, tierBytesPerSecond);
    double bytes = layers * (weights + movedBytes.at(seen));
    return OperatorCost.of(
        operator,
        precision,
        evidence,
        flops,
        layers * weights,
        layers * operator.stateReadBytes().at(seen),
        layers * operator.stateWriteBytes().at(seen),
        layers * operator.activationBytes().at(seen),
        layers * computeSeconds(seen, touched) / speedup.compute(),
        layers * memory / speedup.bandwidth(),
        layers * overheadSeconds(shape),
        flops * accelerator.joulesPerFlop(precision)
            + bytes * accelerator.energy().joulesPerMemoryByte());
  }
}
