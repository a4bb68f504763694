package dev.ridgeline.question;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Link;
import dev.ridgeline.choice.CellLimit;
import dev.ridgeline.choice.CellObjective;
import dev.ridgeline.choice.Mix;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.evaluate.CellColumns;
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
    boolean has(Mix mix, int batch);
  }

  /** Multiple of the target for TPOT beyond which no larger batch is looked at. */
  private static final double FAR = 2;

  private final Question question;
  private final QuestionSpace questioned;
  private final DesignSpace space;
  private final Batches batches;

  /** Places of the shardings that each mix tries. */
  private final List<int[]> shardings;

  Search(Question question, QuestionSpace questioned, Batches batches) {
    this.question = question;
    this.questioned = questioned;
    this.space = questioned.space();
    this.batches = batches;
    this.shardings = space.hardware().stream().map(questioned::shardings).toList();
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
        mix.tier().label());
  }

  /** Evaluates the cells of some mixes in the order of the grid. */
  private void evaluate(IntPredicate mixes, List<MixTally> tallies) {
    Visit visit = new Visit(GridSlice.all(space.grid()).cursor(0));
    for (int formats = 0; formats < space.quantizations().size(); formats++) {
      for (int engine = 0; engine < space.engineChoices().size(); engine++) {
        for (int mix = 0; mix < tallies.size(); mix++) {
          if (mixes.test(mix)
              && questioned.tries(space.hardware().get(mix), space.quantizations().get(formats))) {
            visit.positions[Axis.QUANTIZATION.order()] = formats;
            visit.positions[Axis.ENGINE.order()] = engine;
            visit.positions[Axis.HARDWARE.order()] = mix;
            evaluate(visit, tallies.get(mix), shardings.get(mix));
          }
        }
      }
    }
  }

  /** The place of a thread in the grid. All axes that are not visited have one value. */
  private final class Visit {

    private final int[] positions = new int[Axis.ALL.size()];
    private final CellEvaluator evaluator = new CellEvaluator(space, depths());
    private final GridSlice.Cursor cursor;

    Visit(GridSlice.Cursor cursor) {
      this.cursor = cursor;
    }

    CellResult evaluate() {
      return evaluator.evaluate(cursor, cursor.moveTo(space.grid().cell(positions)));
    }
  }

  /**
   * Evaluates the shardings and batches of a mix. Where a batch does not fit, or its TPOT is far
   * above the target, larger ones are left out.
   */
  private void evaluate(Visit visit, MixTally tally, int[] shardings) {
    for (int sharding : shardings) {
      visit.positions[Axis.PARALLELISM.order()] = sharding;
      for (int batch = 0; batch < space.batches().size(); batch++) {
        if (batches.has(tally.mix(), space.batches().get(batch))) {
          visit.positions[Axis.BATCH.order()] = batch;
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
    return CellColumns.TPOT_S.number(result) > FAR * question.targets().tpotSeconds();
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
