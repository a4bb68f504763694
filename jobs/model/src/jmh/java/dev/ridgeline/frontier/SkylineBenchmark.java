package dev.ridgeline.frontier;

import java.util.Random;
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

/**
 * Points a second that a skyline takes on one core. Grid-shaped points are products of a factor for
 * each of six axes, as cost and latency of a grid are; anti-correlated ones have a large frontier.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class SkylineBenchmark {

  private static final int POINTS = 1 << 20;
  private static final int AXES = 6;
  private static final int VALUES = 10;

  @Param({"2", "3", "4"})
  private int objectives;

  @Param({"grid-shaped", "anti-correlated"})
  private String shape;

  private double[][] points;

  @Setup
  public void draw() {
    Random random = new Random(1);
    double[][][] factors = new double[AXES][VALUES][objectives];
    for (double[][] axis : factors) {
      for (double[] value : axis) {
        for (int i = 0; i < objectives; i++) {
          value[i] = Math.exp(random.nextGaussian());
        }
      }
    }
    points = new double[POINTS][objectives];
    for (int cell = 0; cell < POINTS; cell++) {
      double sum = 0;
      for (int i = 0; i < objectives; i++) {
        double value = random.nextDouble();
        if (shape.equals("grid-shaped")) {
          value = 1;
          for (int axis = 0, rest = cell; axis < AXES; axis++, rest /= VALUES) {
            value *= factors[axis][rest % VALUES][i];
          }
        }
        points[cell][i] = value;
        sum += value;
      }
      if (shape.equals("anti-correlated")) {
        double scale = (1 + 0.05 * random.nextGaussian()) / sum;
        for (int i = 0; i < objectives; i++) {
          points[cell][i] *= scale;
        }
      }
    }
  }

  /** A frontier of a million points. */
  @Benchmark
  @OperationsPerInvocation(POINTS)
  public int offer() {
    Skyline skyline = new Skyline(objectives, Ties.COLLAPSE, 0);
    for (int cell = 0; cell < POINTS; cell++) {
      skyline.offer(points[cell], cell);
    }
    return skyline.size();
  }
}
