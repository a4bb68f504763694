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

  private final double[] flopsByClass = new double[CLASSES];
  private final double[] bytesByClass = new double[CLASSES];
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
    Arrays.fill(flopsByClass, 0);
    Arrays.fill(bytesByClass, 0);
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
    for (int i = 0; i < CLASSES; i++) {
      flopsByClass[i] *= times;
      bytesByClass[i] *= times;
    }
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

  void addFlops(OperatorClass operatorClass, double flops) {
    flopsByClass[operatorClass.ordinal()] += flops;
  }

  void addBytes(OperatorClass operatorClass, double bytes) {
    bytesByClass[operatorClass.ordinal()] += bytes;
  }

  /** FLOPs executed. */
  public double flops() {
    double sum = 0;
    for (double flops : flopsByClass) {
      sum += flops;
    }
    return sum;
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
    return flopsByClass[operatorClass.ordinal()];
  }

  /** Bytes that operators of one class move. */
  public double bytes(OperatorClass operatorClass) {
    return bytesByClass[operatorClass.ordinal()];
  }

  /** Operational intensity of the whole step, FLOPs a byte. */
  public double operationalIntensity() {
    return Roofline.operationalIntensity(flops(), bytes());
  }

  /** Operational intensity of the operators of one class, FLOPs a byte. */
  public double operationalIntensity(OperatorClass operatorClass) {
    return Roofline.operationalIntensity(
        flopsByClass[operatorClass.ordinal()], bytesByClass[operatorClass.ordinal()]);
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
    return computeBoundSeconds
        + memoryBoundSeconds
        + overheadSeconds
        + communicationSeconds
        + stageWaitSeconds;
  }

  /** Whether communication takes the largest share of the step. */
  boolean communicationLeads() {
    return communicationSeconds > computeBoundSeconds
        && communicationSeconds > memoryBoundSeconds
        && communicationSeconds > overheadSeconds;
  }
}
