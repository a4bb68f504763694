package dev.ridgeline.answer;

import dev.ridgeline.output.Output;
import dev.ridgeline.output.Rows;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Rows of Spark as plain values.
 *
 * @param rows the first rows
 * @param more whether there are more rows than these
 */
public record SparkRows(Rows rows, boolean more) {

  /** At most {@code limit} rows. */
  public static SparkRows of(Dataset<Row> table, int limit) {
    List<Row> taken = table.takeAsList(limit + 1);
    List<List<@Nullable Object>> values = new ArrayList<>();
    for (Row row : taken.subList(0, Math.min(limit, taken.size()))) {
      values.add(plain(row));
    }
    return new SparkRows(Rows.of(List.of(table.columns()), values), taken.size() > limit);
  }

  static List<@Nullable Object> plain(Row row) {
    List<@Nullable Object> line = new ArrayList<>(row.size());
    for (int i = 0; i < row.size(); i++) {
      line.add(plain(row.get(i)));
    }
    return line;
  }

  /** All rows, of which there must be few. */
  public static Rows all(Dataset<Row> table) {
    return of(table, Integer.MAX_VALUE - 1).rows();
  }

  /** Says that there are more rows, where there are. */
  public void sayIfMore(Output output) {
    first().sayIfMore(output);
  }

  /** These rows without classes of Spark. */
  public FirstRows first() {
    return new FirstRows(rows, more);
  }

  /** A value without classes of Scala and Spark: structs are maps, and bytes are Base64. */
  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof scala.collection.Map<?, ?> map) {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      CollectionConverters.asJava(map)
          .forEach((key, element) -> plain.put(String.valueOf(plain(key)), plain(element)));
      return plain;
    }
    if (value instanceof scala.collection.Iterable<?> list) {
      List<@Nullable Object> plain = new ArrayList<>();
      CollectionConverters.asJava(list).forEach(element -> plain.add(plain(element)));
      return plain;
    }
    if (value instanceof Row struct) {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      String[] names = struct.schema() == null ? new String[0] : struct.schema().fieldNames();
      for (int i = 0; i < struct.size(); i++) {
        plain.put(i < names.length ? names[i] : "_" + (i + 1), plain(struct.get(i)));
      }
      return plain;
    }
    return value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : value;
  }
}
