package dev.ridgeline.run;

import dev.ridgeline.evaluate.CellWork;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a run that is written and committed on its own. The cuts between chunks follow from the
 * cells alone, so that a run that continues on another machine has the same files.
 *
 * @param number number of the chunk in its run, from 0
 * @param from first cell
 * @param to one more than the last cell
 * @param tasks tasks that evaluate the chunk, each of which writes a file
 */
record Chunk(int number, long from, long to, int tasks) {

  /** Most cells of a chunk on average: some minutes of work of one core. */
  static final long CELLS = 16_000_000;

  /** Work of a task, which makes files of 100 to 500 MB. A feasible cell takes 45 to 230 bytes. */
  private static final double WORK_OF_TASK = 2_500_000;

  /** A task of fewer cells than this spends its time on being scheduled. */
  private static final long LEAST_CELLS_PER_TASK = 20_000;

  /** Least tasks of a run, as far as its cells suffice: so many cores have work. */
  private static final int LEAST_TASKS_OF_RUN = 16;

  /**
   * Cuts a run into chunks of equal work.
   *
   * @param work work of its cells
   * @param cells cells of the run
   * @param most most cells of a chunk, on average
   * @param tasks tasks of the run; 0 lets their number follow from the cells
   */
  static List<Chunk> of(CellWork work, long cells, long most, int tasks) {
    int chunks = Math.toIntExact(Math.max(1, (cells + most - 1) / most));
    long[] bounds = work.cut(0, cells, chunks);
    List<Chunk> cut = new ArrayList<>();
    for (int number = 0; number < chunks; number++) {
      long from = bounds[number];
      long to = bounds[number + 1];
      int wanted =
          tasks > 0
              ? (tasks + chunks - 1) / chunks
              : suitable(to - from, work.of(from, to), chunks);
      cut.add(new Chunk(number, from, to, (int) Math.min(wanted, to - from)));
    }
    return cut;
  }

  private static int suitable(long cells, double work, int chunks) {
    int quick = (LEAST_TASKS_OF_RUN + chunks - 1) / chunks;
    long large = Math.round(work / WORK_OF_TASK);
    return (int) Math.max(1, Math.max(large, Math.min(quick, cells / LEAST_CELLS_PER_TASK)));
  }

  long cells() {
    return to - from;
  }

  @Override
  public String toString() {
    return String.format("chunk-%05d", number);
  }
}
