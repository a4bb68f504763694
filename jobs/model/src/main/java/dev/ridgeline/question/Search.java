package dev.ridgeline.question;

import dev.ridgeline.choice.CellLimit;
import dev.ridgeline.choice.CellObjective;
import dev.ridgeline.choice.Mix;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.evaluate.Depth;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.reduce.Reducer;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.Grid;
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

  /** Multiple of the target for TPOT beyond which no larger batch is looked at. */
  private static final double FAR = 2;

  private final Question question;
  private final Tried tried;
  private final DesignSpace space;
  private final Reducer.Joining joining;

  /**
   * @param joining whether only undominated sides of pairs of pools are joined where that is enough
   */
  Search(Question question, Tried tried, Reducer.Joining joining) {
    this.question = question;
    this.tried = tried;
    this.space = tried.space();
    this.joining = joining;
  }

  /** Returns what was seen of each mix, in the order of the axis of hardware. */
  List<MixTally> run(int threads) {
    List<MixTally> tallies = tried.mixes().stream().map(this::tally).toList();
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

  private MixTally tally(Mix mix) {
    return new MixTally(mix, question.objective(), question.limits(), question.targets());
  }

  /** Evaluates the cells of some mixes in the order of the grid. */
  private void evaluate(IntPredicate mixes, List<MixTally> tallies) {
    Visit visit = new Visit();
    KeptPairs kept =
        joining == Reducer.Joining.UNDOMINATED
                && KeptPairs.areEnough(question.objective(), question.limits())
            ? KeptPairs.of(tried, mixes, farSeconds())
            : KeptPairs.all(space);
    for (int formats = 0; formats < space.quantizations().size(); formats++) {
      for (int engine = 0; engine < space.engineChoices().size(); engine++) {
        for (int mix = 0; mix < tallies.size(); mix++) {
          if (mixes.test(mix) && tried.has(mix, formats)) {
            visit.positions[Axis.QUANTIZATION.order()] = formats;
            visit.positions[Axis.ENGINE.order()] = engine;
            visit.positions[Axis.HARDWARE.order()] = mix;
            evaluate(visit, tallies.get(mix), kept);
          }
        }
      }
    }
  }

  /** The place of a thread in the grid. All axes that are not visited have one value. */
  private final class Visit {

    private final int[] positions = new int[Axis.ALL.size()];
    private final CellEvaluator evaluator = new CellEvaluator(space, depths());
    private final Grid grid = space.grid();
    private final GridSlice.Cursor cursor = GridSlice.all(grid).cursor(0);

    CellResult evaluate() {
      return evaluator.evaluate(cursor, cursor.moveTo(grid.cell(positions)));
    }
  }

  /**
   * Evaluates the shardings and batches of a mix. Where a batch does not fit, or its TPOT is far
   * above the target, larger ones are left out.
   */
  private void evaluate(Visit visit, MixTally tally, KeptPairs kept) {
    int mix = visit.positions[Axis.HARDWARE.order()];
    for (int sharding : tried.shardings(mix)) {
      visit.positions[Axis.PARALLELISM.order()] = sharding;
      for (int batch = 0; batch < space.batches().size(); batch++) {
        visit.positions[Axis.BATCH.order()] = batch;
        if (tried.hasBatch(mix, batch) && kept.has(visit.positions)) {
          CellResult result = visit.evaluate();
          tally.add(visit.cursor.cell(), result);
          if (result.status() == Status.DOES_NOT_FIT || isFarTooSlow(result)) {
            break;
          }
        }
      }
    }
  }

  /** Larger batches are slower still, and are not even near misses. */
  private boolean isFarTooSlow(CellResult result) {
    return CellColumns.TPOT_S.number(result) > farSeconds();
  }

  private double farSeconds() {
    return FAR * question.targets().tpotSeconds();
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
