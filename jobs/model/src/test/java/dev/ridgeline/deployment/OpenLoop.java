package dev.ridgeline.deployment;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.operator.StepShape;
import dev.ridgeline.workload.Request;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/**
 * A discrete-event simulation of replicas that serve requests one step after the other, first come
 * first served. Step times are those of the product; all else is simulated.
 */
public final class OpenLoop {

  private OpenLoop() {}

  /** What requests experienced, in seconds. */
  public static final class Result {

    private final double[] ttft;
    private final double[] latency;
    private final double requestsPerSecond;

    private Result(double[] ttft, double[] latency, double requestsPerSecond) {
      Arrays.sort(ttft);
      Arrays.sort(latency);
      this.ttft = ttft;
      this.latency = latency;
      this.requestsPerSecond = requestsPerSecond;
    }

    /** Times to first token, in rising order. */
    public double[] ttft() {
      return ttft;
    }

    /** Latencies, in rising order. */
    public double[] latency() {
      return latency;
    }

    /** Rate at which requests were completed. */
    public double requestsPerSecond() {
      return requestsPerSecond;
    }

    public static double percentile(double[] sorted, double share) {
      return sorted[(int) (share * (sorted.length - 1))];
    }

    public static double mean(double[] values) {
      return Arrays.stream(values).average().orElseThrow();
    }
  }

  /** Times between arrivals that are independent of each other. */
  public static DoubleSupplier poisson(RandomGenerator random, double perSecond) {
    return () -> -Math.log1p(-random.nextDouble()) / perSecond;
  }

  /**
   * Times between arrivals in bursts: hyperexponential with balanced means.
   *
   * @param variation squared coefficient of variation, above 1
   */
  public static DoubleSupplier bursts(RandomGenerator random, double perSecond, double variation) {
    double often = (1 + Math.sqrt((variation - 1) / (variation + 1))) / 2;
    return () -> {
      double share = random.nextDouble() < often ? often : 1 - often;
      return -Math.log1p(-random.nextDouble()) / (2 * share * perSecond);
    };
  }

  /**
   * Waits before servers of which each takes one customer after the other.
   *
   * @param services time of the next customer's service, s
   */
  public static double[] waits(
      int servers, int customers, DoubleSupplier arrivals, DoubleSupplier services) {
    java.util.PriorityQueue<Double> free = new java.util.PriorityQueue<>();
    for (int i = 0; i < servers; i++) {
      free.add(0.0);
    }
    int warmup = customers / 20;
    double[] waits = new double[customers - warmup];
    double now = 0;
    for (int i = 0; i < customers; i++) {
      now += arrivals.getAsDouble();
      double start = Math.max(now, free.remove());
      free.add(start + services.getAsDouble());
      if (i >= warmup) {
        waits[i - warmup] = start - now;
      }
    }
    Arrays.sort(waits);
    return waits;
  }

  /** Step times of a replica of one part, by the number of sequences that decode. */
  public static final class Engine {

    private final boolean mixes;
    private final int chunks;
    private final int outputSteps;
    private final double[] decodeSeconds;
    private final double[] chunkSeconds;

    /** Asks the pools of a replica for its step times. */
    public Engine(
        Replica replica, ServingSettings settings, Request request, boolean mixes, int maxBatch) {
      PrefillPool prefill = new PrefillPool(replica, settings);
      DecodePool decode = new DecodePool(replica, KvTier.NONE);
      StepShape shape = prefill.shape(request, 1);
      this.mixes = mixes;
      this.chunks = (int) shape.passes();
      this.outputSteps = (int) request.outputTokens();
      this.decodeSeconds = new double[maxBatch + 1];
      this.chunkSeconds = new double[maxBatch + 1];
      for (int running = 0; running <= maxBatch; running++) {
        StepCost cost = new StepCost();
        decode.addMixed(request, shape, mixes ? running : 0, 0, Speedup.NONE, cost);
        chunkSeconds[running] = cost.seconds() / chunks;
        if (running > 0) {
          decodeSeconds[running] = decode.step(request, running, 0, Speedup.NONE).seconds();
        }
      }
    }

    private int maxBatch() {
      return decodeSeconds.length - 1;
    }

    /** Serves requests that arrive whatever the replica does. */
    public Result open(int requests, DoubleSupplier arrivals) {
      return run(requests, arrivals, 0);
    }

    /** Serves so many users, each of whom sends a request as soon as the last one is answered. */
    public Result closed(int requests, int users) {
      return run(requests, () -> Double.POSITIVE_INFINITY, users);
    }

    private Result run(int requests, DoubleSupplier arrivals, int users) {
      int warmup = requests / 10;
      double[] ttft = new double[requests];
      double[] latency = new double[requests];
      Queue<Double> waiting = new ArrayDeque<>();
      // Arrival and remaining steps of each sequence that decodes.
      double[] since = new double[maxBatch()];
      int[] left = new int[maxBatch()];
      int running = 0;
      int done = 0;
      int first = 0;
      double prefilling = Double.NaN;
      int chunksLeft = 0;
      double now = 0;
      double next = arrivals.getAsDouble();
      double started = 0;
      for (int i = 0; i < users; i++) {
        waiting.add(0.0);
      }
      while (done < requests) {
        while (next <= now) {
          waiting.add(next);
          next += arrivals.getAsDouble();
        }
        if (chunksLeft == 0 && !waiting.isEmpty() && running < maxBatch()) {
          prefilling = waiting.remove();
          chunksLeft = chunks;
        }
        if (chunksLeft == 0 && running == 0) {
          now = next;
          continue;
        }
        boolean carriesPrompt = chunksLeft > 0;
        boolean decodes = running > 0 && (mixes || !carriesPrompt);
        now += carriesPrompt ? chunkSeconds[running] : decodeSeconds[running];
        if (decodes) {
          for (int i = running - 1; i >= 0; i--) {
            if (--left[i] == 0) {
              latency[done++] = now - since[i];
              if (done == warmup) {
                started = now;
              }
              running--;
              since[i] = since[running];
              left[i] = left[running];
              if (users > 0) {
                waiting.add(now);
              }
              if (done == requests) {
                break;
              }
            }
          }
        }
        if (carriesPrompt && --chunksLeft == 0) {
          if (first < requests) {
            ttft[first++] = now - prefilling;
          }
          since[running] = prefilling;
          left[running++] = outputSteps;
        }
      }
      return new Result(
          Arrays.copyOfRange(ttft, warmup, requests),
          Arrays.copyOfRange(latency, warmup, requests),
          (requests - warmup) / (now - started));
    }
  }
}
