package dev.ridgeline.cost;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.KernelEfficiency;
import dev.ridgeline.catalog.KernelKind;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.operator.Amount;
import dev.ridgeline.operator.Operator;
import dev.ridgeline.operator.StepShape;

/**
 * An operator on an accelerator: how fast it can compute and move bytes there. Shapes are those of
 * the operator's {@link Operator#span span}.
 *
 * @param operator the operator
 * @param precision what the accelerator computes it in
 * @param movedBytes all its traffic but weights, one layer
 * @param secondsPerFlop inverse of the compute rate reached on long contexts
 * @param halfSaturationTokens how that rate depends on the context, see {@link
 *     Roofline#computeShare}
 * @param secondsPerByte inverse of the memory bandwidth reached
 * @param overheadSeconds time of a launch that does nothing
 */
record TimedOperator(
    Operator operator,
    Precision precision,
    Amount movedBytes,
    double secondsPerFlop,
    double halfSaturationTokens,
    double secondsPerByte,
    double overheadSeconds) {

  static TimedOperator of(
      Operator operator,
      Accelerator accelerator,
      EfficiencyProfile profile,
      Quantization quantization) {
    Precision precision = accelerator.resolve(operator.precision());
    boolean product =
        operator.kernel() == KernelKind.GEMM || operator.kernel() == KernelKind.EXPERTS;
    KernelEfficiency efficiency =
        profile.kernel(operator.kernel(), product ? precision : quantization.kvFormat());
    return new TimedOperator(
        operator,
        precision,
        operator.stateReadBytes().plus(operator.stateWriteBytes()).plus(operator.activationBytes()),
        1 / (accelerator.peak(precision) * efficiency.compute()),
        efficiency.halfSaturationTokens(),
        1 / (accelerator.memoryBytesPerSecond() * efficiency.bandwidth()),
        efficiency.overheadSeconds());
  }

  /**
   * Whether what it takes depends on more than the rows of new tokens: on what these attend to, or
   * on where cached state lies.
   */
  boolean seesContext() {
    return operator.flops().growsWithContext()
        || movedBytes.growsWithContext()
        || !operator.stateReadBytes().equals(Amount.NONE)
        || halfSaturationTokens > 0;
  }

  /** Time that the arithmetic of one layer takes. */
  double computeSeconds(StepShape shape) {
    double seconds = operator.flops().at(shape) * secondsPerFlop;
    if (!(halfSaturationTokens > 0)) {
      return seconds;
    }
    return seconds / Roofline.computeShare(1, halfSaturationTokens, shape.contextOfOne());
  }

  /**
   * Time that the traffic of one layer takes. State that lies in a memory tier is read from there
   * while the rest is read from main memory; the slower of the two sets the time.
   *
   * @param weightBytes weights that the step reads, see {@link Operator#touchedWeightBytes}
   * @param spilledShare share of the cached state that lies in the tier
   * @param tierBytesPerSecond rate at which this accelerator reads the tier
   */
  double memorySeconds(
      StepShape shape, double weightBytes, double spilledShare, double tierBytesPerSecond) {
    double bytes = weightBytes + movedBytes.at(shape);
    if (!(spilledShare > 0)) {
      return bytes * secondsPerByte;
    }
    double spilled = spilledShare * operator.stateReadBytes().at(shape);
    return Math.max((bytes - spilled) * secondsPerByte, spilled / tierBytesPerSecond);
  }

  /** Time of launches of one layer. */
  double overheadSeconds(StepShape shape) {
    return overheadSeconds * shape.passes();
  }

  /** What a step of this shape takes of it, in all its layers, on hardware so much faster. */
  OperatorCost cost(
      StepShape shape,
      double spilledShare,
      double tierBytesPerSecond,
      Speedup speedup,
      Accelerator accelerator) {
    StepShape seen = shape.within(operator.span());
    int layers = operator.layers();
    double flops = layers * operator.flops().at(seen);
    double weights = operator.touchedWeightBytes(seen);
    double memory = memorySeconds(seen, weights, spilledShare, tierBytesPerSecond);
    double bytes = layers * (weights + movedBytes.at(seen));
    return OperatorCost.of(
        operator,
        precision,
        flops,
        layers * weights,
        layers * operator.stateReadBytes().at(seen),
        layers * operator.stateWriteBytes().at(seen),
        layers * operator.activationBytes().at(seen),
        layers * computeSeconds(seen) / speedup.compute(),
        layers * memory / speedup.bandwidth(),
        layers * overheadSeconds(shape),
        flops * accelerator.joulesPerFlop(precision)
            + bytes * accelerator.energy().joulesPerMemoryByte());
  }
}
