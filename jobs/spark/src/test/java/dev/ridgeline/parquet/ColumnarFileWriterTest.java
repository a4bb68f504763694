package dev.ridgeline.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.schema.Column;
import dev.ridgeline.testing.FileHashes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written column by column reads as what Spark would have written row by row. */
class ColumnarFileWriterTest {

  private static final int ROWS = 60_000;
  private static final int SMALL_GROUP_ROWS = ColumnarFileWriter.PAGE_ROWS;
  private static final StructType TABLE =
      new StructType(
          new StructField[] {
            field("number", DataTypes.LongType, false),
            field("text", DataTypes.StringType, false),
            field("measure", DataTypes.DoubleType, false),
            field("some_number", DataTypes.LongType, true),
            field("some_text", DataTypes.StringType, true),
            field("some_measure", DataTypes.DoubleType, true),
            field("nothing", DataTypes.DoubleType, true),
            field("flag", DataTypes.BooleanType, false),
            field("some_flag", DataTypes.BooleanType, true)
          });
  private static final FileSchema SCHEMA =
      FileSchema.of(
          List.of(
              Column.whole("number", "", "number, in s.", row -> 0),
              Column.text("text", "text, in s.", row -> ""),
              Column.real("measure", "", "measure, in s.", row -> 0),
              Column.whole("some_number", "", "some_number, in s.", row -> 0)
                  .nullWhere("it says so", row -> true),
              Column.text("some_text", "some_text, in s.", row -> "")
                  .nullWhere("it says so", row -> true),
              Column.real("some_measure", "", "some_measure, in s.", row -> 0)
                  .nullWhere("it says so", row -> true),
              Column.real("nothing", "", "nothing, in s.", row -> 0)
                  .nullWhere("it says so", row -> true),
              Column.flag("flag", "flag, in s.", row -> true),
              Column.flag("some_flag", "some_flag, in s.", row -> true)
                  .nullWhere("it says so", row -> true)));
  private static final double[] ODD = {
    0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, -Double.MAX_VALUE
  };
  private static final String[] TEXTS = {"", "h100-sxm", "größer", "目", "b200 > mi300x"};

  private static SparkSession spark;
  private static List<Row> rows;

  @TempDir private Path directory;

  private static StructField field(
      String name, org.apache.spark.sql.types.DataType type, boolean nullable) {
    return new StructField(
        name, type, nullable, new MetadataBuilder().putString("comment", name + ", in s.").build());
  }

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.sql.shuffle.partitions", 2)
            .getOrCreate();
    Random random = new Random(20260901);
    rows = new ArrayList<>();
    for (long row = 0; row < ROWS; row++) {
      rows.add(
          RowFactory.create(
              row,
              TEXTS[(int) (row / 100 % TEXTS.length)],
              row % 7 == 0 ? ODD[random.nextInt(ODD.length)] : random.nextGaussian(),
              random.nextInt(3) == 0 ? null : random.nextLong(50),
              random.nextInt(3) == 0 ? null : TEXTS[random.nextInt(TEXTS.length)],
              random.nextInt(3) == 0 ? null : random.nextGaussian(),
              null,
              row / 1000 % 3 == 0,
              random.nextInt(3) == 0 ? null : random.nextBoolean()));
    }
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void everyValueIsReadBack() throws IOException {
    assertThat(read(write("whole.parquet")).orderBy("number").collectAsList()).isEqualTo(rows);
  }

