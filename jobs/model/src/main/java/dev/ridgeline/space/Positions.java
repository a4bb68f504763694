package dev.ridgeline.space;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Positions on an axis, in rising order. A few are listed. Of many, a run is two numbers, and
 * others take a bit for each position up to the last.
 */
final class Positions implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Most positions that are listed. */
  static final int MOST_LISTED = 1 << 16;

  private static final int[] NONE = {};
  private static final long[] NO_WORDS = {};

  private final int size;

  /** First position of a run. */
  private final int first;

  /** Whether the positions are in {@link #listed}. */
  private final boolean isListed;

  private final int[] listed;

  /** A bit for each position that is marked; empty in a run. */
  private final long[] marked;

  /** Number of positions before each word. */
  private final int[] before;

  private Positions(int size, int first, boolean isListed, int[] listed, long[] marked) {
    this.size = size;
    this.first = first;
    this.isListed = isListed;
    this.listed = listed;
    this.marked = marked;
    this.before = new int[marked.length];
    for (int word = 1; word < marked.length; word++) {
      before[word] = before[word - 1] + Long.bitCount(marked[word - 1]);
    }
  }

  private static Positions listing(int[] positions) {
    return new Positions(positions.length, 0, true, positions, NO_WORDS);
  }

  /** The positions from one to before another. */
  static Positions run(int from, int to) {
    return to - from <= MOST_LISTED
        ? listing(IntStream.range(from, Math.max(from, to)).toArray())
        : new Positions(to - from, from, false, NONE, NO_WORDS);
  }

  private static Positions marking(long[] words) {
    int size = 0;
    for (long word : words) {
      size += Long.bitCount(word);
    }
    Positions all = new Positions(size, 0, false, NONE, words);
    if (size > MOST_LISTED) {
      int lowest = all.at(0);
      return all.at(size - 1) - lowest == size - 1 ? run(lowest, lowest + size) : all;
    }
    return listing(all.stream().toArray());
  }

  int size() {
    return size;
  }

  /** The position at a place among these. */
  int at(int place) {
    return isListed ? listed[place] : atOfMany(place);
  }

  private int atOfMany(int place) {
    if (marked.length == 0) {
      return first + place;
    }
    int low = 0;
    int high = before.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (before[middle] <= place) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    long word = marked[low];
    for (int skipped = place - before[low]; skipped > 0; skipped--) {
      word &= word - 1;
    }
    return low * Long.SIZE + Long.numberOfTrailingZeros(word);
  }

  /** Place of a position among these; below 0 where it is not one of them. */
  int placeOf(int position) {
    if (isListed) {
      return Arrays.binarySearch(listed, position);
    }
    if (marked.length == 0) {
      return position < first || position - first >= size ? -1 : position - first;
    }
    int word = position / Long.SIZE;
    long bit = 1L << position;
    return word >= marked.length || (marked[word] & bit) == 0
        ? -1
        : before[word] + Long.bitCount(marked[word] & (bit - 1));
  }

  /** Number of these positions that are less than a position. */
  int below(int position) {
    if (isListed) {
      int found = Arrays.binarySearch(listed, position);
      return found >= 0 ? found : -found - 1;
    }
    if (marked.length == 0) {
      return Math.max(0, Math.min(size, position - first));
    }
    int word = position / Long.SIZE;
    return word >= marked.length
        ? size
        : before[word] + Long.bitCount(marked[word] & ((1L << position) - 1));
  }

  IntStream stream() {
    return between(0, Integer.MAX_VALUE);
  }

  /** Those from one to before another. */
  IntStream between(int from, int to) {
    int start = below(from);
    int end = below(to);
    if (isListed) {
      return Arrays.stream(listed, start, end);
    }
    return marked.length == 0
        ? IntStream.range(first + start, first + end)
        : start == end
            ? IntStream.empty()
            : IntStream.iterate(at(start), position -> position >= 0, this::next)
                .limit((long) end - start);
  }

  /** The marked position behind another; below 0 where there is none. */
  private int next(int position) {
    int word = (position + 1) / Long.SIZE;
    if (word >= marked.length) {
      return -1;
    }
    long rest = marked[word] & (-1L << (position + 1));
    while (rest == 0) {
      word++;
      if (word == marked.length) {
        return -1;
      }
      rest = marked[word];
    }
    return word * Long.SIZE + Long.numberOfTrailingZeros(rest);
  }

  /** Those that pass a test. */
  Positions where(IntPredicate test) {
    if (isListed) {
      return listing(IntStream.of(listed).filter(test).toArray());
    }
    long[] words = new long[at(size - 1) / Long.SIZE + 1];
    stream().filter(test).forEach(position -> words[position / Long.SIZE] |= 1L << position);
    return marking(words);
  }

  /** Those within ranges, each from its first position to before its last, in rising order. */
  Positions within(int[][] ranges) {
    if (ranges.length == 0) {
      return listing(NONE);
    }
    if (ranges.length == 1 && !isListed && marked.length == 0) {
      int from = Math.max(ranges[0][0], first);
      return run(from, Math.max(from, Math.min(ranges[0][1], first + size)));
    }
    int[] starts = Arrays.stream(ranges).mapToInt(range -> range[0]).toArray();
    return where(
        position -> {
          int found = Arrays.binarySearch(starts, position);
          int range = found >= 0 ? found : -found - 2;
          return range >= 0 && position < ranges[range][1];
        });
  }
}
