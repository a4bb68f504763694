package dev.ridgeline.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * Numbers of cells in rising order.
 *
 * @param ranges ranges of the numbers, which neither overlap nor touch
 */
record CellRanges(List<CellRange> ranges) implements InputPartition {

  CellRanges {
    ranges = List.copyOf(ranges);
  }

  static CellRanges of(long from, long to) {
    return from < to ? new CellRanges(List.of(new CellRange(from, to))) : new CellRanges(List.of());
  }

  /** Ranges between bounds: each begins where the one before ends. */
  static List<CellRanges> between(long[] bounds) {
    List<CellRanges> parts = new ArrayList<>();
    for (int part = 0; part + 1 < bounds.length; part++) {
      parts.add(of(bounds[part], bounds[part + 1]));
    }
    return parts;
  }

  /** How many numbers there are. */
  long cells() {
    return ranges.stream().mapToLong(CellRange::cells).sum();
  }

  boolean contain(long cell) {
    int low = 0;
    int high = ranges.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      CellRange range = ranges.get(middle);
      if (cell < range.from()) {
        high = middle - 1;
      } else if (cell >= range.to()) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  /** The numbers that are in either. */
  CellRanges or(CellRanges other) {
    List<CellRange> all = new ArrayList<>(ranges);
    all.addAll(other.ranges);
    all.sort(Comparator.comparingLong(CellRange::from));
    List<CellRange> joined = new ArrayList<>();
    for (CellRange range : all) {
      CellRange last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last != null && range.from() <= last.to()) {
        joined.set(joined.size() - 1, new CellRange(last.from(), Math.max(last.to(), range.to())));
      } else {
        joined.add(range);
      }
    }
    return new CellRanges(joined);
  }

  /** The numbers below {@code cells} that are not among these. */
  CellRanges not(long cells) {
    List<CellRange> gaps = new ArrayList<>();
    long from = 0;
    for (CellRange range : ranges) {
      if (range.from() > from) {
        gaps.add(new CellRange(from, range.from()));
      }
      from = range.to();
    }
    if (from < cells) {
      gaps.add(new CellRange(from, cells));
    }
    return new CellRanges(gaps);
  }

  /** The numbers below {@code cells} that are in both. */
  CellRanges and(CellRanges other, long cells) {
    return not(cells).or(other.not(cells)).not(cells);
  }

  /** The least {@code count} of these numbers, or all where there are no more. */
  CellRanges first(long count) {
    List<CellRange> first = new ArrayList<>();
    long left = count;
    for (CellRange range : ranges) {
      if (left > 0) {
        long cells = Math.min(left, range.cells());
        first.add(new CellRange(range.from(), range.from() + cells));
        left -= cells;
      }
    }
    return new CellRanges(first);
  }

  /** These numbers in {@code parts} of nearly equal size. */
  List<CellRanges> cut(int parts) {
    long cells = cells();
    List<CellRanges> cut = new ArrayList<>();
    int range = 0;
    long at = ranges.isEmpty() ? 0 : ranges.get(0).from();
    for (int part = 0; part < parts; part++) {
      long wanted = share(cells, part + 1, parts) - share(cells, part, parts);
      List<CellRange> ofPart = new ArrayList<>();
      while (wanted > 0) {
        long to = Math.min(ranges.get(range).to(), at + wanted);
        ofPart.add(new CellRange(at, to));
        wanted -= to - at;
        at = to;
        if (at == ranges.get(range).to() && ++range < ranges.size()) {
          at = ranges.get(range).from();
        }
      }
      cut.add(new CellRanges(ofPart));
    }
    return cut;
  }

  /** {@code cells * part / parts} without overflow. */
  private static long share(long cells, int part, int parts) {
    return cells / parts * part + cells % parts * part / parts;
  }
}
