package dev.ridgeline.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * A writer of Parquet files that takes batches of columns. It writes texts, 64-bit whole numbers,
 * doubles and truth values, compressed with zstd. The metadata is that of Spark, with the comments
 * of columns.
 *
 * <p>Parquet's own writers take value by value, 240 of them a row, most of which are null or repeat
 * the value before. This one copies values in bulk. It encodes a page at a time: which rows have a
 * value as runs, and what repeats as a run of places in a dictionary.
 *
 * <p>All columns have pages of the same rows. The same rows make the same bytes in every JVM, no
 * matter how they are divided into batches.
 */
public final class ColumnarFileWriter implements Closeable {

  /** Rows of a page, all columns of which stay in the second-level cache one after another. */
  static final int PAGE_ROWS = 1 << 14;

  /** Rows of a row group. Readers share a file by row groups, and decode at least one. */
  static final int GROUP_ROWS = 1 << 18;

  private static final long GROUP_BYTES = 1 << 27;

  private final List<ColumnPages> columns = new ArrayList<>();

  /** The levels of the current page of each column. */
  private final PageLevels[] levels;

  private final List<PageLevels> advancing = new ArrayList<>();
  private final List<ColumnDescriptor> descriptors;
  private final GroupedFile file;
  private final int groupRows;
  private int rowsOfPage;
  private int rowsOfGroup;

  /**
   * Begins a file. An existing file is replaced.
   *
   * @throws IllegalArgumentException when the table has a column of another type
   */
  public ColumnarFileWriter(Path path, FileSchema schema, Configuration hadoop) throws IOException {
    this(path, schema, hadoop, GROUP_ROWS);
  }

  /**
   * Begins a file with row groups of another size.
   *
   * @param groupRows rows of a row group, a multiple of those of a page
   */
  ColumnarFileWriter(Path path, FileSchema schema, Configuration hadoop, int groupRows)
      throws IOException {
    for (Type column : schema.type().getFields()) {
      requireWritten(column);
    }
    this.descriptors = schema.type().getColumns();
    this.groupRows = groupRows;
    this.file = new GroupedFile(path, schema, hadoop, GroupedFile.settings().build());
    this.levels = new PageLevels[descriptors.size()];
    Arrays.fill(levels, new PageLevels());
    for (ColumnDescriptor column : descriptors) {
      columns.add(pages(column, file.pages().getPageWriter(column)));
    }
  }

  private static void requireWritten(Type column) {
    boolean isWritten =
        column.isPrimitive()
            && switch (column.asPrimitiveType().getPrimitiveTypeName()) {
              case DOUBLE, INT64, BOOLEAN -> column.getLogicalTypeAnnotation() == null;
              case BINARY ->
                  LogicalTypeAnnotation.stringType().equals(column.getLogicalTypeAnnotation());
              default -> false;
            };
    if (!isWritten) {
      throw new IllegalArgumentException("cannot write a column of type " + column);
    }
  }

  private static ColumnPages pages(ColumnDescriptor column, PageWriter writer) {
    PrimitiveType type = column.getPrimitiveType();
    return switch (type.getPrimitiveTypeName()) {
      case DOUBLE -> new NumberPages.Reals(column, writer, PAGE_ROWS);
      case INT64 -> new NumberPages.Wholes(column, writer, PAGE_ROWS);
      case BOOLEAN -> new FlagPages(column, writer);
      default -> new TextPages(column, writer);
    };
  }

  /**
   * Appends the rows of a batch.
   *
   * @param batch the columns of the table, in its order
   * @param rows number of rows of the batch
   */
  public void write(List<? extends BulkColumn> batch, int rows) throws IOException {
    int from = 0;
    while (from < rows) {
      int to = Math.min(rows, from + PAGE_ROWS - rowsOfPage);
      for (int place = 0; place < columns.size(); place++) {
        levels[place] = levels[place].next(batch.get(place).presentRows(), advancing);
        columns.get(place).add(batch.get(place), from, to);
      }
      for (PageLevels named : advancing) {
        named.add(from, to);
      }
      advancing.clear();
      rowsOfPage += to - from;
      from = to;
      if (rowsOfPage == PAGE_ROWS) {
        endPages();
      }
    }
  }

  private void endPages() throws IOException {
    if (rowsOfPage == 0) {
      return;
    }
    long bytes = 0;
    for (int place = 0; place < columns.size(); place++) {
      columns.get(place).endPage(levels[place]);
      bytes += columns.get(place).bytesOfGroup();
    }
    Arrays.fill(levels, new PageLevels());
    rowsOfGroup += rowsOfPage;
    rowsOfPage = 0;
    if (rowsOfGroup >= groupRows || bytes > GROUP_BYTES) {
      endGroup();
    }
  }

  private void endGroup() throws IOException {
    for (ColumnPages column : columns) {
      column.endGroup();
    }
    file.endGroup(rowsOfGroup);
    rowsOfGroup = 0;
    for (int place = 0; place < columns.size(); place++) {
      columns.get(place).beginGroup(file.pages().getPageWriter(descriptors.get(place)));
    }
  }

  /**
   * Ends the file with its footer. A file that is not finished is refused by every reader.
   *
   * @return what was written
   */
  public WrittenFile finish() throws IOException {
    endPages();
    if (rowsOfGroup > 0) {
      endGroup();
    }
    return file.finish();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
