package dev.ridgeline.table;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.parquet.BulkColumn;
import dev.ridgeline.parquet.RowRuns;
import dev.ridgeline.schema.Reader;
import dev.ridgeline.space.Axis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * One column of a batch of cells, which is filled cell by cell and read by Spark. Its {@link
 * VectorGroup group} decides in which rows it has a value.
 */
abstract sealed class CellVector extends ColumnVector implements BulkColumn {

  private final CellColumn column;
  private final Presence presence;
  private int filled;
  private int lastOfBatch;

  private CellVector(CellColumn column, DataType type, Presence presence) {
    super(type);
    this.column = column;
    this.presence = presence;
  }

  static CellVector of(CellColumn column, Presence presence) {
    int capacity = presence.capacity();
    Reader<CellResult> reader = column.reader();
    if (reader instanceof Reader.Text<CellResult> text) {
      return new Texts(column, text.read(), presence, capacity);
    }
    return reader instanceof Reader.Whole<CellResult> whole
        ? new Wholes(column, whole.read(), presence, capacity)
        : new Reals(column, ((Reader.Real<CellResult>) reader).read(), presence, capacity);
  }

  /** Fastest axis that the column's value depends on. */
  Axis<?> decidedBy() {
    return column.decidedBy();
  }

  final Presence presence() {
    return presence;
  }

  /** Begins a new batch. The last value of the old batch is kept, so that it can be repeated. */
  void clear() {
    lastOfBatch = filled - 1;
    filled = 0;
  }

  /** Leaves the rows before this one that are not filled yet without a value. */
  void skip(int to) {
    filled = to;
  }

  /** Takes the value of an evaluated cell, and repeats the last value in the rows before it. */
  void set(int row, CellResult result) {
    fill(row);
    read(row, result);
    filled = row + 1;
  }

  /** Repeats the last value in all rows before this one that are not filled yet. */
  void fill(int to) {
    if (filled < to) {
      repeat(filled > 0 ? filled - 1 : lastOfBatch, filled, to);
      filled = to;
    }
  }

  /** Copies the value of a row to other rows. */
  abstract void repeat(int row, int from, int to);

  /** Stores the value of a cell in a row. */
  abstract void read(int row, CellResult result);

  @Override
  public boolean hasNull() {
    return presence.absentRows() > 0;
  }

  @Override
  public int numNulls() {
    return presence.absentRows();
  }

  @Override
  public boolean isNullAt(int row) {
    return presence.isAbsentAt(row);
  }

  @Override
  public RowRuns presentRows() {
    return presence.presentRows();
  }

  @Override
  public void copyBits(int from, int to, long[] target, int at) {
    throw otherType();
  }

  @Override
  public void copyCodes(int from, int to, int[] target) {
    throw otherType();
  }

  @Override
  public UTF8String text(int code) {
    throw otherType();
  }

  @Override
  public void close() {
    // The arrays are on the heap, so nothing is to be released.
  }

  @Override
  public boolean getBoolean(int row) {
    throw otherType();
  }

  @Override
  public byte getByte(int row) {
    throw otherType();
  }

  @Override
  public short getShort(int row) {
    throw otherType();
  }

  @Override
  public int getInt(int row) {
    throw otherType();
  }

  @Override
  public long getLong(int row) {
    throw otherType();
  }

  @Override
  public float getFloat(int row) {
    throw otherType();
  }

  @Override
  public double getDouble(int row) {
    throw otherType();
  }

  @Override
  public ColumnarArray getArray(int row) {
    throw otherType();
  }

