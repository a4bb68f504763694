package dev.ridgeline.cost;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Evidence;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.operator.StepGraph;
import dev.ridgeline.operator.StepShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * One phase of a model on one accelerator of its replica. It evaluates steps of any shape.
 *
 * <p>The time of a step is the sum over operators and layers of {@code max(compute, memory) +
 * overhead}. Its collectives and the wait for a fuller pipeline stage are added.
 *
 * <p>Everything that does not depend on the shape is computed once, when the model is made.
 * Collectives and all operators but attention depend only on the rows of new tokens. Their cost is
 * kept for a number of rows. Steps that differ only in context, such as those of a session's turns
 * or of a batch in many contexts, are therefore cheap.
 *
 * <p>A step model is not safe for use by several threads.
 */
public final class StepModel {

  private final StepGraph graph;
  private final TimedOperator[] operators;
  private final List<TimedCollective> collectives;
  private final Accelerator accelerator;
  private final OperatorGroup rowOperators;
  private final OperatorGroup[] contextOperators;
  private final RowCosts rowCosts = new RowCosts(this::evaluateRows);
  private final double overheadSeconds;
  private final double measuredOverheadSeconds;
  private final Evidence weakest;
  private final double stageImbalance;
  private final double joulesPerLinkByte;
  private final Precision precision;
  private final double peakFlopsPerSecond;
  private final double peakBytesPerSecond;

  private StepModel(
      StepGraph graph,
      TimedOperator[] operators,
      List<TimedCollective> collectives,
      double stageImbalance,
      Accelerator accelerator,
      Quantization quantization) {
    this.graph = graph;
    this.operators = operators;
    this.collectives = collectives;
    this.accelerator = accelerator;
    this.rowOperators = OperatorGroup.of(rowOperators(), accelerator);
    this.contextOperators =
        OperatorGroup.bySpan(matching(operators, TimedOperator::seesContext), accelerator);
    this.overheadSeconds = overheadSeconds(Arrays.asList(operators));
    this.measuredOverheadSeconds = measuredOverheadSeconds(Arrays.asList(operators));
    this.weakest = weakest(operators, collectives);
    this.stageImbalance = stageImbalance;
    this.joulesPerLinkByte = accelerator.energy().joulesPerLinkByte();
    this.precision = accelerator.resolve(quantization.computePrecision());
    this.peakFlopsPerSecond = accelerator.peak(precision);
    this.peakBytesPerSecond = accelerator.memoryBytesPerSecond();
  }

  /** Time of the launches of some operators in one pass, all layers together, in seconds. */
  static double overheadSeconds(List<TimedOperator> operators) {
    return operators.stream()
        .mapToDouble(timed -> timed.operator().layers() * timed.overheadSeconds())
        .sum();
  }

  /** The part of {@link #overheadSeconds(List)} that was measured. */
  static double measuredOverheadSeconds(List<TimedOperator> operators) {
    return overheadSeconds(operators.stream().filter(TimedOperator::isMeasured).toList());
  }

  private static Evidence weakest(TimedOperator[] operators, List<TimedCollective> collectives) {
    Evidence weakest = Evidence.MEASURED;
    for (TimedOperator timed : operators) {
      weakest = weakest.weaker(timed.evidence());
    }
    for (TimedCollective timed : collectives) {
      weakest = weakest.weaker(timed.evidence());
    }
    return weakest;
  }

  private static List<TimedOperator> matching(
      TimedOperator[] operators, Predicate<TimedOperator> wanted) {
    return Arrays.stream(operators).filter(wanted).toList();
  }

  /**
   * Makes the model of a step graph on an accelerator.
   *
   * @param stageImbalance time by which the fullest pipeline stage exceeds the mean stage, as a
   *     share of the mean; 0 where layers are dealt evenly
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
            .toList(),
        stageImbalance,
        accelerator,
        quantization);
  }

  public StepGraph graph() {
    return graph;
  }

  /** The operators with their timing on the accelerator. */
  List<TimedOperator> operators() {
    return List.of(operators);
  }

