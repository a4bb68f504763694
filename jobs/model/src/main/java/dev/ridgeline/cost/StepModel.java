package dev.ridgeline.cost;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.operator.StepGraph;
import dev.ridgeline.operator.StepShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One phase of a model on one accelerator of its replica: evaluates steps of any shape.
 *
 * <p>A step is the sum over operators and layers of {@code max(compute, memory) + overhead}, plus
 * its collectives, plus what an accelerator waits for a fuller pipeline stage. Everything that does
 * not depend on the shape is settled here, once. All operators but attention's work on rows of
 * tokens whatever those attend to, and so do collectives: what they take is kept until the rows
 * change, so that steps which differ in context alone, as those of a session's turns, cost little.
 *
 * <p>Not for use by several threads at once.
 */
public final class StepModel {

  private final StepGraph graph;
  private final TimedOperator[] operators;
  private final TimedCollective[] collectives;
  private final Accelerator accelerator;
  private final OperatorGroup rowOperators;
  private final OperatorGroup[] contextOperators;
  private final StepCost rows = new StepCost();
  private double sequencesOfRows;
  private double tokensOfRows;
  private double passesOfRows;
  private Speedup speedupOfRows;
  private final double overheadSeconds;
  private final double stageImbalance;
  private final double joulesPerLinkByte;
  private final Precision precision;
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
    this.accelerator = accelerator;
    Map<Boolean, List<TimedOperator>> bySight =
        Arrays.stream(operators).collect(Collectors.partitioningBy(TimedOperator::seesContext));
    this.rowOperators = OperatorGroup.of(bySight.get(false), accelerator);
    this.contextOperators = OperatorGroup.bySpan(bySight.get(true), accelerator);
    this.overheadSeconds =
        Arrays.stream(operators)
            .mapToDouble(timed -> timed.operator().layers() * timed.overheadSeconds())
            .sum();
    this.stageImbalance = stageImbalance;
    this.joulesPerLinkByte = accelerator.energy().joulesPerLinkByte();
    this.precision = accelerator.resolve(quantization.computePrecision());
    this.peakFlopsPerSecond = accelerator.peak(precision);
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

  /** The operators as they are timed. */
  List<TimedOperator> operators() {
    return List.of(operators);
  }

  /** Ridge point of the accelerator at the precision of the scheme's GEMMs, FLOPs a byte. */
  public double ridgeFlopsPerByte() {
    return peakFlopsPerSecond / peakBytesPerSecond;
  }

  /** What the accelerator computes the scheme's GEMMs in. */
  public Precision precision() {
    return precision;
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
    add(shape, 1, spilledShare, tierBytesPerSecond, Speedup.NONE, StepListener.NONE, cost);
  }

  /**
   * Adds so many steps of this shape to {@code cost}, on hardware so much faster.
   *
   * @param listener hears what the steps are made of; {@link StepListener#NONE} costs nothing
   */
  public void add(
      StepShape shape,
      double times,
      double spilledShare,
      double tierBytesPerSecond,
      Speedup speedup,
      StepListener listener,
      StepCost cost) {
    add(shape, times, spilledShare, tierBytesPerSecond, speedup, cost);
    if (listener != StepListener.NONE) {
      List<OperatorCost> rows = rows(shape, spilledShare, tierBytesPerSecond, speedup);
      listener.hear(new StepReport(shape, 1, rows).times(times));
    }
  }

  private void add(
      StepShape shape,
      double times,
      double spilledShare,
      double tierBytesPerSecond,
      Speedup speedup,
      StepCost cost) {
    if (!haveRowsOf(shape, speedup)) {
      evaluateRows(shape, speedup);
    }
    double before = cost.workingSeconds();
    cost.add(rows, times);
    for (OperatorGroup group : contextOperators) {
      group.add(shape, times, spilledShare, tierBytesPerSecond, speedup, cost);
    }
    cost.stageWaitSeconds += stageImbalance * (cost.workingSeconds() - before);
  }

  private boolean haveRowsOf(StepShape shape, Speedup speedup) {
    return speedup.equals(speedupOfRows)
        && shape.tokens() == tokensOfRows
        && shape.sequences() == sequencesOfRows
        && shape.passes() == passesOfRows;
  }

  private void evaluateRows(StepShape shape, Speedup speedup) {
    speedupOfRows = speedup;
    tokensOfRows = shape.tokens();
    sequencesOfRows = shape.sequences();
    passesOfRows = shape.passes();
    rows.clear();
    rowOperators.add(shape, 1, 0, Double.POSITIVE_INFINITY, speedup, rows);
    rows.overheadSeconds = overheadSeconds * shape.passes();
    for (TimedCollective timed : collectives) {
      int layers = timed.collective().layers();
      double sent = layers * timed.bytesSent(shape);
      rows.communicationSeconds += layers * timed.seconds(shape, speedup.link());
      rows.linkBytes += sent;
      rows.joules += sent * joulesPerLinkByte;
    }
  }

  /** The step taken apart: every operator and collective, by what it is timed with above. */
  private List<OperatorCost> rows(
      StepShape shape, double spilledShare, double tierBytesPerSecond, Speedup speedup) {
    List<OperatorCost> rows = new ArrayList<>();
    for (TimedOperator timed : operators) {
      rows.add(timed.cost(shape, spilledShare, tierBytesPerSecond, speedup, accelerator));
    }
    for (TimedCollective timed : collectives) {
      rows.add(timed.cost(shape, speedup, joulesPerLinkByte));
    }
    if (stageImbalance > 0) {
      double working = rows.stream().mapToDouble(OperatorCost::seconds).sum();
      rows.add(OperatorCost.stageWait(stageImbalance * working));
    }
    return rows;
  }
}