  @Override
  public ColumnarMap getMap(int row) {
    throw otherType();
  }

  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    throw otherType();
  }

  @Override
  public UTF8String getUTF8String(int row) {
    throw otherType();
  }

  @Override
  public byte[] getBinary(int row) {
    throw otherType();
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    throw otherType();
  }

  private UnsupportedOperationException otherType() {
    return new UnsupportedOperationException("column " + column.name() + " is of type " + type);
  }

  private static final class Reals extends CellVector {

    private final ToDoubleFunction<CellResult> reader;
    private final double[] values;

    Reals(CellColumn column, ToDoubleFunction<CellResult> reader, Presence presence, int capacity) {
      super(column, DataTypes.DoubleType, presence);
      this.reader = reader;
      this.values = new double[capacity];
    }

    @Override
    void read(int row, CellResult result) {
      values[row] = reader.applyAsDouble(result);
    }

    @Override
    public double getDouble(int row) {
      return values[row];
    }

    @Override
    public void copyBits(int from, int to, long[] target, int at) {
      for (int row = from; row < to; row++) {
        target[at + row - from] = Double.doubleToRawLongBits(values[row]);
      }
    }

    @Override
    void repeat(int row, int from, int to) {
      Arrays.fill(values, from, to, values[row]);
    }
  }

  private static final class Wholes extends CellVector {

    private final ToLongFunction<CellResult> reader;
    private final long[] values;

    Wholes(CellColumn column, ToLongFunction<CellResult> reader, Presence presence, int capacity) {
      super(column, DataTypes.LongType, presence);
      this.reader = reader;
      this.values = new long[capacity];
    }

    @Override
    void read(int row, CellResult result) {
      values[row] = reader.applyAsLong(result);
    }

    @Override
    public long getLong(int row) {
      return values[row];
    }

    @Override
    public void copyBits(int from, int to, long[] target, int at) {
      System.arraycopy(values, from, target, at, to - from);
    }

    @Override
    void repeat(int row, int from, int to) {
      Arrays.fill(values, from, to, values[row]);
    }
  }

  /** A column of texts. Few of them differ, so the bytes of each text are kept, by its code. */
  private static final class Texts extends CellVector {

    /** Code of a cell that has no text. */
    private static final int NONE = -1;

    private final Function<CellResult, String> reader;
    private final int[] codes;
    private final List<UTF8String> texts = new ArrayList<>();
    private final Map<String, Integer> known = new HashMap<>();
    private final RowRuns rowsWithText = new RowRuns();
    private @Nullable String lastText;
    private int lastCode = NONE;

    /** The text before the last one, since two often take turns. */
    private @Nullable String textBefore;

    private int codeBefore = NONE;

    /** Whether a cell of this batch that has the column has no text in it. */
    private boolean lacksText;

    Texts(CellColumn column, Function<CellResult, String> reader, Presence presence, int capacity) {
      super(column, DataTypes.StringType, presence);
      this.reader = reader;
      this.codes = new int[capacity];
    }

    @Override
    void clear() {
      super.clear();
      lacksText = lastCode == NONE;
    }

    @Override
    @SuppressWarnings(
        "ReferenceEquality") // The bytes of another object are looked up, equal or not.
    void read(int row, CellResult result) {
      String text = reader.apply(result);
      if (text != lastText) {
        int code = text == textBefore ? codeBefore : text == null ? NONE : code(text);
        textBefore = lastText;
        codeBefore = lastCode;
        lastText = text;
        lastCode = code;
        lacksText |= text == null;
      }
      codes[row] = lastCode;
    }

    /** The code of a text. Texts of fast axes change in every row, and {@code get} is quickest. */
    private int code(String text) {
      Integer code = known.get(text);
      if (code == null) {
        code = texts.size();
        texts.add(UTF8String.fromString(text));
        known.put(text, code);
      }
      return code;
    }

    // A cell that has the column may still have no text in it.

    @Override
    public boolean isNullAt(int row) {
      return super.isNullAt(row) || codes[row] == NONE;
    }

    @Override
    public boolean hasNull() {
      return numNulls() > 0;
    }

    @Override
    public int numNulls() {
      return (int) IntStream.range(0, presence().rows()).filter(this::isNullAt).count();
    }

    @Override
    public RowRuns presentRows() {
      RowRuns present = super.presentRows();
      if (!lacksText) {
        return present;
      }
      rowsWithText.clear();
      for (int run = 0; run < present.count(); run++) {
        for (int row = present.from(run); row < present.to(run); row++) {
          rowsWithText.add(row, codes[row] == NONE ? row : row + 1);
        }
      }
      return rowsWithText;
    }

    @Override
    public void copyCodes(int from, int to, int[] target) {
      System.arraycopy(codes, from, target, 0, to - from);
    }

    @Override
    public UTF8String text(int code) {
      return texts.get(code);
    }

    @Override
    public UTF8String getUTF8String(int row) {
      return texts.get(codes[row]);
    }

    @Override
    void repeat(int row, int from, int to) {
      Arrays.fill(codes, from, to, codes[row]);
    }
  }
}
