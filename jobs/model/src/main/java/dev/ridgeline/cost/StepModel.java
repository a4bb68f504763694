package dev.ridgeline.cost;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Engine;
import dev.ridgeline.catalog.Evidence;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.operator.StepGraph;
import dev.ridgeline.operator.StepShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One phase of a model on one accelerator of its replica. It evaluates steps of any shape.
 *
 * <p>The time of a step is the sum over operators and layers of {@code max(compute, memory) +
 * overhead}. Its collectives and the wait for a fuller pipeline stage are added. Under two-batch
 * overlap the step is made of two halves, and all-to-alls of one hide behind the other: see {@link
 * TwoBatches}.
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
  private final List<TimedCollective> rowCollectives;
  private final List<TimedCollective> contextCollectives;
  private final Accelerator accelerator;
  private final OperatorGroup rowOperators;
  private final OperatorGroup[] contextOperators;
  private final RowCosts rowCosts = new RowCosts(this::evaluateRows);
  private final double overheadSeconds;
  private final double measuredOverheadSeconds;
  private final Evidence weakest;
  private final boolean dealsMeasured;
  private final Engine.Host host;
  private final StepFloor floor;
  private final Evidence hostEvidence;
  private final double stageImbalance;
  private final double joulesPerLinkByte;
  private final Precision precision;
  private final double peakFlopsPerSecond;
  private final double peakBytesPerSecond;
  private final @Nullable StageKinds<StepModel> stageKinds;

  private StepModel(
      StepGraph graph,
      TimedOperator[] operators,
      List<TimedCollective> collectives,
      double stageImbalance,
      Engine.Host host,
      StepFloor floor,
      Evidence hostEvidence,
      Accelerator accelerator,
      Quantization quantization,
      @Nullable StageKinds<StepModel> stageKinds) {
    this.graph = graph;
    this.stageKinds = stageKinds;
    this.host = host;
    this.floor = floor;
    this.hostEvidence = hostEvidence;
    this.operators = operators;
    this.collectives = collectives;
    this.rowCollectives = collectives.stream().filter(timed -> !timed.seesContext()).toList();
    this.contextCollectives = collectives.stream().filter(TimedCollective::seesContext).toList();
    this.accelerator = accelerator;
    this.rowOperators = OperatorGroup.of(rowOperators(), accelerator);
    this.contextOperators =
        OperatorGroup.bySpan(matching(operators, TimedOperator::seesContext), accelerator);
    this.overheadSeconds = overheadSeconds(Arrays.asList(operators));
    this.measuredOverheadSeconds = measuredOverheadSeconds(Arrays.asList(operators));
    this.weakest =
        stageKinds == null
            ? weakest(operators, collectives, hostEvidence)
            : stageKinds.kinds().stream()
                .map(StepModel::weakestEvidence)
                .reduce(Evidence.MEASURED, Evidence::weaker);
    this.dealsMeasured =
        collectives.stream()
            .filter(timed -> timed.kind().deals())
            .allMatch(TimedCollective::isMeasured);
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

  private static Evidence weakest(
      TimedOperator[] operators, List<TimedCollective> collectives, Evidence hostEvidence) {
    Evidence weakest = hostEvidence;
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
    return of(
        graph,
        accelerator,
        profile,
        quantization,
        stageImbalance,
        Engine.Host.HIDDEN,
        StepFloor.NONE,
        Evidence.MEASURED);
  }

  /**
   * Makes the model of a step graph on an accelerator whose processor takes time too.
   *
   * @param host time of the processor in every pass, added to the overhead
   * @param floor time of the processor that is hidden, below which no step falls
   * @param hostEvidence what stands behind both times of the processor
   */
  public static StepModel of(
      StepGraph graph,
      Accelerator accelerator,
      EfficiencyProfile profile,
      Quantization quantization,
      double stageImbalance,
      Engine.Host host,
      StepFloor floor,
      Evidence hostEvidence) {
    return new StepModel(
        graph,
        graph.operators().stream()
            .map(op -> TimedOperator.of(op, accelerator, profile, quantization))
            .toArray(TimedOperator[]::new),
        graph.collectives().stream()
            .map(collective -> TimedCollective.of(collective, accelerator, profile))
            .toList(),
        stageImbalance,
        host,
        floor,
        hostEvidence,
        accelerator,
        quantization,
        null);
  }

  /**
   * Makes the model of a pipeline whose stages lie on several kinds of accelerator.
   *
   * @param kinds the whole graph on each kind, with the imbalance of the kind's fullest stage,
   *     which may be negative
   * @param sharesOfLayers share of the layers that lie on each kind
   * @param mean the mean accelerator, whose peaks count for the roofline
   */
  public static StepModel ofStageKinds(
      List<StepModel> kinds,
      List<Double> sharesOfLayers,
      Accelerator mean,
      Quantization quantization) {
    StepModel first = kinds.get(0);
    return new StepModel(
        first.graph,
        first.operators,
        first.collectives,
        0,
        first.host,
        first.floor,
        first.hostEvidence,
        mean,
        quantization,
        new StageKinds<>(kinds, sharesOfLayers));
  }

  /** The stages of several kinds of accelerator; null where all are of one kind. */
  @Nullable StageKinds<StepModel> stageKinds() {
    return stageKinds;
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

  /** Takes the time of dealing tokens to experts that computation hides off a total. */
  void hide(double hiddenSeconds, StepCost cost) {
    cost.communicationSeconds -= hiddenSeconds;
    cost.measuredSeconds -= dealsMeasured ? hiddenSeconds : 0;
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
    if (stageKinds != null) {
      addSlowest(
          stageKinds, shape, times, spilledShare, tierBytesPerSecond, speedup, listener, cost);
      return;
    }
    boolean overlaps = TwoBatches.overlap(graph, shape);
    StepShape half = overlaps ? TwoBatches.half(shape) : shape;
    double halves = overlaps ? TwoBatches.halves(shape) * times : times;
    double hiding = overlaps ? graph.overlappedShare() : 0;
    add(half, halves, spilledShare, tierBytesPerSecond, speedup, hiding, cost);
    if (listener != StepListener.NONE) {
      List<OperatorCost> rows = rows(half, spilledShare, tierBytesPerSecond, speedup, hiding);
      listener.hear(new StepReport(half, 1, rows).times(halves));
    }
  }

  private static void addSlowest(
      StageKinds<StepModel> stageKinds,
      StepShape shape,
      double times,
      double spilledShare,
      double tierBytesPerSecond,
      Speedup speedup,
      StepListener listener,
      StepCost cost) {
    stageKinds.add(
        (kind, of) ->
            kind.add(
                shape, times, spilledShare, tierBytesPerSecond, speedup, StepListener.NONE, of),
        cost,
        (slowest, energy) -> {
          if (listener != StepListener.NONE) {
            double shorter = 1 + Math.min(0, slowest.stageImbalance);
            slowest.add(
                shape,
                times,
                spilledShare,
                tierBytesPerSecond,
                speedup,
                report -> listener.hear(report.withTimeAndEnergy(shorter, energy)),
                new StepCost());
          }
        });
  }

  private void add(
      StepShape shape,
      double times,
      double spilledShare,
      double tierBytesPerSecond,
      Speedup speedup,
      double hiding,
      StepCost cost) {
    double before = cost.workingSeconds();
    double computed = cost.computingSeconds();
    double dealt = cost.dealingSeconds;
    cost.add(rowCosts.of(shape, speedup), times);
    addContext(shape, times, spilledShare, tierBytesPerSecond, speedup, cost);
    addCollectives(contextCollectives, shape, times, speedup, cost);
    hide(
        TwoBatches.hiddenSeconds(
            cost.dealingSeconds - dealt, cost.computingSeconds() - computed, hiding),
        cost);
    double least = times * floorSeconds(shape.passes(), shape.sequences());
    StepFloor.addWait(least, cost.workingSeconds() - before, cost);
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
    cost.overheadSeconds = overheadSeconds * shape.passes() + hostSeconds(shape);
    cost.measuredSeconds += measuredOverheadSeconds * shape.passes();
    addCollectives(rowCollectives, shape, 1, speedup, cost);
  }

  /** Adds some collectives of {@code times} steps. */
  void addCollectives(
      List<TimedCollective> some, StepShape shape, double times, Speedup speedup, StepCost cost) {
    for (TimedCollective timed : some) {
      double layers = times * timed.collective().layers();
      double payload = timed.payloadBytes(shape);
      double sent = layers * timed.bytesSent(payload);
      double seconds = layers * timed.seconds(payload, shape.passes(), speedup.link());
      cost.communicationSeconds += seconds;
      if (timed.isMeasured()) {
        cost.measuredSeconds += seconds;
      }
      cost.dealingSeconds += timed.kind().deals() ? seconds : 0;
      cost.linkBytes += sent;
      cost.joules += sent * joulesPerLinkByte;
    }
  }

  /** Time of the processor in a step of this shape, in seconds. */
  private double hostSeconds(StepShape shape) {
    return hostSeconds(shape.passes(), shape.sequences());
  }

  /** Time that so many steps take at least, with so many sequences in each, in seconds. */
  double floorSeconds(double steps, double sequences) {
    return floor.seconds(steps, sequences);
  }

  /** Time of the processor in so many steps with so many sequences in each, in seconds. */
  double hostSeconds(double steps, double sequences) {
    return steps * (host.stepSeconds() + sequences * host.sequenceSeconds());
  }

  /**
   * The parts of a step: the cost of every operator and collective, from the same timings as the
   * sum.
   */
  private List<OperatorCost> rows(
      StepShape shape,
      double spilledShare,
      double tierBytesPerSecond,
      Speedup speedup,
      double hiding) {
    List<OperatorCost> rows = new ArrayList<>();
    for (TimedOperator timed : operators) {
      rows.add(timed.cost(shape, spilledShare, tierBytesPerSecond, speedup, accelerator));
    }
    double exposed = exposedShare(shape, speedup, rows, hiding);
    for (TimedCollective timed : collectives) {
      double share = timed.kind().deals() ? exposed : 1;
      rows.add(timed.cost(shape, speedup, joulesPerLinkByte, share));
    }
    double taken = hostSeconds(shape) + rows.stream().mapToDouble(OperatorCost::seconds).sum();
    double least = floorSeconds(shape.passes(), shape.sequences());
    double ofHost = hostSeconds(shape) + Math.max(0, least - taken);
    if (ofHost > 0) {
      rows.add(OperatorCost.host(ofHost, hostEvidence));
    }
    if (stageImbalance > 0) {
      double working = rows.stream().mapToDouble(OperatorCost::seconds).sum();
      rows.add(OperatorCost.stageWait(stageImbalance * working));
    }
    return rows;
  }

  /** Part of the all-to-alls that is not hidden behind the operators of a step. */
  private double exposedShare(
      StepShape shape, Speedup speedup, List<OperatorCost> operatorRows, double hiding) {
    double dealt = 0;
    for (TimedCollective timed : collectives) {
      if (timed.kind().deals()) {
        double payload = timed.payloadBytes(shape);
        dealt +=
            timed.collective().layers() * timed.seconds(payload, shape.passes(), speedup.link());
      }
    }
    double computed = operatorRows.stream().mapToDouble(OperatorCost::seconds).sum();
    return dealt > 0 ? 1 - TwoBatches.hiddenSeconds(dealt, computed, hiding) / dealt : 1;
  }
}
