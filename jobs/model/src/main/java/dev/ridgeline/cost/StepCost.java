package dev.ridgeline.cost;

import dev.ridgeline.operator.OperatorClass;
import java.util.Arrays;

/**
 * What one step costs one accelerator: FLOPs, bytes by class, and time by what bounds it. No
 * communication is hidden behind computation.
 *
 * <p>A tally that is filled anew for every cell by one thread, so that evaluating a cell allocates
 * nothing; read it before the next cell.
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
  double stageWaitSeconds;
  double linkBytes;
  double joules;

  /** Forgets everything. */
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
    stageWaitSeconds = 0;
    linkBytes = 0;
    joules = 0;
  }

  /** Makes it the cost of so many such steps. */
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
    stageWaitSeconds *= times;
    linkBytes *= times;
    joules *= times;
  }

  /** Adds so many times another. */
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
    stageWaitSeconds += times * other.stageWaitSeconds;
    linkBytes += times * other.linkBytes;
    joules += times * other.joules;
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

  /** Bytes that operators of one class move. */
  public double bytes(OperatorClass operatorClass) {
    return byClass[CLASSES + operatorClass.ordinal()];
  }

  /** Operational intensity of the whole step, FLOPs a byte. */
  public double operationalIntensity() {
    return Roofline.operationalIntensity(flops(), bytes());
  }

  /** Operational intensity of the operators of one class, FLOPs a byte. */
  public double operationalIntensity(OperatorClass operatorClass) {
    return Roofline.operationalIntensity(flops(operatorClass), bytes(operatorClass));
  }

  /** Time in operators that arithmetic bounds. */
  public double computeBoundSeconds() {
    return computeBoundSeconds;
  }

  /** Time in operators that memory traffic bounds. */
  public double memoryBoundSeconds() {
    return memoryBoundSeconds;
  }

  /** Time in launches. */
  public double overheadSeconds() {
    return overheadSeconds;
  }

  /** Time in collectives. */
  public double communicationSeconds() {
    return communicationSeconds;
  }

  /** Time that an accelerator waits because another pipeline stage has more layers. */
  public double stageWaitSeconds() {
    return stageWaitSeconds;
  }

  /** Bytes sent to other accelerators in collectives. */
  public double linkBytes() {
    return linkBytes;
  }

  /** Energy of arithmetic, memory traffic and collectives: what idling costs comes on top. */
  public double joules() {
    return joules;
  }

  /** Time of the step. */
  public double seconds() {
    return workingSeconds() + stageWaitSeconds;
  }

  /** Time of the step without waiting for a fuller stage. */
  double workingSeconds() {
    return computeBoundSeconds + memoryBoundSeconds + overheadSeconds + communicationSeconds;
  }

  /** Whether communication takes the largest share of the step. */
  boolean communicationLeads() {
    return communicationSeconds > computeBoundSeconds
        && communicationSeconds > memoryBoundSeconds
        && communicationSeconds > overheadSeconds;
  }
}
