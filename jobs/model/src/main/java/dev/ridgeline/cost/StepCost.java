package dev.ridgeline.cost;

import dev.ridgeline.operator.OperatorClass;
import java.util.Arrays;

/**
 * The cost of steps on one accelerator: FLOPs, bytes by class, and time by its bound. Communication
 * is not overlapped with computation, but for all-to-alls under two-batch overlap.
 *
 * <p>A cost is a tally that its owner clears and fills again, so that evaluating a cell allocates
 * nothing.
 */
public final class StepCost {

  private static final int CLASSES = OperatorClass.values().length;

  /** FLOPs of each class, then bytes of each. */
  private final double[] byClass = new double[2 * CLASSES];

  private double flops;
  double weightBytes;
  double stateReadBytes;
  double stateWriteBytes;
  double activationBytes;
  double computeBoundSeconds;
  double memoryBoundSeconds;
  double overheadSeconds;
  double communicationSeconds;

  /** The part of the communication that deals tokens to experts, hidden or not. */
  double dealingSeconds;

  double stageWaitSeconds;
  double measuredSeconds;
  double linkBytes;
  double joules;

  /** Sets all sums to zero. */
  public void clear() {
    Arrays.fill(byClass, 0);
    flops = 0;
    weightBytes = 0;
    stateReadBytes = 0;
    stateWriteBytes = 0;
    activationBytes = 0;
    computeBoundSeconds = 0;
    memoryBoundSeconds = 0;
    overheadSeconds = 0;
    communicationSeconds = 0;
    dealingSeconds = 0;
    stageWaitSeconds = 0;
    measuredSeconds = 0;
    linkBytes = 0;
    joules = 0;
  }

  /** Multiplies the cost by a number of steps. */
  public void multiply(double times) {
    for (int i = 0; i < byClass.length; i++) {
      byClass[i] *= times;
    }
    flops *= times;
    weightBytes *= times;
    stateReadBytes *= times;
    stateWriteBytes *= times;
    activationBytes *= times;
    computeBoundSeconds *= times;
    memoryBoundSeconds *= times;
    overheadSeconds *= times;
    communicationSeconds *= times;
    dealingSeconds *= times;
    stageWaitSeconds *= times;
    measuredSeconds *= times;
    linkBytes *= times;
    joules *= times;
  }

  /** Adds another cost, multiplied by a number of steps. */
  void add(StepCost other, double times) {
    for (int i = 0; i < byClass.length; i++) {
      byClass[i] += times * other.byClass[i];
    }
    flops += times * other.flops;
    weightBytes += times * other.weightBytes;
    stateReadBytes += times * other.stateReadBytes;
    stateWriteBytes += times * other.stateWriteBytes;
    activationBytes += times * other.activationBytes;
    computeBoundSeconds += times * other.computeBoundSeconds;
    memoryBoundSeconds += times * other.memoryBoundSeconds;
    overheadSeconds += times * other.overheadSeconds;
    communicationSeconds += times * other.communicationSeconds;
    dealingSeconds += times * other.dealingSeconds;
    stageWaitSeconds += times * other.stageWaitSeconds;
    measuredSeconds += times * other.measuredSeconds;
    linkBytes += times * other.linkBytes;
    joules += times * other.joules;
  }

  /**
   * Shortens the time of a stage that has fewer layers than the mean, whose wait is negative. Work
   * stays that of the mean stage.
   */
  void shortenToItsLayers() {
    if (stageWaitSeconds < 0) {
      double shorter = seconds() / workingSeconds();
      computeBoundSeconds *= shorter;
      memoryBoundSeconds *= shorter;
      overheadSeconds *= shorter;
      communicationSeconds *= shorter;
      dealingSeconds *= shorter;
      measuredSeconds *= shorter;
      stageWaitSeconds = 0;
    }
  }

  void addFlops(OperatorClass operatorClass, double amount) {
    byClass[operatorClass.ordinal()] += amount;
    flops += amount;
  }

  void addBytes(OperatorClass operatorClass, double bytes) {
    byClass[CLASSES + operatorClass.ordinal()] += bytes;
  }

  /** FLOPs executed. */
  public double flops() {
    return flops;
  }

  /** Bytes moved between main memory and chip. */
  public double bytes() {
    return weightBytes + stateReadBytes + stateWriteBytes + activationBytes;
  }

  public double weightBytes() {
    return weightBytes;
  }

  public double stateReadBytes() {
    return stateReadBytes;
  }

  public double stateWriteBytes() {
    return stateWriteBytes;
  }

  public double activationBytes() {
    return activationBytes;
  }

  /** FLOPs of the operators of one class. */
  public double flops(OperatorClass operatorClass) {
    return byClass[operatorClass.ordinal()];
  }

  /** Bytes moved by the operators of one class. */
  public double bytes(OperatorClass operatorClass) {
    return byClass[CLASSES + operatorClass.ordinal()];
  }

  /** Operational intensity of the whole step, in FLOPs a byte. */
  public double operationalIntensity() {
    return Roofline.operationalIntensity(flops(), bytes());
  }

  /** Operational intensity of the operators of one class, in FLOPs a byte. */
  public double operationalIntensity(OperatorClass operatorClass) {
    return Roofline.operationalIntensity(flops(operatorClass), bytes(operatorClass));
  }

  /** Time of operators that arithmetic bounds, in seconds. */
  public double computeBoundSeconds() {
    return computeBoundSeconds;
  }

  /** Time of operators that memory traffic bounds, in seconds. */
  public double memoryBoundSeconds() {
    return memoryBoundSeconds;
  }

  /** Time of launches, in seconds. */
  public double overheadSeconds() {
    return overheadSeconds;
  }

  /** Time of collectives that is not hidden behind computation, in seconds. */
  public double communicationSeconds() {
    return communicationSeconds;
  }

  /** Time in which an accelerator waits for a pipeline stage that has more layers, in seconds. */
  public double stageWaitSeconds() {
    return stageWaitSeconds;
  }

  /**
   * Time of operators and collectives whose rates were fitted to timings of the accelerator, in
   * seconds; a part of {@link #workingSeconds}.
   */
  public double measuredSeconds() {
    return measuredSeconds;
  }

  /** Bytes sent to other accelerators in collectives. */
  public double linkBytes() {
    return linkBytes;
  }

  /**
   * Energy of arithmetic, memory traffic and collectives, in joules. Idle power is not included.
   */
  public double joules() {
    return joules;
  }

  /** Total time of the step, in seconds. */
  public double seconds() {
    return workingSeconds() + stageWaitSeconds;
  }

  /** Time of the step without the wait for a fuller stage, in seconds. */
  public double workingSeconds() {
    return computingSeconds() + communicationSeconds;
  }

  /** Time of operators with their launches, in seconds. */
  double computingSeconds() {
    return computeBoundSeconds + memoryBoundSeconds + overheadSeconds;
  }

  /** Whether communication takes the largest share of the step. */
  boolean communicationLeads() {
    return communicationSeconds > computeBoundSeconds
        && communicationSeconds > memoryBoundSeconds
        && communicationSeconds > overheadSeconds;
  }
}
