package dev.ridgeline.parquet;

import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;

/** The pages of a column of numbers of 64 bits, which doubles are, too. */
abstract class NumberPages extends ColumnPages {

  /** A dictionary is left once its entries are more than a value in so many. */
  private static final int VALUES_OF_ENTRY = 4;

  /** Entries of the largest dictionary. They stay in the second-level cache of a reader. */
  private static final int MOST_ENTRIES = 1 << 15;

  private final LongDictionary dictionary = new LongDictionary();
  private final int mostRows;
  private long[] values = new long[0];

  NumberPages(ColumnDescriptor column, PageWriter writer, int mostRows) {
    super(column, writer);
    this.mostRows = mostRows;
  }

  @Override
  final void take(BulkColumn batch, int from, int to, int at, RunLengths places) {
    if (at + to - from > values.length) {
      // Most columns of nulls never need room for values, and those of a short file need little.
      values = Arrays.copyOf(values, Math.min(mostRows, Math.max(at + to - from, 4 * at)));
    }
    batch.copyBits(from, to, values, at);
  }

  @Override
  final void look(int count, RunLengths places, Statistics<?> statistics) {
    begin(values[0]);
    int from = usesDictionary() ? place(count, places) : 0;
    long last = values[from];
    extend(last);
    for (int i = from + 1; i < count; i++) {
      if (values[i] != last) {
        last = values[i];
        extend(last);
      }
    }
    state(statistics);
  }

  /**
   * Places values in the dictionary, until it has more entries than are worthwhile. That saves most
   * of the time of a column without repetition.
   *
   * @return number of values that were looked at, less the last of them
   */
  private int place(int count, RunLengths places) {
    long most = mostEntries(valuesOfGroup());
    int from = 0;
    for (int i = 1; i <= count; i++) {
      if (i == count || values[i] != values[from]) {
        extend(values[from]);
        places.add(dictionary.place(values[from]), i - from);
        if (dictionary.size() > most) {
          return i - 1;
        }
        from = i;
      }
    }
    return count - 1;
  }

  @Override
  final boolean isWorthwhile(long count) {
    return dictionary.size() <= mostEntries(count);
  }

  private static long mostEntries(long count) {
    return Math.min(MOST_ENTRIES, count / VALUES_OF_ENTRY + 1);
  }

  @Override
  final int dictionarySize() {
    return dictionary.size();
  }

  @Override
  final void clearDictionary() {
    dictionary.clear();
  }

  @Override
  final BytesInput dictionary(int count) {
    return plain(dictionary.numbers(), count);
  }

  @Override
  final BytesInput values(int count, RunLengths places) throws IOException {
    return encoded(values, count);
  }

  /** Begins a range of values with the first one. */
  abstract void begin(long bits);

  /** Extends the range to a value. */
  abstract void extend(long bits);

  /** States the least and the greatest value of the range. */
  abstract void state(Statistics<?> statistics);

  /** The first numbers of an array in the encoding of the values themselves. */
  abstract BytesInput encoded(long[] numbers, int count) throws IOException;

  /** Doubles. Most of their bits change from value to value, so they are written as they are. */
  static final class Reals extends NumberPages {

    private double least;
    private double greatest;

    Reals(ColumnDescriptor column, PageWriter writer, int mostRows) {
      super(column, writer, mostRows);
    }

    @Override
    void begin(long bits) {
      least = Double.longBitsToDouble(bits);
      greatest = least;
    }

    @Override
    void extend(long bits) {
      double value = Double.longBitsToDouble(bits);
      if (!(value > least && value < greatest)) {
        // Statistics order zeros by sign and NaN behind all numbers. Readers ignore those with NaN.
        least = Double.compare(value, least) < 0 ? value : least;
        greatest = Double.compare(value, greatest) > 0 ? value : greatest;
      }
    }

    @Override
    void state(Statistics<?> statistics) {
      statistics.updateStats(least);
      statistics.updateStats(greatest);
    }

    @Override
    BytesInput encoded(long[] numbers, int count) {
      return plain(numbers, count);
    }

    @Override
    Encoding encoding() {
      return Encoding.PLAIN;
    }
  }

  /** Whole numbers. They are written as differences, which are small in an ascending column. */
  static final class Wholes extends NumberPages {

    private final DeltaBinaryPackingValuesWriterForLong differences =
        new DeltaBinaryPackingValuesWriterForLong(
            FIRST_BYTES, 1 << 16, HeapByteBufferAllocator.getInstance());

    private static final int FIRST_BYTES = 1024;

    private long least;
    private long greatest;

    Wholes(ColumnDescriptor column, PageWriter writer, int mostRows) {
      super(column, writer, mostRows);
    }

    @Override
    void begin(long bits) {
      least = bits;
      greatest = bits;
    }

    @Override
    void extend(long bits) {
      least = Math.min(least, bits);
      greatest = Math.max(greatest, bits);
    }

    @Override
    void state(Statistics<?> statistics) {
      statistics.updateStats(least);
      statistics.updateStats(greatest);
    }

    @Override
    BytesInput encoded(long[] numbers, int count) throws IOException {
      differences.reset();
      for (int i = 0; i < count; i++) {
        differences.writeLong(numbers[i]);
      }
      return differences.getBytes();
    }

    @Override
    Encoding encoding() {
      return Encoding.DELTA_BINARY_PACKED;
    }
  }
}
