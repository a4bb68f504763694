package dev.ridgeline.reduce;

import dev.ridgeline.evaluate.PairSides;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reduces cells by joining undominated sides, see {@link SideRule}. Mixes of one pool are evaluated
 * one by one. A unit is a workload with a model laid out in one way: all its mixes, shardings,
 * batches and terms.
 */
final class UndominatedSides extends Reducer {

  /** Axes that are set before pools are made, slowest first. */
  private static final List<Axis<?>> SETTING =
      List.of(
          Axis.MODEL,
          Axis.QUANTIZATION,
          Axis.ENGINE,
          Axis.SPECULATION,
          Axis.PROMPTS_PER_STEP,
          Axis.EFFICIENCY);

  private static final List<Axis<?>> WORKLOAD = List.of(Axis.WORKFLOW, Axis.CONTEXT);

  private final GridSlice slice;
  private final PairSides sides;
  private final PairJoin join;
  private final OnePools onePools;
  private final List<PairBlock> blocks;
  private final List<PairRun> runs;
  private final long workloads;
  private final long settings;
  private final int[] positions = new int[Axis.ALL.size()];
  private long begun = -1;
  private boolean isPossible;

  UndominatedSides(DesignSpace space, GridSlice slice, Reduction reduction) {
    super(new GroupTable(space, reduction));
    this.slice = slice;
    this.sides = new PairSides(space);
    this.join = new PairJoin(space, slice, reduction, groups, sides);
    this.blocks = PairBlock.of(space, slice, reduction, groups);
    this.runs = blocks.stream().map(join::run).toList();
    this.onePools = new OnePools(space, slice, reduction, groups);
    this.workloads = product(WORKLOAD);
    this.settings = product(SETTING);
  }

  private long product(List<Axis<?>> axes) {
    long product = 1;
    for (Axis<?> axis : axes) {
      product *= slice.size(axis);
    }
    return product;
  }

  @Override
  public long units() {
    return settings * workloads;
  }

  @Override
  public long[] cut(int parts) {
    long units = units();
    return IntStream.rangeClosed(0, parts)
        .mapToLong(part -> units / parts * part + units % parts * part / parts)
        .toArray();
  }

  @Override
  public void reduce(long from, long to) {
    for (long unit = from; unit < to; unit++) {
      long setting = unit / workloads;
      place(SETTING, setting);
      place(WORKLOAD, unit % workloads);
      if (setting != begun) {
        begun = setting;
        isPossible = sides.begin(positions);
        blocks.forEach(block -> block.begin(sides, isPossible));
        onePools.begin(positions);
      }
      onePools.reduce(positions);
      if (isPossible) {
        reducePairs();
      }
    }
  }

  /** Sets the positions on some axes from a number, of which the last axis is the fastest digit. */
  private void place(List<Axis<?>> axes, long number) {
    long rest = number;
    for (int i = axes.size() - 1; i >= 0; i--) {
      int[] ofAxis = slice.positions(axes.get(i));
      positions[axes.get(i).order()] = ofAxis[(int) (rest % ofAxis.length)];
      rest /= ofAxis.length;
    }
  }

  private void reducePairs() {
    int workflow = positions[Axis.WORKFLOW.order()];
    int context = positions[Axis.CONTEXT.order()];
    int[] batches = slice.positions(Axis.BATCH);
    for (int utilization : slice.positions(Axis.PREFILL_UTILIZATION)) {
      positions[Axis.PREFILL_UTILIZATION.order()] = utilization;
      for (int batch = 0; batch < batches.length; batch++) {
        positions[Axis.BATCH.order()] = batches[batch];
        if (!sides.plan(workflow, context, batches[batch], utilization)) {
          return;
        }
        for (PairRun run : runs) {
          join.read(run, positions, batch);
        }
      }
      for (PairRun run : runs) {
        join.join(run, positions);
      }
    }
  }

  @Override
  public long evaluated() {
    return onePools.evaluated() + join.joined();
  }
}
