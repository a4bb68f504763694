package dev.ridgeline.table;

import dev.ridgeline.evaluate.Availability;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.evaluate.ColumnReader;
import dev.ridgeline.evaluate.ResultColumn;
import dev.ridgeline.space.Axis;
import java.util.Arrays;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;

/** One column of a batch of cells, filled cell by cell and read by Spark. */
abstract sealed class CellVector extends ColumnVector {

  private final ResultColumn column;
  private final Availability availability;
  private final boolean[] nulls;
  private int nullCount;
  private int filled;
  private int last;

  private CellVector(ResultColumn column, DataType type, int capacity) {
    super(type);
    this.column = column;
    this.availability = column.availability();
    this.nulls = new boolean[capacity];
  }

  static CellVector of(ResultColumn column, int capacity) {
    ColumnReader reader = column.reader();
    if (reader instanceof ColumnReader.Text text) {
      return new Texts(column, text, capacity);
    }
    return reader instanceof ColumnReader.Whole whole
        ? new Wholes(column, whole, capacity)
        : new Reals(column, (ColumnReader.Real) reader, capacity);
  }

  /** Fastest axis that the column's value depends on. */
  Axis decidedBy() {
    return column.decidedBy();
  }

  /** Begins a new batch. The last value of the old one stays to be repeated. */
  void clear() {
    nullCount = 0;
    filled = 0;
  }

  /**
   * Takes the column's value of an evaluated cell, or null where it has none there. Rows since the
   * last one that was set have its value.
   *
   * @param reach last availability whose columns have a value in that cell
   */
  void set(int row, CellResult result, Availability reach) {
    fill(row);
    boolean present = availability.compareTo(reach) <= 0 && read(row, result);
    nulls[row] = !present;
    if (!present) {
      nullCount++;
    }
    filled = row + 1;
    last = row;
  }

  /** Repeats the last value in all rows before this one that have none yet. */
  void fill(int to) {
    if (filled < to) {
      boolean isNull = nulls[last];
      Arrays.fill(nulls, filled, to, isNull);
      if (isNull) {
        nullCount += to - filled;
      } else {
        repeat(last, filled, to);
      }
      filled = to;
      last = to - 1;
    }
  }

  /** Copies a row's value to rows. */
  abstract void repeat(int row, int from, int to);

  /** Stores the value; false when it is null after all. */
  abstract boolean read(int row, CellResult result);

  @Override
  public boolean hasNull() {
    return nullCount > 0;
  }

  @Override
  public int numNulls() {
    return nullCount;
  }

  @Override
  public boolean isNullAt(int row) {
    return nulls[row];
  }

  @Override
  public void close() {
    // Plain arrays: nothing to give back.
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
    return new UnsupportedOperationException(column.columnName() + " is " + type);
  }

  private static final class Reals extends CellVector {

    private final ColumnReader.Real reader;
    private final double[] values;

    Reals(ResultColumn column, ColumnReader.Real reader, int capacity) {
      super(column, DataTypes.DoubleType, capacity);
      this.reader = reader;
      this.values = new double[capacity];
    }

    @Override
    boolean read(int row, CellResult result) {
      values[row] = reader.read().applyAsDouble(result);
      return true;
    }

    @Override
    public double getDouble(int row) {
      return values[row];
    }

    @Override
    void repeat(int row, int from, int to) {
      Arrays.fill(values, from, to, values[row]);
    }
  }

  private static final class Wholes extends CellVector {

    private final ColumnReader.Whole reader;
    private final long[] values;

    Wholes(ResultColumn column, ColumnReader.Whole reader, int capacity) {
      super(column, DataTypes.LongType, capacity);
      this.reader = reader;
      this.values = new long[capacity];
    }

    @Override
    boolean read(int row, CellResult result) {
      values[row] = reader.read().applyAsLong(result);
      return true;
    }

    @Override
    public long getLong(int row) {
      return values[row];
    }

    @Override
    void repeat(int row, int from, int to) {
      Arrays.fill(values, from, to, values[row]);
    }
  }

  /** Neighbouring cells mostly say the same, so the bytes of the last text are kept. */
  private static final class Texts extends CellVector {

    private final ColumnReader.Text reader;
    private final UTF8String[] values;
    private String lastText = "";
    private UTF8String lastValue = UTF8String.EMPTY_UTF8;

    Texts(ResultColumn column, ColumnReader.Text reader, int capacity) {
      super(column, DataTypes.StringType, capacity);
      this.reader = reader;
      this.values = new UTF8String[capacity];
    }

    @Override
    boolean read(int row, CellResult result) {
      String text = reader.read().apply(result);
      if (text == null) {
        return false;
      }
      if (!text.equals(lastText)) {
        lastText = text;
        lastValue = UTF8String.fromString(text);
      }
      values[row] = lastValue;
      return true;
    }

    @Override
    public UTF8String getUTF8String(int row) {
      return values[row];
    }

    @Override
    void repeat(int row, int from, int to) {
      Arrays.fill(values, from, to, values[row]);
    }
  }
}
