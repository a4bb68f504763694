package dev.ridgeline.cost;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.operator.Amount;
import dev.ridgeline.operator.Operator;
import dev.ridgeline.operator.OperatorClass;
import dev.ridgeline.operator.StepGraph;
import dev.ridgeline.operator.StepShape;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * One phase of a model on one accelerator of its replica: evaluates steps of any shape.
 *
 * <p>A step is the sum over operators and layers of {@code max(compute, memory) + overhead}, plus
 * its collectives. Everything that does not depend on the shape is settled here, once.
 */
public final class StepModel {

  private final StepGraph graph;
  private final TimedOperator[] operators;
  private final TimedCollective[] collectives;
  private final ClassTotal[] totals;
  private final double overheadSeconds;
  private final double ridgeFlopsPerByte;

  private StepModel(
      StepGraph graph,
      TimedOperator[] operators,
      TimedCollective[] collectives,
      double ridgeFlopsPerByte) {
    this.graph = graph;
    this.operators = operators;
    this.collectives = collectives;
    this.totals =
        Arrays.stream(OperatorClass.values())
            .map(operatorClass -> ClassTotal.of(operatorClass, graph.operators()))
            .toArray(ClassTotal[]::new);
    this.overheadSeconds =
        Arrays.stream(operators)
            .mapToDouble(timed -> timed.operator().layers() * timed.overheadSeconds())
            .sum();
    this.ridgeFlopsPerByte = ridgeFlopsPerByte;
  }

  public static StepModel of(
      StepGraph graph,
      Accelerator accelerator,
      EfficiencyProfile profile,
      Quantization quantization) {
    return new StepModel(
        graph,
        graph.operators().stream()
            .map(op -> TimedOperator.of(op, accelerator, profile, quantization))
            .toArray(TimedOperator[]::new),
        graph.collectives().stream()
            .map(collective -> TimedCollective.of(collective, accelerator, profile))
            .toArray(TimedCollective[]::new),
        accelerator.ridgeFlopsPerByte(accelerator.resolve(quantization.computePrecision())));
  }

  public StepGraph graph() {
    return graph;
  }

  public List<TimedOperator> operators() {
    return List.of(operators);
  }

  public List<TimedCollective> collectives() {
    return List.of(collectives);
  }

  /** Ridge point of the accelerator at the precision of the scheme's GEMMs, FLOPs a byte. */
  public double ridgeFlopsPerByte() {
    return ridgeFlopsPerByte;
  }

  /**
   * Fills {@code cost} with a step of this shape.
   *
   * @param spilledShare share of the cached state that lies in a memory tier
   * @param tierBytesPerSecond rate at which an accelerator reads that tier
   */
  public void evaluate(
      StepShape shape, double spilledShare, double tierBytesPerSecond, StepCost cost) {
    cost.clear();
    for (TimedOperator timed : operators) {
      Operator operator = timed.operator();
      int layers = operator.layers();
      double weights = operator.touchedWeightBytes(shape);
      double compute = layers * timed.computeSeconds(shape);
      double memory =
          layers * timed.memorySeconds(shape, weights, spilledShare, tierBytesPerSecond);
      if (compute >= memory) {
        cost.computeBoundSeconds += compute;
      } else {
        cost.memoryBoundSeconds += memory;
      }
      cost.weightBytes += layers * weights;
      cost.addBytes(operator.operatorClass(), layers * weights);
    }
    for (ClassTotal total : totals) {
      double read = total.stateReadBytes().at(shape);
      double written = total.stateWriteBytes().at(shape);
      double activations = total.activationBytes().at(shape);
      cost.stateReadBytes += read;
      cost.stateWriteBytes += written;
      cost.activationBytes += activations;
      cost.addBytes(total.operatorClass(), read + written + activations);
      cost.addFlops(total.operatorClass(), total.flops().at(shape));
    }
    cost.overheadSeconds = overheadSeconds;
    for (TimedCollective timed : collectives) {
      cost.communicationSeconds += timed.collective().layers() * timed.seconds(shape);
    }
  }

  /**
   * What all operators of a class add up to: amounts are linear in the shape, and so is the sum.
   */
  private record ClassTotal(
      OperatorClass operatorClass,
      Amount flops,
      Amount stateReadBytes,
      Amount stateWriteBytes,
      Amount activationBytes) {

    static ClassTotal of(OperatorClass operatorClass, List<Operator> operators) {
      List<Operator> ofClass =
          operators.stream().filter(op -> op.operatorClass() == operatorClass).toList();
      return new ClassTotal(
          operatorClass,
          sum(ofClass, Operator::flops),
          sum(ofClass, Operator::stateReadBytes),
          sum(ofClass, Operator::stateWriteBytes),
          sum(ofClass, Operator::activationBytes));
    }

    private static Amount sum(List<Operator> operators, Function<Operator, Amount> amount) {
      return operators.stream()
          .map(operator -> amount.apply(operator).times(operator.layers()))
          .reduce(Amount.NONE, Amount::plus);
    }
  }
}
