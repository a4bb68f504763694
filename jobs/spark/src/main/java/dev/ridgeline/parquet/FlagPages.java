package dev.ridgeline.parquet;

import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;

/** The pages of a column of truth values. Each is a bit, and the first one the lowest of a byte. */
final class FlagPages extends ColumnPages {

  private long[] flags = new long[0];

  FlagPages(ColumnDescriptor column, PageWriter writer) {
    super(column, writer);
  }

  @Override
  void take(BulkColumn batch, int from, int to, int at, RunLengths places) {
    if (flags.length < to - from) {
      flags = new long[to - from];
    }
    batch.copyBits(from, to, flags, 0);
    for (int i = 0; i < to - from; i++) {
      places.add((int) flags[i], 1);
    }
  }

  @Override
  void look(int count, RunLengths places, Statistics<?> statistics) {
    for (int run = 0; run < Math.min(2, places.runs()); run++) {
      statistics.updateStats(places.value(run) == 1); // Neighbouring runs differ.
    }
  }

  /** Never: Parquet has no dictionaries of truth values. */
  @Override
  boolean isWorthwhile(long values) {
    return false;
  }

  @Override
  int dictionarySize() {
    return 0;
  }

  @Override
  void clearDictionary() {
    // There is none.
  }

  @Override
  BytesInput dictionary(int count) {
    throw new IllegalStateException("truth values have no dictionary");
  }

  @Override
  BytesInput values(int count, RunLengths places) {
    byte[] bits = new byte[(count + Byte.SIZE - 1) / Byte.SIZE];
    int at = 0;
    for (int run = 0; run < places.runs(); run++) {
      int end = at + places.length(run);
      if (places.value(run) == 1) {
        for (int bit = at; bit < end; bit++) {
          bits[bit / Byte.SIZE] |= (byte) (1 << bit % Byte.SIZE);
        }
      }
      at = end;
    }
    return BytesInput.from(bits);
  }

  @Override
  Encoding encoding() {
    return Encoding.PLAIN;
  }
}
