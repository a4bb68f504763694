package dev.ridgeline.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns share levels while their values are in the same rows, and part where they are not. */
class PageLevelsTest {

  private static final int COLUMNS = 6;
  private static final int ROWS = 40;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void levelsAreThoseOfEachColumnAlone(long seed) throws IOException {
    Random random = new Random(seed);
    PageLevels[] shared = new PageLevels[COLUMNS];
    Arrays.fill(shared, new PageLevels());
    List<RunLengths> alone = new ArrayList<>();
    int[] values = new int[COLUMNS];
    for (int column = 0; column < COLUMNS; column++) {
      alone.add(new RunLengths());
    }
    for (int part = 0; part < 12; part++) {
      boolean[][] present = {rows(random), rows(random)};
      RowRuns[] runs = {runs(present[0]), runs(present[1])};
      int from = random.nextInt(ROWS);
      int to = from + random.nextInt(ROWS - from + 1);
      List<PageLevels> named = new ArrayList<>();
      for (int column = 0; column < COLUMNS; column++) {
        // The first half of the columns stay together. The others follow one of them, or another.
        int choice = column < COLUMNS / 2 ? 0 : random.nextInt(part < 4 ? 1 : 2);
        shared[column] = shared[column].next(runs[choice], named);
        for (int row = from; row < to; row++) {
          alone.get(column).add(present[choice][row] ? 1 : 0, 1);
          values[column] += present[choice][row] ? 1 : 0;
        }
      }
      named.forEach(levels -> levels.add(from, to));
      assertThat(shared[1]).isSameAs(shared[0]).isSameAs(shared[2]);
    }
    for (int column = 0; column < COLUMNS; column++) {
      byte[] expected = alone.get(column).encode(1);
      int size = alone.get(column).size();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      shared[column].encoded().writeAllTo(bytes);
      assertThat(shared[column].rows()).isEqualTo(alone.get(column).count());
      assertThat(shared[column].values()).isEqualTo(values[column]);
      assertThat(ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN).getInt())
          .isEqualTo(size);
      assertThat(Arrays.copyOfRange(bytes.toByteArray(), Integer.BYTES, bytes.size()))
          .isEqualTo(Arrays.copyOf(expected, size));
    }
  }

  private static boolean[] rows(Random random) {
    boolean[] present = new boolean[ROWS];
    boolean has = random.nextBoolean();
    for (int row = 0; row < ROWS; row++) {
      has = random.nextInt(5) == 0 ? !has : has;
      present[row] = has;
    }
    return present;
  }

  private static RowRuns runs(boolean[] present) {
    RowRuns runs = new RowRuns();
    for (int row = 0; row < present.length; row++) {
      runs.add(row, present[row] ? row + 1 : row);
    }
    return runs;
  }
}
