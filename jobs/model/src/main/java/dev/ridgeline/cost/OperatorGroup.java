package dev.ridgeline.cost;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.operator.Amount;
import dev.ridgeline.operator.Operator;
import dev.ridgeline.operator.OperatorClass;
import dev.ridgeline.operator.Span;
import dev.ridgeline.operator.StepShape;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Operators of a step whose queries attend to the same span, with a sum for each class. */
final class OperatorGroup {

  private final Span span;
  private final TimedOperator[] operators;
  private final ClassTotal[] totals;
  private final double joulesPerMemoryByte;

  private OperatorGroup(Span span, List<TimedOperator> operators, Accelerator accelerator) {
    this.span = span;
    this.operators = operators.toArray(TimedOperator[]::new);
    this.joulesPerMemoryByte = accelerator.energy().joulesPerMemoryByte();
    Map<OperatorClass, ClassTotal> byClass = new EnumMap<>(OperatorClass.class);
    for (TimedOperator timed : operators) {
      byClass.merge(
          timed.operator().operatorClass(),
          ClassTotal.of(timed, accelerator.joulesPerFlop(timed.precision())),
          ClassTotal::plus);
    }
    this.totals = byClass.values().toArray(ClassTotal[]::new);
  }

  /** Makes one group of operators whose shape is that of the whole step. */
  static OperatorGroup of(List<TimedOperator> operators, Accelerator accelerator) {
    return new OperatorGroup(Span.ALL, operators, accelerator);
  }

  /** Makes a group for each span. */
  static OperatorGroup[] bySpan(List<TimedOperator> operators, Accelerator accelerator) {
    Map<Span, List<TimedOperator>> bySpan = new LinkedHashMap<>();
    for (TimedOperator timed : operators) {
      bySpan.computeIfAbsent(timed.operator().span(), span -> new ArrayList<>()).add(timed);
    }
    return bySpan.entrySet().stream()
        .map(entry -> new OperatorGroup(entry.getKey(), entry.getValue(), accelerator))
        .toArray(OperatorGroup[]::new);
  }

  /**
   * Adds the cost of {@code times} steps of a shape to a total, on hardware changed by a speedup.
   */
  void add(
      StepShape shape,
      double times,
      double spilledShare,
      double tierBytesPerSecond,
      Speedup speedup,
      StepCost cost) {
    StepShape seen = shape.within(span);
    double ofCompute = times / speedup.compute();
    double ofBandwidth = times / speedup.bandwidth();
    double computeBound = 0;
    double memoryBound = 0;
    double measured = 0;
    double allWeights = 0;
    for (TimedOperator timed : operators) {
      Operator operator = timed.operator();
      int layers = operator.layers();
      double touched = operator.touchedShare(seen);
      double weights = operator.touchedWeightBytes(seen, touched);
      double compute = layers * timed.computeSeconds(seen, touched) * ofCompute;
      double memory =
          layers
              * timed.memorySeconds(seen, weights, spilledShare, tierBytesPerSecond)
              * ofBandwidth;
      if (compute >= memory) {
        computeBound += compute;
      } else {
        memoryBound += memory;
      }
      if (timed.isMeasured()) {
        measured += Math.max(compute, memory);
      }
      double weightBytes = times * layers * weights;
      allWeights += weightBytes;
      cost.addBytes(operator.operatorClass(), weightBytes);
    }
    cost.computeBoundSeconds += computeBound;
    cost.memoryBoundSeconds += memoryBound;
    cost.measuredSeconds += measured;
    cost.weightBytes += allWeights;
    cost.joules += allWeights * joulesPerMemoryByte;
    for (ClassTotal total : totals) {
      double read = times * total.stateReadBytes().at(seen);
      double written = times * total.stateWriteBytes().at(seen);
      double activations = times * total.activationBytes().at(seen);
      double moved = read + written + activations;
      cost.stateReadBytes += read;
      cost.stateWriteBytes += written;
      cost.activationBytes += activations;
      cost.addBytes(total.operatorClass(), moved);
      cost.addFlops(total.operatorClass(), times * total.flops().at(seen));
      cost.joules += moved * joulesPerMemoryByte + times * total.arithmeticJoules().at(seen);
    }
  }

  /** The sum of all operators of a class. Amounts are linear in the shape, and so is their sum. */
  private record ClassTotal(
      OperatorClass operatorClass,
      Amount flops,
      Amount arithmeticJoules,
      Amount stateReadBytes,
      Amount stateWriteBytes,
      Amount activationBytes) {

    static ClassTotal of(TimedOperator timed, double joulesPerFlop) {
      Operator operator = timed.operator();
      int layers = operator.layers();
      Amount flops = operator.flops().times(layers);
      return new ClassTotal(
          operator.operatorClass(),
          flops,
          flops.times(joulesPerFlop),
          operator.stateReadBytes().times(layers),
          operator.stateWriteBytes().times(layers),
          operator.activationBytes().times(layers));
    }

    ClassTotal plus(ClassTotal other) {
      return new ClassTotal(
          operatorClass,
          flops.plus(other.flops),
          arithmeticJoules.plus(other.arithmeticJoules),
          stateReadBytes.plus(other.stateReadBytes),
          stateWriteBytes.plus(other.stateWriteBytes),
          activationBytes.plus(other.activationBytes));
    }
  }
}
