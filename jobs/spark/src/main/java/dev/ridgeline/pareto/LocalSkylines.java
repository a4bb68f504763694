package dev.ridgeline.pareto;

import dev.ridgeline.frontier.Skyline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Tuple2;

/**
 * A function that reduces the rows of a task to a skyline for each group. A row has the columns of
 * the group as texts, the measures, and its number.
 */
final class LocalSkylines
    implements PairFlatMapFunction<Iterator<InternalRow>, List<String>, Skyline> {

  private static final long serialVersionUID = 1L;

  private final SkylineQuery query;

  LocalSkylines(SkylineQuery query) {
    this.query = query;
  }

  @Override
  public Iterator<Tuple2<List<String>, Skyline>> call(Iterator<InternalRow> rows) {
    int groups = query.groups().size();
    double[] measures = new double[query.measures().size()];
    double[] point = new double[query.points().objectives()];
    Map<Key, Group> all = new HashMap<>();
    Key probe = new Key(new UTF8String[groups]);
    Group group = null;
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      if (group == null || !group.key.isOf(row)) {
        probe.read(row);
        group = all.get(probe);
        if (group == null) {
          group = new Group(probe.copy(), query.skyline());
          all.put(group.key, group);
        }
      }
      for (int i = 0; i < measures.length; i++) {
        measures[i] = row.getDouble(groups + i);
      }
      query.points().make(measures, point);
      group.skyline.offer(point, row.getLong(groups + measures.length));
    }
    return all.values().stream().map(one -> new Tuple2<>(one.key.texts(), one.skyline)).iterator();
  }

  private record Group(Key key, Skyline skyline) {}

  /** The values that make a group, which may be null. */
  private static final class Key {

    private final UTF8String[] values;
    private int hash;

    Key(UTF8String[] values) {
      this.values = values;
    }

    boolean isOf(InternalRow row) {
      for (int i = values.length - 1; i >= 0; i--) {
        UTF8String other = row.isNullAt(i) ? null : row.getUTF8String(i);
        if (values[i] == null ? other != null : !values[i].equals(other)) {
          return false;
        }
      }
      return true;
    }

    /** Takes the values of a row, which are valid until Spark reads the next row. */
    void read(InternalRow row) {
      for (int i = 0; i < values.length; i++) {
        values[i] = row.isNullAt(i) ? null : row.getUTF8String(i);
      }
      hash = Arrays.hashCode(values);
    }

    Key copy() {
      UTF8String[] copies = new UTF8String[values.length];
      for (int i = 0; i < values.length; i++) {
        copies[i] = values[i] == null ? null : values[i].copy();
      }
      Key copy = new Key(copies);
      copy.hash = hash;
      return copy;
    }

    List<String> texts() {
      List<String> texts = new ArrayList<>();
      for (UTF8String value : values) {
        texts.add(value == null ? null : value.toString());
      }
      return texts;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && Arrays.equals(values, key.values);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
