package dev.ridgeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.analysis.AxisCounts;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.frontier.Ties;
import dev.ridgeline.pareto.FrontierColumns;
import dev.ridgeline.pareto.FrontierPoint;
import dev.ridgeline.pareto.FrontierQuery;
import dev.ridgeline.pareto.FrontierTables;
import dev.ridgeline.pareto.Objective;
import dev.ridgeline.parquet.TaskFiles;
import dev.ridgeline.parquet.WrittenFile;
import dev.ridgeline.schema.Column;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.table.CellRows;
import dev.ridgeline.table.SparkTest;
import dev.ridgeline.testing.FileHashes;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Points of frontiers in files are the rows of their cells, however Spark divides the work. */
class PointRowsTest extends SparkTest {

  /** Two layers of both statuses with a TTFT, so that some columns have a value in some points. */
  private static final FrontierQuery QUERY =
      new FrontierQuery(
          Objective.parse("", "min ttft_s, min tpot_s, max batch"),
          List.of("status", "model", "quantization", "efficiency", "workflow", "context"),
          "true",
          Ties.KEEP,
          0,
          2);

  private static final long MOST = 60;

  @TempDir private Path place;

  private PointRows points(int partitions) {
    CellSource cells = new CellSource.Live(Sweep.read(smallSweep(), Catalogs.read(CATALOGS)));
    return new PointRows(spark(), cells, FrontierTables.of(spark(), smallCells(partitions), QUERY));
  }

  private List<WrittenFile> write(int partitions, Path to) {
    return points(partitions).write(new TaskFiles(to.toString(), "part-", false), MOST);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7})
  void partitionsDoNotChangeTheFiles(int partitions) throws IOException {
    List<WrittenFile> one = write(1, place.resolve("1"));
    List<WrittenFile> other = write(partitions, place.resolve("other"));
    assertThat(one).hasSizeGreaterThan(3).isEqualTo(other);
    assertThat(one).allMatch(file -> file.rows() > 0 && file.rows() <= MOST);
    Map<String, String> hashes = FileHashes.below(place.resolve("1"));
    assertThat(hashes).isEqualTo(FileHashes.below(place.resolve("other")));
    one.forEach(file -> assertThat(hashes).containsEntry(file.name(), file.sha256()));
  }

  @Test
  void pointsAreTheRowsOfTheirCells() {
    List<Row> rows = points(2).all().collectAsList();
    List<Row> written = new ArrayList<>();
    for (WrittenFile file : write(3, place)) {
      written.addAll(spark().read().parquet(place.resolve(file.name()).toString()).collectAsList());
    }
    assertThat(written).hasSizeGreaterThan(200).isEqualTo(rows);
    assertThat(written.stream().map(row -> row.<String>getAs("status")).distinct())
        .contains("OK", "NO_PRICE");
    assertThat(spark().read().parquet(place.toString()).schema())
        .isEqualTo(points(1).all().schema().asNullable());
  }

  @Test
  void otherProgramsReadThemToo() throws SQLException {
    long rows = write(2, place).stream().mapToLong(WrittenFile::rows).sum();
    List<Row> knees = points(1).all().where("knee").select("cell").collectAsList();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement();
        ResultSet answer =
            statement.executeQuery(
                "SELECT count(*), sum(CASE WHEN knee THEN cell END), typeof(any_value(knee)),"
                    + " count(knee) FROM '%s/*.parquet'".formatted(place))) {
      assertThat(answer.next()).isTrue();
      assertThat(answer.getLong(1)).isEqualTo(rows);
      assertThat(answer.getLong(2))
          .isEqualTo(knees.stream().mapToLong(row -> row.getLong(0)).sum())
          .isPositive();
      assertThat(answer.getString(3)).isEqualTo("BOOLEAN");
      assertThat(answer.getLong(4)).isEqualTo(rows);
    }
  }

  /** Few cells are evaluated and written without Spark. */
  @Test
  void thisJvmWritesTheBytesThatATaskWrites() throws IOException {
    PointRows points = points(2);
    WrittenFile task = points.write(new TaskFiles(place.toString(), "part-", false)).get(0);
    List<Column<FrontierPoint>> added = FrontierColumns.added().columns();
    Iterator<@Nullable Object[]> numbered =
        points.all().select("cell", "layer", "knee").collectAsList().stream()
            .<@Nullable Object[]>map(
                row -> new @Nullable Object[] {row.get(0), row.get(1), row.get(2)})
            .iterator();
    WrittenFile here =
        CellRows.write(
            points.cells().sweep().space(),
            numbered,
            added,
            place.resolve("here.parquet").toString(),
            new Configuration());
    assertThat(here.sha256()).isEqualTo(task.sha256());
    assertThat(here.rows()).isEqualTo(task.rows()).isPositive();
  }

  @Test
  void axesAreCountedOnTheFirstLayer() {
    assertThat(points(3).axes())
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(AxisCounts.of(points(1).all().where("layer = 1")));
  }

  @Test
  void noPointsAreAFileWithAllColumns() {
    FrontierQuery none =
        new FrontierQuery(
            QUERY.objectives(), QUERY.groups(), "model = 'none of them'", Ties.KEEP, 0, 1);
    PointRows points =
        new PointRows(spark(), points(1).cells(), FrontierTables.of(spark(), smallCells(2), none));
    List<WrittenFile> written = points.write(new TaskFiles(place.toString(), "part-", false));
    assertThat(written).extracting(WrittenFile::rows).containsExactly(0L);
    assertThat(spark().read().parquet(place.toString()).columns())
        .hasSize(CellColumns.ALL.size() + 2);
    assertThat(points.axes()).isEmpty();
  }
}
