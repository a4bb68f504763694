package dev.ridgeline.cost;

import dev.ridgeline.catalog.Precision;
import dev.ridgeline.operator.Operator;
import dev.ridgeline.operator.OperatorClass;
import dev.ridgeline.operator.Span;
import java.util.Optional;

/**
 * What one operator or collective costs one accelerator, in all its layers and all repetitions of a
 * step.
 *
 * @param name what it is called
 * @param operatorClass class under which it is reported; empty for what is no operator
 * @param precision what the accelerator computes it in; empty for what is no operator
 * @param span which tokens its queries attend to
 * @param layers equal layers that have it
 * @param flops FLOPs executed
 * @param weightBytes weights read
 * @param stateReadBytes cached state read
 * @param stateWriteBytes new state written
 * @param activationBytes inputs read and outputs written
 * @param sentBytes sent to other accelerators
 * @param computeSeconds time that the arithmetic takes
 * @param memorySeconds time that the traffic with memory takes; the longer of the two counts
 * @param overheadSeconds time in launches
 * @param communicationSeconds time in collectives
 * @param waitSeconds time in which an accelerator waits for a fuller pipeline stage
 * @param joules energy of arithmetic, memory traffic and collectives
 */
public record OperatorCost(
    String name,
    Optional<OperatorClass> operatorClass,
    Optional<Precision> precision,
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

  /** What bounds the time of an operator, or what else takes it. */
  public enum Bound {
    COMPUTE,
    MEMORY,
    COMMUNICATION,
    WAITING
  }

  static OperatorCost collective(
      String name, int layers, double sentBytes, double seconds, double joules) {
    return besideOperators(name, layers, sentBytes, seconds, 0, joules);
  }

  /** What an accelerator waits because another pipeline stage has more layers. */
  static OperatorCost stageWait(double seconds) {
    return besideOperators("stage wait", 1, 0, 0, seconds, 0);
  }

  private static OperatorCost besideOperators(
      String name,
      int layers,
      double sentBytes,
      double communicationSeconds,
      double waitSeconds,
      double joules) {
    return new OperatorCost(
        name,
        Optional.empty(),
        Optional.empty(),
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
        0,
        communicationSeconds,
        waitSeconds,
        joules);
  }

  /** What an operator costs. */
  static OperatorCost of(
      Operator operator,
      Precision precision,
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

  /** Time that counts as bound by arithmetic. */
  public double computeBoundSeconds() {
    return computeSeconds >= memorySeconds ? computeSeconds : 0;
  }

  /** Time that counts as bound by memory traffic. */
  public double memoryBoundSeconds() {
    return computeSeconds >= memorySeconds ? 0 : memorySeconds;
  }

  /** Time of all of it. */
  public double seconds() {
    return Math.max(computeSeconds, memorySeconds)
        + overheadSeconds
        + communicationSeconds
        + waitSeconds;
  }

  /** What takes the time. */
  public Bound bound() {
    if (operatorClass.isEmpty()) {
      return waitSeconds > 0 ? Bound.WAITING : Bound.COMMUNICATION;
    }
    return computeSeconds >= memorySeconds ? Bound.COMPUTE : Bound.MEMORY;
  }

  /** So many times the work, in so many times the time. */
  OperatorCost times(double factor) {
    return new OperatorCost(
        name,
        operatorClass,
        precision,
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
}
