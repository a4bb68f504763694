package dev.ridgeline.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.testing.FileHashes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of the partitions of a table are its rows, however often their tasks were attempted. */
class PartitionFilesTest {

  private static final int ROWS = 3_000;
  private static final StructType TABLE =
      new StructType()
          .add("number", DataTypes.LongType, false)
          .add("text", DataTypes.StringType)
          .add("measure", DataTypes.DoubleType)
          .add("flag", DataTypes.BooleanType);

  private static SparkSession spark;
  private static List<Row> rows;

  @TempDir private Path directory;

  /** A task may fail twice. */
  @BeforeAll
  static void start() {
    spark = SparkSession.builder().master("local[2, 3]").getOrCreate();
    rows =
        LongStream.range(0, ROWS)
            .mapToObj(
                row ->
                    RowFactory.create(
                        row,
                        row % 5 == 0 ? null : "text " + row % 700,
                        row % 7 == 0 ? null : row / 3.0,
                        row % 11 == 0 ? null : row % 2 == 0))
            .toList();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private TaskFiles files(boolean ofAttempts) {
    return new TaskFiles(directory.toString(), "part-", ofAttempts);
  }

  private static Dataset<Row> table(int partitions) {
    return spark
        .createDataFrame(rows, TABLE)
        .repartitionByRange(partitions, functions.col("number"));
  }

  /** The rows of files, one file after another. */
  private List<Row> read(List<WrittenFile> files) {
    List<Row> all = new ArrayList<>();
    for (WrittenFile file : files) {
      List<Row> some =
          spark.read().parquet(directory.resolve(file.name()).toString()).collectAsList();
      assertThat(some).hasSize((int) file.rows());
      all.addAll(some);
    }
    return all;
  }

  @Test
  void rowsAreReadBackInTheirOrder() {
    List<WrittenFile> written =
        PartitionFiles.write(table(3).sortWithinPartitions("number"), files(true));
    assertThat(written).hasSize(3);
    assertThat(read(written)).isEqualTo(rows);
  }

  /** The first attempts of a task write a part of a file, or all of it, before they fail. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void taskThatFailedIsAttemptedAgainAndItsRowsComeOnce(boolean ofAttempts) throws IOException {
    PartitionFiles.Batches failing = values -> batches(failingOnce(values));
    List<WrittenFile> written =
        PartitionFiles.write(
            table(2).sortWithinPartitions("number").toJavaRDD(), TABLE, failing, files(ofAttempts));
    assertThat(written).hasSize(2);
    assertThat(read(written)).isEqualTo(rows);
    for (WrittenFile file : written) {
      assertThat(FileHashes.of(directory.resolve(file.name()))).isEqualTo(file.sha256());
    }
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.filter(file -> file.toString().endsWith(TaskFiles.ENDING)))
          .hasSize(ofAttempts ? 6 : 2);
    }
  }

  /** Fails in the middle at the first attempt of a task, and at its end at the second. */
  private static Iterator<@Nullable Object[]> failingOnce(Iterator<@Nullable Object[]> values) {
    int attempt = TaskContext.get().attemptNumber();
    return new Iterator<>() {

      private int taken;

      @Override
      public boolean hasNext() {
        if (!values.hasNext() && attempt == 1) {
          throw new IllegalStateException("the task fails at its end");
        }
        return values.hasNext();
      }

      @Override
      public @Nullable Object[] next() {
        if (taken++ == ROWS / 4 && attempt == 0) {
          throw new IllegalStateException("the task fails in the middle");
        }
        return values.next();
      }
    };
  }

  /** Batches of one row. */
  private static Iterator<ColumnBatch> batches(Iterator<@Nullable Object[]> values) {
    return new Iterator<>() {

      @Override
      public boolean hasNext() {
        return values.hasNext();
      }

      @Override
      public ColumnBatch next() {
        List<@Nullable Object[]> one = List.<@Nullable Object[]>of(values.next());
        return new ColumnBatch(ColumnBatch.columns(one, 0, TABLE.size()), 1);
      }
    };
  }

  @Test
  void taskThatAlwaysFailsLeavesNoTable() {
    PartitionFiles.Batches failing =
        values -> {
          throw new IllegalStateException("the task fails");
        };
    assertThatThrownBy(
            () -> PartitionFiles.write(table(2).toJavaRDD(), TABLE, failing, files(true)))
        .hasMessageContaining("the task fails");
  }

  @Test
  void partitionsWithoutRowsHaveNoFileButTheFirst() {
    Dataset<Row> few =
        spark.createDataFrame(
            table(4).toJavaRDD().filter(row -> row.getLong(0) == ROWS - 1), TABLE);
    List<WrittenFile> written = PartitionFiles.write(few, files(false));
    assertThat(written).extracting(WrittenFile::rows).containsExactly(0L, 1L);
    assertThat(written)
        .extracting(WrittenFile::name)
        .containsExactly("part-00000.zstd.parquet", "part-00003.zstd.parquet");
    assertThat(read(written)).containsExactly(rows.get(ROWS - 1));
  }

  @Test
  void aTableWithoutPartitionsIsAFileWithItsColumns() {
    List<WrittenFile> written =
        PartitionFiles.write(
            spark.createDataFrame(spark.emptyDataFrame().toJavaRDD(), TABLE), files(true));
    assertThat(written).extracting(WrittenFile::rows).containsExactly(0L);
    assertThat(spark.read().parquet(directory.resolve(written.get(0).name()).toString()).columns())
        .isEqualTo(TABLE.fieldNames());
  }

  @Test
  void otherTypesAreRefused() {
    Dataset<Row> days = spark.sql("SELECT DATE'2026-11-27' AS day");
    assertThatThrownBy(() -> PartitionFiles.write(days, files(true)))
        .hasMessageContaining("cannot write column day of type DATE");
  }
}
