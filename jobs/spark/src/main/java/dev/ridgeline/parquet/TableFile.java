package dev.ridgeline.parquet;

import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Reader;
import dev.ridgeline.schema.Table;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/** Parquet files of small tables, whose rows are made one by one. */
public final class TableFile {

  private TableFile() {}

  /**
   * Writes a file. An existing file is replaced. The same rows make the same bytes in every JVM.
   *
   * @return what was written
   */
  public static <R> WrittenFile write(
      String path, Table<R> table, List<R> rows, Configuration hadoop) throws IOException {
    List<Column<R>> columns = table.columns();
    return write(path, columns, rows.stream().map(row -> values(columns, row)).iterator(), hadoop);
  }

  private static <R> @Nullable Object[] values(List<Column<R>> columns, R row) {
    @Nullable Object[] values = new Object[columns.size()];
    for (int place = 0; place < values.length; place++) {
      values[place] = columns.get(place).value(row);
    }
    return values;
  }

  /**
   * Writes a file of rows that are made while it is written.
   *
   * @param columns columns of the table
   * @param rows values of each row, in the order of the columns
   * @return what was written
   */
  private static WrittenFile write(
      String path,
      List<? extends Column<?>> columns,
      Iterator<@Nullable Object[]> rows,
      Configuration hadoop)
      throws IOException {
    FileSchema schema = FileSchema.of(columns);
    try (RowFile file = new RowFile(new Path(path), schema, hadoop)) {
      List<@Nullable Object[]> together = new ArrayList<>();
      while (rows.hasNext()) {
        together.clear();
        long most = file.rowsUntilCheck();
        while (rows.hasNext() && together.size() < most) {
          together.add(rows.next());
        }
        for (int place = 0; place < columns.size(); place++) {
          write(columns.get(place), place, together, file.column(place));
        }
        file.endRows(together.size());
        file.endGroupIfFull();
      }
      return file.finish();
    }
  }

  private static void write(
      Column<?> column, int place, List<@Nullable Object[]> rows, ColumnWriter writer) {
    // The definition level of a value: 0 is null, and a column that is never null has no such
    // level.
    int ofValue = column.nulls().mayBe() ? 1 : 0;
    for (@Nullable Object[] row : rows) {
      Object value = row[place];
      if (value == null && ofValue == 0) {
        throw new IllegalStateException(
            "column " + column.name() + " has no value in " + Arrays.toString(row));
      }
      if (value instanceof List<?> texts) {
        write(texts, ofValue, writer);
      } else {
        write(column.reader(), value, ofValue, writer);
      }
    }
  }

  private static void write(
      Reader<?> reader, @Nullable Object value, int level, ColumnWriter writer) {
    if (value == null) {
      writer.writeNull(0, 0);
    } else if (reader instanceof Reader.Real) {
      writer.write((double) value, 0, level);
    } else if (reader instanceof Reader.Whole) {
      writer.write((long) value, 0, level);
    } else if (reader instanceof Reader.Flag) {
      writer.write((boolean) value, 0, level);
    } else if (reader instanceof Reader.Day) {
      writer.write(Math.toIntExact(((LocalDate) value).toEpochDay()), 0, level);
    } else {
      writer.write(Binary.fromString((String) value), 0, level);
    }
  }

  /** Writes a list. Its elements have a level more than the list, and later ones repeat it. */
  private static void write(List<?> texts, int level, ColumnWriter writer) {
    if (texts.isEmpty()) {
      writer.writeNull(0, level);
    }
    for (int i = 0; i < texts.size(); i++) {
      writer.write(Binary.fromString((String) texts.get(i)), i == 0 ? 0 : 1, level + 1);
    }
  }
}
