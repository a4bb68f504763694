package dev.ridgeline.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** The pages of a column of texts, few of which differ. */
final class TextPages extends ColumnPages {

  /** A dictionary of more bytes than this is left. */
  private static final int MOST_BYTES = 1 << 20;

  /** A dictionary is left once its entries are more than a value in so many. */
  private static final int VALUES_OF_ENTRY = 2;

  private static final int[] NONE = {};

  /** The different texts of the row group in the order in which they came. */
  private final List<byte[]> texts = new ArrayList<>();

  private final Map<UTF8String, Integer> placeOf = new HashMap<>();
  private long bytesOfTexts;

  /** The column that the codes are of, and one more than the place of each code's text. */
  private @Nullable BulkColumn coded;

  private int[] placeOfCode = NONE;
  private int[] codes = NONE;

  /** The last page, by number, whose statistics have a text. */
  private int[] pageOfText = NONE;

  private int page;

  TextPages(ColumnDescriptor column, PageWriter writer) {
    super(column, writer);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // Codes are those of one column.
  void take(BulkColumn batch, int from, int to, int at, RunLengths places) {
    if (batch != coded) {
      coded = batch;
      Arrays.fill(placeOfCode, 0);
    }
    if (codes.length < to - from) {
      codes = new int[to - from];
    }
    batch.copyCodes(from, to, codes);
    int first = 0;
    for (int i = 1; i <= to - from; i++) {
      if (i == to - from || codes[i] != codes[first]) {
        places.add(place(batch, codes[first]), i - first);
        first = i;
      }
    }
  }

  private int place(BulkColumn batch, int code) {
    if (code >= placeOfCode.length) {
      placeOfCode = Arrays.copyOf(placeOfCode, Math.max(16, 2 * code));
    }
    if (placeOfCode[code] == 0) {
      placeOfCode[code] = place(batch.text(code)) + 1;
    }
    return placeOfCode[code] - 1;
  }

  private int place(UTF8String text) {
    Integer known = placeOf.get(text);
    if (known == null) {
      known = texts.size();
      byte[] bytes = text.getBytes();
      placeOf.put(UTF8String.fromBytes(bytes), known);
      texts.add(bytes);
      bytesOfTexts += Integer.BYTES + bytes.length;
    }
    return known;
  }

  @Override
  void look(int count, RunLengths places, Statistics<?> statistics) {
    page++;
    pageOfText = Arrays.copyOf(pageOfText, Math.max(pageOfText.length, texts.size()));
    for (int run = 0; run < places.runs(); run++) {
      int place = places.value(run);
      if (pageOfText[place] != page) {
        pageOfText[place] = page;
        statistics.updateStats(Binary.fromConstantByteArray(texts.get(place)));
      }
    }
  }

  @Override
  boolean isWorthwhile(long values) {
    return bytesOfTexts <= MOST_BYTES && texts.size() <= values / VALUES_OF_ENTRY + 1;
  }

  @Override
  int dictionarySize() {
    return texts.size();
  }

  @Override
  void clearDictionary() {
    texts.clear();
    placeOf.clear();
    bytesOfTexts = 0;
    coded = null;
  }

  @Override
  BytesInput dictionary(int count) {
    int bytes = 0;
    for (int place = 0; place < count; place++) {
      bytes += Integer.BYTES + texts.get(place).length;
    }
    ByteBuffer plain = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int place = 0; place < count; place++) {
      put(place, plain);
    }
    return BytesInput.from(plain.array());
  }

  @Override
  BytesInput values(int count, RunLengths places) {
    int bytes = 0;
    for (int run = 0; run < places.runs(); run++) {
      bytes += places.length(run) * (Integer.BYTES + texts.get(places.value(run)).length);
    }
    ByteBuffer plain = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int run = 0; run < places.runs(); run++) {
      for (int i = 0; i < places.length(run); i++) {
        put(places.value(run), plain);
      }
    }
    return BytesInput.from(plain.array());
  }

  private void put(int place, ByteBuffer plain) {
    byte[] text = texts.get(place);
    plain.putInt(text.length).put(text);
  }

  @Override
  Encoding encoding() {
    return Encoding.PLAIN;
  }
}
