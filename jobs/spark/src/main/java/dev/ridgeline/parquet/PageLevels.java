package dev.ridgeline.parquet;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.jspecify.annotations.Nullable;

/**
 * The levels of a page: which of its rows have a value. Most columns of a table have values in the
 * same rows as many others, and share the levels of their pages.
 */
final class PageLevels {

  private final RunLengths levels = new RunLengths();
  private int values;
  private @Nullable BytesInput encoded;

  /** The rows of the next part of the page that have a value; null while nobody has named them. */
  private @Nullable RowRuns next;

  /** Levels of columns that were the same up to here, and have values in other rows next. */
  private final List<PageLevels> branches = new ArrayList<>();

  /**
   * Names the rows of the next part of the page in which a column with these levels has a value.
   *
   * @param rows rows of a batch
   * @param named receives the levels whose next rows are named for the first time
   * @return the levels of the column: these, or other ones that were the same up to here
   */
  @SuppressWarnings("ReferenceEquality") // Columns share the rows themselves.
  PageLevels next(RowRuns rows, List<PageLevels> named) {
    if (next == null) {
      next = rows;
      named.add(this);
    }
    if (next == rows) {
      return this;
    }
    for (PageLevels branch : branches) {
      if (branch.next == rows) {
        return branch;
      }
    }
    PageLevels branch = new PageLevels();
    branch.levels.copy(levels);
    branch.values = values;
    branch.next = rows;
    branches.add(branch);
    named.add(branch);
    return branch;
  }

  /**
   * Adds the rows that were named.
   *
   * @param from first row of the batch to add
   * @param to row after the last one
   */
  void add(int from, int to) {
    RowRuns rows = requireNonNull(next);
    int at = from;
    for (int run = 0; run < rows.count() && rows.from(run) < to; run++) {
      int first = Math.max(at, rows.from(run));
      int last = Math.min(to, rows.to(run));
      if (first < last) {
        levels.add(0, first - at);
        levels.add(1, last - first);
        values += last - first;
        at = last;
      }
    }
    levels.add(0, to - at);
    next = null;
    branches.clear();
  }

  /** Number of rows. */
  int rows() {
    return levels.count();
  }

  /** Number of rows that have a value. */
  int values() {
    return values;
  }

  /** The levels as they lie in a page, once it has all of its rows. */
  BytesInput encoded() {
    if (encoded == null) {
      byte[] bytes = levels.encode(1);
      encoded =
          BytesInput.concat(
              BytesInput.fromInt(levels.size()), BytesInput.from(bytes, 0, levels.size()));
    }
    return encoded;
  }
}
