package dev.ridgeline.cost;

import dev.ridgeline.catalog.Evidence;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.operator.Operator;
import dev.ridgeline.operator.OperatorClass;
import dev.ridgeline.operator.Span;
import java.util.Optional;

/**
 * The cost of one operator or collective on one accelerator, in all its layers and all repetitions
 * of a step.
 *
 * @param name name in explanations
 * @param operatorClass class under which it is reported; empty for a row that is no operator
 * @param precision format of its arithmetic on the accelerator; empty for a row that is no operator
 * @param evidence what stands behind its time; empty for a wait, which follows from the other rows
 * @param span tokens that its queries attend to
 * @param layers equal layers that have it
 * @param flops FLOPs executed
 * @param weightBytes bytes of weights read
 * @param stateReadBytes bytes of cached state read
 * @param stateWriteBytes bytes of new state written
 * @param activationBytes bytes of inputs read and outputs written
 * @param sentBytes bytes sent to other accelerators
 * @param computeSeconds time of the arithmetic
 * @param memorySeconds time of the memory traffic; the longer of this and {@code computeSeconds}
 *     counts
 * @param overheadSeconds time of launches
 * @param communicationSeconds time of collectives
 * @param waitSeconds time in which an accelerator waits for a fuller pipeline stage
 * @param joules energy of arithmetic, memory traffic and collectives
 */
public record OperatorCost(
    String name,
    Optional<OperatorClass> operatorClass,
    Optional<Precision> precision,
    Optional<Evidence> evidence,
    Span span,
    int layers,
    double flops,
    double weightBytes,
    double stateReadBytes,
    double stateWriteBytes,
    double activationBytes,
    double sentBytes,
    double computeSeconds,
    double memorySeconds,
    double overheadSeconds,
    double communicationSeconds,
    double waitSeconds,
    double joules) {

  /** The resource that bounds the time of an operator, or the other cause of that time. */
  public enum Bound {
    COMPUTE,
    MEMORY,
    COMMUNICATION,
    WAITING
  }

  static OperatorCost collective(
      String name, Evidence evidence, int layers, double sentBytes, double seconds, double joules) {
    return besideOperators(name, Optional.of(evidence), layers, sentBytes, 0, seconds, 0, joules);
  }

  /** The wait of an accelerator for a pipeline stage that has more layers. */
  static OperatorCost stageWait(double seconds) {
    return besideOperators("stage wait", Optional.empty(), 1, 0, 0, 0, seconds, 0);
  }

  /** The time of the processor that feeds the accelerator. */
  static OperatorCost host(double seconds, Evidence evidence) {
    return besideOperators("host", Optional.of(evidence), 1, 0, seconds, 0, 0, 0);
  }

  private static OperatorCost besideOperators(
      String name,
      Optional<Evidence> evidence,
      int layers,
      double sentBytes,
      double overheadSeconds,
      double communicationSeconds,
      double waitSeconds,
      double joules) {
    return new OperatorCost(
        name,
        Optional.empty(),
        Optional.empty(),
        evidence,
        Span.ALL,
        layers,
        0,
        0,
        0,
        0,
        0,
        sentBytes,
        0,
        0,
        overheadSeconds,
        communicationSeconds,
        waitSeconds,
        joules);
  }

  /** The cost of an operator. */
  static OperatorCost of(
      Operator operator,
      Precision precision,
      Evidence evidence,
      double flops,
      double weightBytes,
      double stateReadBytes,
      double stateWriteBytes,
      double activationBytes,
      double computeSeconds,
      double memorySeconds,
      double overheadSeconds,
      double joules) {
    return new OperatorCost(
        operator.name(),
        Optional.of(operator.operatorClass()),
        Optional.of(precision),
        Optional.of(evidence),
        operator.span(),
        operator.layers(),
        flops,
        weightBytes,
        stateReadBytes,
        stateWriteBytes,
        activationBytes,
        0,
        computeSeconds,
        memorySeconds,
        overheadSeconds,
        0,
        0,
        joules);
  }

  /** Bytes moved between main memory and chip. */
  public double bytes() {
    return weightBytes + stateReadBytes + stateWriteBytes + activationBytes;
  }

  /** Time counted as bound by arithmetic, in seconds. */
  public double computeBoundSeconds() {
    return computeSeconds >= memorySeconds ? computeSeconds : 0;
  }

  /** Time counted as bound by memory traffic, in seconds. */
  public double memoryBoundSeconds() {
    return computeSeconds >= memorySeconds ? 0 : memorySeconds;
  }

  /** Total time, in seconds. */
  public double seconds() {
    return Math.max(computeSeconds, memorySeconds)
        + overheadSeconds
        + communicationSeconds
        + waitSeconds;
  }

  /** The resource or other cause that takes the time. */
  public Bound bound() {
    if (operatorClass.isEmpty()) {
      return waitSeconds + overheadSeconds > 0 ? Bound.WAITING : Bound.COMMUNICATION;
    }
    return computeSeconds >= memorySeconds ? Bound.COMPUTE : Bound.MEMORY;
  }

  /** This cost with its work and its time multiplied by a factor. */
  OperatorCost times(double factor) {
    return new OperatorCost(
        name,
        operatorClass,
        precision,
        evidence,
        span,
        layers,
        flops * factor,
        weightBytes * factor,
        stateReadBytes * factor,
        stateWriteBytes * factor,
        activationBytes * factor,
        sentBytes * factor,
        computeSeconds * factor,
        memorySeconds * factor,
        overheadSeconds * factor,
        communicationSeconds * factor,
        waitSeconds * factor,
        joules * factor);
  }

  /** This cost with its time and its energy multiplied by a factor each, and its work as it is. */
  OperatorCost withTimeAndEnergy(double ofTime, double ofEnergy) {
    return new OperatorCost(
        name,
        operatorClass,
        precision,
        evidence,
        span,
        layers,
        flops,
        weightBytes,
        stateReadBytes,
        stateWriteBytes,
        activationBytes,
        sentBytes,
        computeSeconds * ofTime,
        memorySeconds * ofTime,
        overheadSeconds * ofTime,
        communicationSeconds * ofTime,
        waitSeconds * ofTime,
        joules * ofEnergy);
  }
}
