package dev.ridgeline.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;

/**
 * The pages of one column in a row group. A page has a level for each row, which says whether the
 * row has a value, and the values.
 *
 * <p>The first pages name the places of their values in a dictionary, while that is worth its
 * bytes. From the first page on whose values repeat too little, pages have the values themselves.
 */
abstract class ColumnPages {

  private final ColumnDescriptor column;
  private final boolean mayBeNull;
  private final RunLengths places = new RunLengths();
  private PageWriter writer;
  private boolean usesDictionary;
  private int dictionarySize;
  private long valuesOfGroup;
  private int valuesOfPage;

  /**
   * The pages of a column.
   *
   * @param writer receives the pages of the first row group
   */
  ColumnPages(ColumnDescriptor column, PageWriter writer) {
    this.column = column;
    this.mayBeNull = column.getMaxDefinitionLevel() > 0;
    this.writer = writer;
    this.usesDictionary = true;
  }

  /** Begins a row group. */
  final void beginGroup(PageWriter ofGroup) {
    writer = ofGroup;
    usesDictionary = true;
    dictionarySize = 0;
    valuesOfGroup = 0;
    clearDictionary();
  }

  /**
   * Adds the values of rows to the current page.
   *
   * @param from first row of the batch to add
   * @param to row after the last one
   */
  final void add(BulkColumn batch, int from, int to) {
    RowRuns present = batch.presentRows();
    int at = from;
    for (int run = 0; run < present.count() && present.from(run) < to; run++) {
      int first = Math.max(at, present.from(run));
      int last = Math.min(to, present.to(run));
      if (first < last) {
        take(batch, first, last, valuesOfPage, places);
        valuesOfPage += last - first;
        at = last;
      }
    }
  }

  /**
   * Ends the current page.
   *
   * @param levels which of its rows have a value
   * @throws IllegalStateException when a row of a column without nulls has no value
   */
  final void endPage(PageLevels levels) throws IOException {
    int rowsOfPage = levels.rows();
    if (!mayBeNull && valuesOfPage < rowsOfPage) {
      throw new IllegalStateException(
          "column " + column.getPath()[0] + " has no value in a row, and is never null");
    }
    Statistics<?> statistics = Statistics.createStats(column.getPrimitiveType());
    statistics.incrementNumNulls(rowsOfPage - valuesOfPage);
    List<BytesInput> parts = new ArrayList<>();
    if (mayBeNull) {
      parts.add(levels.encoded());
    }
    valuesOfGroup += valuesOfPage;
    Encoding encoding = Encoding.PLAIN;
    if (valuesOfPage > 0) {
      look(valuesOfPage, places, statistics);
      usesDictionary = usesDictionary && isWorthwhile(valuesOfGroup);
      if (usesDictionary) {
        dictionarySize = dictionarySize();
        int width = Integer.SIZE - Integer.numberOfLeadingZeros(dictionarySize - 1);
        byte[] bytes = places.encode(width);
        parts.add(BytesInput.from(new byte[] {(byte) width}));
        parts.add(BytesInput.from(bytes, 0, places.size()));
        encoding = Encoding.RLE_DICTIONARY;
      } else {
        parts.add(values(valuesOfPage, places));
        encoding = encoding();
      }
    }
    writer.writePage(
        BytesInput.concat(parts),
        rowsOfPage,
        rowsOfPage,
        statistics,
        Encoding.RLE,
        Encoding.RLE,
        encoding);
    places.clear();
    valuesOfPage = 0;
  }

  /** Ends the row group, behind the end of its last page. */
  final void endGroup() throws IOException {
    if (dictionarySize > 0) {
      writer.writeDictionaryPage(
          new DictionaryPage(dictionary(dictionarySize), dictionarySize, Encoding.PLAIN));
    }
  }

  /** Bytes of the row group so far, compressed. */
  final long bytesOfGroup() {
    return writer.getMemSize();
  }

  /** Numbers as bytes, the lowest first. */
  static BytesInput plain(long[] numbers, int count) {
    byte[] bytes = new byte[count * Long.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(numbers, 0, count);
    return BytesInput.from(bytes);
  }

  /** Whether pages name places in the dictionary so far. */
  final boolean usesDictionary() {
    return usesDictionary;
  }

  /** Number of values of the row group, up to the end of the page that ends. */
  final long valuesOfGroup() {
    return valuesOfGroup;
  }

  /**
   * Takes the values of rows, all of which have one.
   *
   * @param at number of values of the page before
   * @param places may receive their places in the dictionary
   */
  abstract void take(BulkColumn batch, int from, int to, int at, RunLengths places);

  /**
   * Passes the values of the page once, before they are encoded.
   *
   * @param places has their places in the dictionary afterwards, where one is used and worthwhile
   * @param statistics receives their least and their greatest
   */
  abstract void look(int count, RunLengths places, Statistics<?> statistics);

  /** Whether a dictionary is worth its bytes for so many values of the row group. */
  abstract boolean isWorthwhile(long values);

  abstract int dictionarySize();

  abstract void clearDictionary();

  /** The first entries of the dictionary. */
  abstract BytesInput dictionary(int count);

  /** The values of the page themselves. */
  abstract BytesInput values(int count, RunLengths places) throws IOException;

  /** Encoding of the values themselves. */
  abstract Encoding encoding();
}
