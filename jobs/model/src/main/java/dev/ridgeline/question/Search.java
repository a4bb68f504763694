package dev.ridgeline.question;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Link;
import dev.ridgeline.choice.CellLimit;
import dev.ridgeline.choice.CellObjective;
import dev.ridgeline.choice.Mix;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.evaluate.Depth;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;

/** An evaluation of the cells of a question that are worth it, on several threads. */
final class Search {

  /** Says which batches of a mix are evaluated. */
  interface Batches {
    boolean has(int mix, int batch);
  }

  private static final List<Axis<?>> AXES = Axis.ALL;

  private final Question question;
  private final QuestionSpace questioned;
  private final DesignSpace space;
  private final Batches batches;

  Search(Question question, QuestionSpace questioned, Batches batches) {
    this.question = question;
    this.questioned = questioned;
    this.space = questioned.space();
    this.batches = batches;
  }

  /** Returns what was seen of each mix, in the order of the axis of hardware. */
  List<MixTally> run(int threads) {
    List<MixTally> tallies = space.hardware().stream().map(this::tally).toList();
    int parts = Math.max(1, Math.min(threads, tallies.size()));
    ExecutorService pool = Executors.newFixedThreadPool(parts);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int part = 0; part < parts; part++) {
        int first = part;
        running.add(pool.submit(() -> evaluate(mix -> mix % parts == first, tallies)));
      }
      for (Future<?> one : running) {
        one.get();
      }
      return tallies;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the search was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the search failed", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private MixTally tally(HardwareMix mix) {
    return new MixTally(mixOf(mix), question.objective(), question.limits(), question.targets());
  }

  private static Mix mixOf(HardwareMix mix) {
    return new Mix(
        mix.prefill().id(),
        mix.decode().id(),
        mix.feedForward().map(Accelerator::id).orElse(null),
        mix.link().map(Link::id).orElse(null),
        mix.tier().id());
  }

  /**
   * Evaluates the cells of some mixes in the order of the grid. Where a batch does not fit, larger
   * ones are left out.
   */
  private void evaluate(IntPredicate mixes, List<MixTally> tallies) {
    GridSlice slice = GridSlice.all(space.grid()).where(Axis.HARDWARE, mixes);
    CellEvaluator evaluator = new CellEvaluator(space, depths());
    GridSlice.Cursor cursor = slice.cursor(0);
    Axis<?> pending = AXES.get(0);
    boolean isTried = false;
    boolean isFull = false;
    for (long i = 0; i < slice.cells(); i++) {
      Axis<?> changed = cursor.next();
      pending = changed.compareTo(pending) < 0 ? changed : pending;
      int mix = cursor.position(Axis.HARDWARE);
      if (changed.compareTo(Axis.BATCH) < 0) {
        isFull = false;
        isTried =
            questioned.tries(
                space.hardware().get(mix),
                space.quantizations().get(cursor.position(Axis.QUANTIZATION)),
                space.parallelism().get(cursor.position(Axis.PARALLELISM)));
      }
      if (!isTried
          || isFull
          || !batches.has(mix, space.batches().get(cursor.position(Axis.BATCH)))) {
        continue;
      }
      CellResult result = evaluator.evaluate(cursor, pending);
      pending = AXES.get(AXES.size() - 1);
      isFull = result.status() == Status.DOES_NOT_FIT;
      tallies.get(mix).add(cursor.cell(), result);
    }
  }

  /** The parts of a cell that the objective and the limits need. */
  private Set<Depth> depths() {
    Set<Depth> depths = EnumSet.of(Depth.PLAN);
    CellObjective objective = question.objective();
    depths.add(objective.cellColumn().depth());
    for (CellLimit limit : question.limits()) {
      depths.add(limit.cellColumn().depth());
    }
    return depths;
  }
}
