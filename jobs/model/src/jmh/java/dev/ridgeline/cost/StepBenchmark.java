package dev.ridgeline.cost;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.operator.Phase;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.operator.StepGraph;
import dev.ridgeline.operator.StepShape;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Operators and whole steps of decode a second on one core, at contexts that are all different. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class StepBenchmark {

  private static final int STEPS = 1024;

  /** Each operator is timed so often. */
  private static final int OPERATORS = 10 * STEPS;

  @Param({"llama-3.1-70b", "deepseek-v3"})
  private String model;

  private final StepShape[] shapes = new StepShape[STEPS];
  private final StepCost cost = new StepCost();
  private StepModel step;
  private TimedOperator[] operators;

  @Setup
  public void read() {
    Path root = Path.of(System.getProperty("ridgeline.root", "../.."));
    Catalogs catalogs = Catalogs.read(root.resolve("catalogs"));
    Model served = catalogs.models().find(model).orElseThrow();
    Quantization fp8 = catalogs.quantizations().find("fp8").orElseThrow();
    Accelerator accelerator = catalogs.accelerators().find("h200-sxm").orElseThrow();
    EfficiencyProfile profile = catalogs.efficiencies().find("h200-sxm").orElseThrow();
    StepGraph graph = StepGraph.of(served, fp8, new Sharding(8, 1), Phase.DECODE);
    step = StepModel.of(graph, accelerator, profile, fp8, 0);
    operators = step.operators().toArray(TimedOperator[]::new);
    for (int i = 0; i < STEPS; i++) {
      shapes[i] = StepShape.of(1 + i % 256, 1, 100 + 97.0 * i);
    }
  }

  /** Compute and memory time of an operator. */
  @Benchmark
  @OperationsPerInvocation(OPERATORS)
  public double operator() {
    double seconds = 0;
    int next = 0;
    for (int i = 0; i < OPERATORS; i++) {
      TimedOperator timed = operators[next];
      next = next + 1 < operators.length ? next + 1 : 0;
      StepShape shape = shapes[i % STEPS];
      double touched = timed.operator().touchedShare(shape);
      double weights = timed.operator().touchedWeightBytes(shape, touched);
      seconds +=
          Math.max(timed.computeSeconds(shape, touched), timed.memorySeconds(shape, weights, 0, 1))
              + timed.overheadSeconds(shape);
    }
    return seconds;
  }

  /** A step with all its operators and collectives: times, bytes, FLOPs, joules. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public double step() {
    double seconds = 0;
    for (StepShape shape : shapes) {
      step.evaluate(shape, 0, Double.POSITIVE_INFINITY, cost);
      seconds += cost.seconds();
    }
    return seconds;
  }
}