  /** The operators whose cost depends only on the rows of new tokens. */
  List<TimedOperator> rowOperators() {
    return matching(operators, timed -> !timed.seesContext());
  }

  /** The collectives with their timing on the accelerator. */
  List<TimedCollective> collectives() {
    return collectives;
  }

  /** Sums some operators of this model into a group. */
  OperatorGroup group(List<TimedOperator> some) {
    return OperatorGroup.of(some, accelerator);
  }

  /** Time of all launches in one pass, in seconds. */
  double overheadSeconds() {
    return overheadSeconds;
  }

  /** Time of the launches of kernels that were measured, in one pass, in seconds. */
  double measuredOverheadSeconds() {
    return measuredOverheadSeconds;
  }

  /** The weakest evidence among all operators and collectives. */
  public Evidence weakestEvidence() {
    return weakest;
  }

  /** Time by which the fullest pipeline stage exceeds the mean stage, as a share of the mean. */
  double stageImbalance() {
    return stageImbalance;
  }

  /** Ridge point of the accelerator at the precision of the scheme's GEMMs, in FLOPs a byte. */
  public double ridgeFlopsPerByte() {
    return peakFlopsPerSecond / peakBytesPerSecond;
  }

  /** The precision in which the accelerator computes the scheme's GEMMs. */
  public Precision precision() {
    return precision;
  }

  /** Dense peak at the precision of the scheme's GEMMs, in FLOP/s. */
  public double peakFlopsPerSecond() {
    return peakFlopsPerSecond;
  }

  /**
   * Time of a step on ideal hardware, in seconds: {@link Roofline#seconds} of its FLOPs and bytes,
   * at the peak of the scheme's GEMMs. State in a memory tier counts as if it lay in main memory.
   */
  public double rooflineSeconds(StepCost cost) {
    return Roofline.seconds(cost.flops(), cost.bytes(), peakFlopsPerSecond, peakBytesPerSecond);
  }

  /** Peak bandwidth of the accelerator's main memory, in bytes a second. */
  public double peakBytesPerSecond() {
    return peakBytesPerSecond;
  }

  /**
   * Clears {@code cost} and adds one step of this shape.
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
   * Adds {@code times} steps of this shape to {@code cost}, on hardware changed by a speedup.
   *
   * @param listener hears the parts of the steps; {@link StepListener#NONE} costs no time
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
    double before = cost.workingSeconds();
    cost.add(rowCosts.of(shape, speedup), times);
    addContext(shape, times, spilledShare, tierBytesPerSecond, speedup, cost);
    cost.stageWaitSeconds += stageImbalance * (cost.workingSeconds() - before);
  }

  /** Adds the operators that see the context, in {@code times} steps. */
  void addContext(
      StepShape shape,
      double times,
      double spilledShare,
      double tierBytesPerSecond,
      Speedup speedup,
      StepCost cost) {
    for (OperatorGroup group : contextOperators) {
      group.add(shape, times, spilledShare, tierBytesPerSecond, speedup, cost);
    }
  }

  private void evaluateRows(StepShape shape, Speedup speedup, StepCost cost) {
    rowOperators.add(shape, 1, 0, Double.POSITIVE_INFINITY, speedup, cost);
    cost.overheadSeconds = overheadSeconds * shape.passes();
    cost.measuredSeconds += measuredOverheadSeconds * shape.passes();
    addCollectives(collectives(), shape, 1, speedup, cost);
  }

  /** Adds some collectives of {@code times} steps. */
  void addCollectives(
      List<TimedCollective> some, StepShape shape, double times, Speedup speedup, StepCost cost) {
    for (TimedCollective timed : some) {
      double layers = times * timed.collective().layers();
      double sent = layers * timed.bytesSent(shape);
      double seconds = layers * timed.seconds(shape, speedup.link());
      cost.communicationSeconds += seconds;
      if (timed.isMeasured()) {
        cost.measuredSeconds += seconds;
      }
      cost.linkBytes += sent;
      cost.joules += sent * joulesPerLinkByte;
    }
  }

  /**
   * The parts of a step: the cost of every operator and collective, from the same timings as the
   * sum.
   */
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
