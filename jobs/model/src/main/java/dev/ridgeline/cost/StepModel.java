package dev.ridgeline.cost;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.operator.Amount;
import dev.ridgeline.operator.Operator;
import dev.ridgeline.operator.OperatorClass;
import dev.ridgeline.operator.Span;
import dev.ridgeline.operator.StepGraph;
import dev.ridgeline.operator.StepShape;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * One phase of a model on one accelerator of its replica: evaluates steps of any shape.
 *
 * <p>A step is the sum over operators and layers of {@code max(compute, memory) + overhead}, plus
 * its collectives, plus what an accelerator waits for a fuller pipeline stage. Everything that does
 * not depend on the shape is settled here, once.
 */
public final class StepModel {

  private final StepGraph graph;
  private final TimedOperator[] operators;
  private final TimedCollective[] collectives;
  private final SpanGroup[] groups;
  private final double overheadSeconds;
  private final double stageImbalance;
  private final double joulesPerMemoryByte;
  private final double joulesPerLinkByte;
  private final double peakFlopsPerSecond;
  private final double peakBytesPerSecond;

  private StepModel(
      StepGraph graph,
      TimedOperator[] operators,
      TimedCollective[] collectives,
      double stageImbalance,
      Accelerator accelerator,
      Quantization quantization) {
    this.graph = graph;
    this.operators = operators;
    this.collectives = collectives;
    this.groups = SpanGroup.of(operators, accelerator);
    this.overheadSeconds =
        Arrays.stream(operators)
            .mapToDouble(timed -> timed.operator().layers() * timed.overheadSeconds())
            .sum();
    this.stageImbalance = stageImbalance;
    this.joulesPerMemoryByte = accelerator.energy().joulesPerMemoryByte();
    this.joulesPerLinkByte = accelerator.energy().joulesPerLinkByte();
    this.peakFlopsPerSecond =
        accelerator.peak(accelerator.resolve(quantization.computePrecision()));
    this.peakBytesPerSecond = accelerator.memoryBytesPerSecond();
  }

  /**
   * The step of a graph on an accelerator.
   *
   * @param stageImbalance how much longer than the mean stage the fullest one takes, as a share; 0
   *     where layers are dealt evenly
   */
  public static StepModel of(
      StepGraph graph,
      Accelerator accelerator,
      EfficiencyProfile profile,
      Quantization quantization,
      double stageImbalance) {
    return new StepModel(
        graph,
        graph.operators().stream()
            .map(op -> TimedOperator.of(op, accelerator, profile, quantization))
            .toArray(TimedOperator[]::new),
        graph.collectives().stream()
            .map(collective -> TimedCollective.of(collective, accelerator, profile))
            .toArray(TimedCollective[]::new),
        stageImbalance,
        accelerator,
        quantization);
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
    return peakFlopsPerSecond / peakBytesPerSecond;
  }

  /** Dense peak at the precision of the scheme's GEMMs. */
  public double peakFlopsPerSecond() {
    return peakFlopsPerSecond;
  }

  /** Peak bandwidth of the accelerator's main memory. */
  public double peakBytesPerSecond() {
    return peakBytesPerSecond;
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
    add(shape, 1, spilledShare, tierBytesPerSecond, Speedup.NONE, cost);
  }

  /** Adds so many steps of this shape to {@code cost}, on hardware so much faster. */
  public void add(
      StepShape shape,
      double times,
      double spilledShare,
      double tierBytesPerSecond,
      Speedup speedup,
      StepCost cost) {
    double compute = 0;
    double memory = 0;
    for (SpanGroup group : groups) {
      StepShape seen = shape.within(group.span);
      for (TimedOperator timed : group.operators) {
        Operator operator = timed.operator();
        int layers = operator.layers();
        double weights = operator.touchedWeightBytes(seen);
        double arithmetic = layers * timed.computeSeconds(seen) / speedup.compute();
        double traffic =
            layers
                * timed.memorySeconds(seen, weights, spilledShare, tierBytesPerSecond)
                / speedup.bandwidth();
        if (arithmetic >= traffic) {
          compute += arithmetic;
        } else {
          memory += traffic;
        }
        double weightBytes = times * layers * weights;
        cost.weightBytes += weightBytes;
        cost.addBytes(operator.operatorClass(), weightBytes);
        cost.joules += weightBytes * joulesPerMemoryByte;
      }
      for (ClassTotal total : group.totals) {
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
    double communication = 0;
    for (TimedCollective timed : collectives) {
      int layers = timed.collective().layers();
      communication += layers * timed.seconds(shape, speedup.link());
      double sent = times * layers * timed.bytesSent(shape);
      cost.linkBytes += sent;
      cost.joules += sent * joulesPerLinkByte;
    }
    double overhead = overheadSeconds * shape.passes();
    cost.computeBoundSeconds += times * compute;
    cost.memoryBoundSeconds += times * memory;
    cost.overheadSeconds += times * overhead;
    cost.communicationSeconds += times * communication;
    cost.stageWaitSeconds += times * stageImbalance * (compute + memory + overhead + communication);
  }

  /** Operators whose queries see the same, and what those of each class add up to. */
  private static final class SpanGroup {

    private final Span span;
    private final TimedOperator[] operators;
    private final ClassTotal[] totals;

    private SpanGroup(Span span, TimedOperator[] operators, Accelerator accelerator) {
      this.span = span;
      this.operators = operators;
      this.totals =
          Arrays.stream(OperatorClass.values())
              .filter(
                  one ->
                      Arrays.stream(operators).anyMatch(op -> op.operator().operatorClass() == one))
              .map(one -> ClassTotal.of(one, operators, accelerator))
              .toArray(ClassTotal[]::new);
    }

    static SpanGroup[] of(TimedOperator[] operators, Accelerator accelerator) {
      return Arrays.stream(operators)
          .map(timed -> timed.operator().span())
          .distinct()
          .map(span -> new SpanGroup(span, ofSpan(operators, span), accelerator))
          .toArray(SpanGroup[]::new);
    }

    private static TimedOperator[] ofSpan(TimedOperator[] operators, Span span) {
      return Arrays.stream(operators)
          .filter(timed -> timed.operator().span().equals(span))
          .toArray(TimedOperator[]::new);
    }
  }

  /**
   * What all operators of a class add up to: amounts are linear in the shape, and so is the sum.
   */
  private record ClassTotal(
      OperatorClass operatorClass,
      Amount flops,
      Amount arithmeticJoules,
      Amount stateReadBytes,
      Amount stateWriteBytes,
      Amount activationBytes) {

    static ClassTotal of(
        OperatorClass operatorClass, TimedOperator[] operators, Accelerator accelerator) {
      List<TimedOperator> ofClass =
          Arrays.stream(operators)
              .filter(timed -> timed.operator().operatorClass() == operatorClass)
              .toList();
      return new ClassTotal(
          operatorClass,
          sum(ofClass, timed -> timed.operator().flops()),
          sum(
              ofClass,
              timed ->
                  timed.operator().flops().times(accelerator.joulesPerFlop(timed.precision()))),
          sum(ofClass, timed -> timed.operator().stateReadBytes()),
          sum(ofClass, timed -> timed.operator().stateWriteBytes()),
          sum(ofClass, timed -> timed.operator().activationBytes()));
    }

    private static Amount sum(
        List<TimedOperator> operators, Function<TimedOperator, Amount> amount) {
      return operators.stream()
          .map(timed -> amount.apply(timed).times(timed.operator().layers()))
          .reduce(Amount.NONE, Amount::plus);
    }
  }
}
