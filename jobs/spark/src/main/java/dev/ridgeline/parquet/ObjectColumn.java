package dev.ridgeline.parquet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** A column of a batch whose values are objects. The codes of its texts are those of one batch. */
final class ObjectColumn implements BulkColumn {

  private final List<@Nullable Object[]> rows;
  private final int place;
  private final RowRuns presentRows = new RowRuns();
  private final List<UTF8String> texts = new ArrayList<>();
  private final Map<String, Integer> codes = new HashMap<>();

  /**
   * A column of rows.
   *
   * @param place place of its value in a row
   */
  ObjectColumn(List<@Nullable Object[]> rows, int place) {
    this.rows = rows;
    this.place = place;
    for (int row = 0; row < rows.size(); row++) {
      presentRows.add(row, rows.get(row)[place] == null ? row : row + 1);
    }
  }

  @Override
  public RowRuns presentRows() {
    return presentRows;
  }

  @Override
  public void copyBits(int from, int to, long[] target, int at) {
    for (int row = from; row < to; row++) {
      target[at + row - from] = bits(rows.get(row)[place]);
    }
  }

  private static long bits(@Nullable Object value) {
    if (value instanceof Double real) {
      return Double.doubleToRawLongBits(real);
    }
    if (value instanceof Long whole) {
      return whole;
    }
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    throw new IllegalArgumentException("not a number of 64 bits, nor a truth value: " + value);
  }

  @Override
  public void copyCodes(int from, int to, int[] target) {
    for (int row = from; row < to; row++) {
      String text = String.valueOf(rows.get(row)[place]);
      Integer code = codes.get(text);
      if (code == null) {
        code = texts.size();
        texts.add(UTF8String.fromString(text));
        codes.put(text, code);
      }
      target[row - from] = code;
    }
  }

  @Override
  public UTF8String text(int code) {
    return texts.get(code);
  }
}
