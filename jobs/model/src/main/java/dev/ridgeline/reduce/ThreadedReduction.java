package dev.ridgeline.reduce;

import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A reduction of the cells of a slice by the threads of one JVM. */
public final class ThreadedReduction {

  /** Parts for each thread, which even out the work of units. */
  private static final int PARTS_PER_THREAD = 8;

  private ThreadedReduction() {}

  /**
   * The skylines of all groups. Each thread has a reducer of its own and takes one part after the
   * other.
   */
  public static Map<List<@Nullable String>, Skyline> of(
      DesignSpace space, GridSlice slice, Reduction reduction, Reducer.Joining joining) {
    Map<List<@Nullable String>, Skyline> merged = new LinkedHashMap<>();
    if (slice.cells() == 0) {
      return merged;
    }
    Reducer first = Reducer.of(space, slice, reduction, joining);
    int cores = Runtime.getRuntime().availableProcessors();
    int parts = (int) Math.min(first.units(), (long) PARTS_PER_THREAD * cores);
    int threads = Math.min(cores, parts);
    long[] bounds = first.cut(parts);
    AtomicInteger next = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Reducer>> running = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        boolean isFirst = thread == 0;
        running.add(
            pool.submit(
                () -> {
                  Reducer own = isFirst ? first : Reducer.of(space, slice, reduction, joining);
                  for (int part = next.getAndIncrement();
                      part < parts;
                      part = next.getAndIncrement()) {
                    own.reduce(bounds[part], bounds[part + 1]);
                  }
                  return own;
                }));
      }
      for (Future<Reducer> one : running) {
        one.get()
            .skylines()
            .forEach((group, skyline) -> merged.merge(group, skyline, ThreadedReduction::merged));
      }
      return merged;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the reduction was interrupted", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static Skyline merged(Skyline one, Skyline other) {
    one.merge(other);
    return one;
  }
}