  @Test
  void schemaAndCommentsAreThoseThatSparkWrites() throws IOException {
    String bySpark = directory.resolve("spark").toString();
    spark.createDataFrame(rows, TABLE).coalesce(1).write().parquet(bySpark);
    Path ours = write("ours.parquet");
    Path theirs;
    try (var files = java.nio.file.Files.list(Path.of(bySpark))) {
      theirs = files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    assertThat(read(ours).schema()).isEqualTo(spark.read().parquet(bySpark).schema());
    assertThat(read(ours).schema().apply("measure").metadata().getString("comment"))
        .isEqualTo("measure, in s.");
    try (ParquetFileReader one = open(ours);
        ParquetFileReader other = open(theirs)) {
      assertThat(one.getFileMetaData().getSchema()).isEqualTo(other.getFileMetaData().getSchema());
    }
  }

  @Test
  void pagesAndRowGroupsHoldTheSameRowsOfAllColumns() throws IOException {
    Path file = write("groups.parquet");
    try (ParquetFileReader reader = open(file)) {
      List<BlockMetaData> groups = reader.getRowGroups();
      assertThat(groups).hasSizeGreaterThan(2);
      assertThat(groups.stream().mapToLong(BlockMetaData::getRowCount).sum()).isEqualTo(ROWS);
      int pages = 0;
      for (BlockMetaData group : groups) {
        for (ColumnChunkMetaData column : group.getColumns()) {
          assertThat(column.getValueCount()).isEqualTo(group.getRowCount());
          OffsetIndex index = reader.readOffsetIndex(column);
          for (int page = 0; page < index.getPageCount(); page++) {
            assertThat(index.getFirstRowIndex(page) % 4096).isZero();
            assertThat(index.getLastRowIndex(page, group.getRowCount()))
                .isLessThan(group.getRowCount());
          }
          pages = Math.max(pages, index.getPageCount());
        }
      }
      assertThat(pages).isGreaterThan(0);
    }
    for (String range : List.of("number = 12345", "number BETWEEN 4090 AND 4100")) {
      assertThat(read(file).where(range).orderBy("number").collectAsList())
          .isEqualTo(spark.createDataFrame(rows, TABLE).where(range).collectAsList());
    }
  }

  @Test
  void largeRowGroupsHaveManyPages() throws IOException {
    Path file = directory.resolve("pages.parquet");
    write(file, ColumnarFileWriter.GROUP_ROWS);
    try (ParquetFileReader reader = open(file)) {
      BlockMetaData group = reader.getRowGroups().get(0);
      assertThat(reader.getRowGroups()).hasSize(1);
      assertThat(group.getColumns())
          .allSatisfy(
              column -> assertThat(reader.readOffsetIndex(column).getPageCount()).isGreaterThan(1));
    }
    assertThat(read(file).where("number = 54321").collectAsList())
        .containsExactly(rows.get(54_321));
  }

  @Test
  void sameRowsInOtherBatchesAreTheSameBytes() throws IOException {
    Path one = write("one.parquet");
    Path two = directory.resolve("two.parquet");
    write(two, SMALL_GROUP_ROWS, 8);
    assertThat(FileHashes.of(one)).isEqualTo(FileHashes.of(two));
  }

  @Test
  void whatRepeatsIsInADictionaryAndWhatAscendsIsDifferences() throws IOException {
    try (ParquetFileReader reader = open(write("encodings.parquet"))) {
      assertThat(encodings(reader, "number")).contains(Encoding.DELTA_BINARY_PACKED);
      assertThat(encodings(reader, "text")).contains(Encoding.RLE_DICTIONARY);
      assertThat(encodings(reader, "some_number")).contains(Encoding.RLE_DICTIONARY);
      assertThat(encodings(reader, "measure")).doesNotContain(Encoding.RLE_DICTIONARY);
      assertThat(chunk(reader, "number").getTotalSize()).isLessThan(1000);
    }
  }

  @Test
  void statisticsAreThoseOfTheValues() throws IOException {
    try (ParquetFileReader reader = open(write("statistics.parquet"))) {
      List<Row> first = rows.subList(0, SMALL_GROUP_ROWS);
      List<Double> measures =
          first.stream().filter(row -> !row.isNullAt(5)).map(row -> row.getDouble(5)).toList();
      Statistics<?> some = chunk(reader, "some_measure").getStatistics();
      assertThat(some.genericGetMin()).isEqualTo(Collections.min(measures));
      assertThat(some.genericGetMax()).isEqualTo(Collections.max(measures));
      assertThat(some.getNumNulls()).isEqualTo(SMALL_GROUP_ROWS - measures.size());
      Statistics<?> text = chunk(reader, "text").getStatistics();
      assertThat(text.minAsString()).isEqualTo("");
      assertThat(text.maxAsString()).isEqualTo("目");
      Statistics<?> flag = chunk(reader, "some_flag").getStatistics();
      assertThat(flag.genericGetMin()).isEqualTo(false);
      assertThat(flag.genericGetMax()).isEqualTo(true);
      assertThat(flag.getNumNulls())
          .isEqualTo(first.stream().filter(row -> row.isNullAt(8)).count());
    }
  }

  /** A page of equal truth values says so, and a reader then skips it. */
  @Test
  void truthValuesOfAPageMayAllBeFalse() throws IOException {
    Path path = directory.resolve("false.parquet");
    List<Row> some = rows.subList(1000, 3000);
    try (ColumnarFileWriter file = writer(path, SMALL_GROUP_ROWS)) {
      file.write(batch(some), some.size());
      file.finish();
    }
    try (ParquetFileReader reader = open(path)) {
      Statistics<?> flag = chunk(reader, "flag").getStatistics();
      assertThat(flag.genericGetMax()).isEqualTo(false);
      assertThat(encodings(reader, "flag")).contains(Encoding.PLAIN);
      assertThat(encodings(reader, "flag")).doesNotContain(Encoding.RLE_DICTIONARY);
    }
    assertThat(read(path).where("flag").count()).isZero();
    assertThat(read(path).where("some_flag").count())
        .isEqualTo(some.stream().filter(row -> Boolean.TRUE.equals(row.get(8))).count());
  }

  @Test
  void schemaOfATableOfSparkIsThatOfItsColumns() {
    assertThat(FileSchema.of(TABLE)).isEqualTo(SCHEMA);
  }

  private static ColumnChunkMetaData chunk(ParquetFileReader reader, String column) {
    return reader.getRowGroups().get(0).getColumns().stream()
        .filter(chunk -> chunk.getPath().toDotString().equals(column))
        .findFirst()
        .orElseThrow();
  }

  private static Set<Encoding> encodings(ParquetFileReader reader, String column) {
    return chunk(reader, column).getEncodings();
  }

  @Test
  void fileThatWasNotFinishedIsNone() throws IOException {
    Path path = directory.resolve("half.parquet");
    try (ColumnarFileWriter file = writer(path, SMALL_GROUP_ROWS)) {
      file.write(batch(rows), ROWS);
    }
    assertThat(path).exists();
    assertThatThrownBy(() -> open(path).close()).hasMessageContaining("is not a Parquet file");
  }

  @Test
  void noRowsAreAWholeFileToo() throws IOException {
    Path path = directory.resolve("none.parquet");
    try (ColumnarFileWriter file = writer(path, SMALL_GROUP_ROWS)) {
      file.finish();
    }
    assertThat(read(path).count()).isZero();
  }

  @Test
  void otherTypesAreRefused() {
    FileSchema other = FileSchema.of(List.of(Column.day("day", "A day.", row -> LocalDate.EPOCH)));
    assertThatThrownBy(
            () ->
                new ColumnarFileWriter(hadoop(directory.resolve("x")), other, new Configuration()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DATE");
    assertThat(directory.resolve("x")).doesNotExist();
  }

  private Path write(String name) throws IOException {
    Path path = directory.resolve(name);
    write(path, SMALL_GROUP_ROWS);
    return path;
  }

  /** Writes all rows in batches of all sizes. */
  private static void write(Path path, int groupRows) throws IOException {
    write(path, groupRows, 7);
  }

  private static void write(Path path, int groupRows, long seed) throws IOException {
    Random random = new Random(seed);
    try (ColumnarFileWriter file = writer(path, groupRows)) {
      int from = 0;
      while (from < ROWS) {
        int to = Math.min(ROWS, from + random.nextInt(6000));
        file.write(batch(rows.subList(from, to)), to - from);
        from = to;
      }
      file.finish();
    }
  }

  private static ColumnarFileWriter writer(Path path, int groupRows) throws IOException {
    return new ColumnarFileWriter(hadoop(path), SCHEMA, new Configuration(), groupRows);
  }

  private static List<RowColumn> batch(List<Row> rows) {
    return IntStream.range(0, TABLE.size()).mapToObj(place -> new RowColumn(rows, place)).toList();
  }

  /** A column of rows. Its codes differ from batch to batch. */
  private record RowColumn(List<Row> rows, int place) implements BulkColumn {

    @Override
    public RowRuns presentRows() {
      RowRuns present = new RowRuns();
      for (int row = 0; row < rows.size(); row++) {
        present.add(row, rows.get(row).isNullAt(place) ? row : row + 1);
      }
      return present;
    }

    @Override
    public void copyBits(int from, int to, long[] target, int at) {
      for (int row = from; row < to; row++) {
        target[at + row - from] = bits(rows.get(row).get(place));
      }
    }

    private static long bits(Object value) {
      if (value instanceof Boolean flag) {
        return flag ? 1 : 0;
      }
      return value instanceof Double real ? Double.doubleToRawLongBits(real) : (Long) value;
    }

    @Override
    public void copyCodes(int from, int to, int[] target) {
      for (int row = from; row < to; row++) {
        target[row - from] = code(rows.get(row).getString(place));
      }
    }

    private int code(String text) {
      return Math.floorMod(List.of(TEXTS).indexOf(text) + rows.size(), TEXTS.length);
    }

    @Override
    public UTF8String text(int code) {
      return UTF8String.fromString(
          Stream.of(TEXTS).filter(text -> code(text) == code).findFirst().orElseThrow());
    }
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  private static ParquetFileReader open(Path path) throws IOException {
    return ParquetFileReader.open(HadoopInputFile.fromPath(hadoop(path), new Configuration()));
  }

  private static Dataset<Row> read(Path path) {
    return spark.read().parquet(path.toString());
  }
}
