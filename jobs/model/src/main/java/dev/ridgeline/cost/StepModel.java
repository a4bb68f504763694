package dev.ridgeline.cost;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.operator.Operator;
import dev.ridgeline.operator.StepGraph;
import dev.ridgeline.operator.StepShape;
import java.util.List;

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
  private final double ridgeFlopsPerByte;

  private StepModel(
      StepGraph graph,
      TimedOperator[] operators,
      TimedCollective[] collectives,
      double ridgeFlopsPerByte) {
    this.graph = graph;
    this.operators = operators;
    this.collectives = collectives;
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
      double weights = layers * operator.touchedWeightBytes(shape);
      double read = layers * operator.stateReadBytes().at(shape);
      double written = layers * operator.stateWriteBytes().at(shape);
      double activations = layers * operator.activationBytes().at(shape);
      cost.weightBytes += weights;
      cost.stateReadBytes += read;
      cost.stateWriteBytes += written;
      cost.activationBytes += activations;
      cost.add(
          operator.operatorClass(),
          layers * operator.flops().at(shape),
          weights + read + written + activations);
      double compute = layers * timed.computeSeconds(shape);
      double memory = layers * timed.memorySeconds(shape, spilledShare, tierBytesPerSecond);
      if (compute >= memory) {
        cost.computeBoundSeconds += compute;
      } else {
        cost.memoryBoundSeconds += memory;
      }
      cost.overheadSeconds += layers * timed.overheadSeconds();
    }
    for (TimedCollective timed : collectives) {
      cost.communicationSeconds += timed.collective().layers() * timed.seconds(shape);
    }
  }
}
