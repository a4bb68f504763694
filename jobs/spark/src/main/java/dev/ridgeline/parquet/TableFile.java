package dev.ridgeline.parquet;

import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Reader;
import dev.ridgeline.schema.Table;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/** Parquet files of small tables, whose rows are in memory. */
public final class TableFile {

  private TableFile() {}

  /**
   * Writes a file. An existing file is replaced. The same rows make the same bytes in every JVM.
   *
   * @return what was written
   */
  public static <R> WrittenFile write(
      String path, Table<R> table, List<R> rows, Configuration hadoop) throws IOException {
    FileSchema schema = FileSchema.of(table.columns());
    try (GroupedFile file =
        new GroupedFile(new Path(path), schema, hadoop, ParquetWriter.DEFAULT_BLOCK_SIZE)) {
      int from = 0;
      while (from < rows.size()) {
        int to = (int) Math.min(rows.size(), from + file.rowsUntilCheck());
        for (int place = 0; place < table.columns().size(); place++) {
          write(table.columns().get(place), rows.subList(from, to), file.column(place));
        }
        file.endRows(to - from);
        file.endGroupIfFull();
        from = to;
      }
      return file.finish();
    }
  }

  private static <R> void write(Column<R> column, List<R> rows, ColumnWriter writer) {
    // The definition level of a value: 0 is null, and a column that is never null has no such
    // level.
    int ofValue = column.nulls().mayBe() ? 1 : 0;
    for (R row : rows) {
      Object value = column.value(row);
      if (value == null && ofValue == 0) {
        throw new IllegalStateException("column " + column.name() + " has no value in " + row);
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
