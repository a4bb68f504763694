package dev.ridgeline.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.Depth;
import dev.ridgeline.testing.TestSweep;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sweep with every kind of deployment, policy, price basis and fleet, as a table. */
class DeploymentsScanTest extends SparkTest {

  private static final long CELLS = 6_144;

  @TempDir private Path directory;
  private Dataset<Row> held;
  private EvaluatedCells evaluated;

  @BeforeEach
  void holdTheCells() {
    evaluated = EvaluatedCells.of(spark());
    Dataset<Row> some = some(cells(2));
    held = spark().createDataFrame(some.collectAsList(), some.schema());
  }

  private Dataset<Row> cells(int partitions) {
    Path sweep = TestSweep.deployments(directory);
    return DesignSpaceSource.cells(spark(), sweep, CatalogDirectories.of(CATALOGS), partitions);
  }

  private static Dataset<Row> some(Dataset<Row> cells) {
    return cells.select(
        "cell",
        "model",
        "deployment",
        "decode",
        "ffn",
        "decode_pp",
        "speculation",
        "context",
        "kv_policy",
        "tariff",
        "fleet",
        "status",
        "tpot_s",
        "task_kv_policy",
        "dollars_per_task",
        "fleet_decode_replicas");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kv_policy = 'hold'",
        "kv_policy IN ('hold', 'best') AND fleet = 'limit'",
        "fleet <> 'limit'",
        "speculation = 'mtp-1'",
        "ffn IS NOT NULL",
        "ffn = 'b200' AND kv_policy <> 'offload'",
        "decode_pp = 2",
        "tariff = 'owner-4y' AND decode_pp = 1",
        "context = 'scaled-60000' AND deployment = 'attention-ffn'",
      })
  void filtersOnTheAxesOfDeploymentsEvaluateWhatTheyLeave(String filter) throws Exception {
    List<Row> expected = held.where(filter).collectAsList();
    assertThat(expected).hasSizeBetween(1, (int) CELLS - 1);
    assertThat(
            evaluated.by(
                () -> assertThat(some(cells(2).where(filter)).collectAsList()).isEqualTo(expected)))
        .isEqualTo(expected.size());
  }

  @Test
  void everyKindOfDeploymentIsThereAndServes() {
    assertThat(held.count()).isEqualTo(CELLS);
    assertThat(
            held.where("status = 'OK'").select("deployment").distinct().collectAsList().stream()
                .map(row -> row.getString(0)))
        .containsExactlyInAnyOrder("colocated", "attention-ffn");
    assertThat(held.where("status = 'OK'").select("kv_policy").distinct().count()).isEqualTo(4);
    assertThat(held.where("status = 'OK' AND decode LIKE 'big[memoryBytes x%'").count())
        .isPositive();
    assertThat(held.where("kv_policy = 'offload' AND status = 'INVALID_POLICY'").count())
        .isPositive();
    assertThat(held.where("speculation = 'mtp-1' AND status = 'NO_DRAFTER'").count()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 64})
  void theRowsAreTheSameInAnyNumberOfTasks(int partitions) {
    assertThat(some(cells(partitions)).collectAsList()).isEqualTo(held.collectAsList());
  }

  /**
   * What a scan evaluates follows from its columns: tasks and elasticities take most of the time.
   */
  @Test
  void onlyReadColumnsAreEvaluated() {
    assertThat(
            CellBatchReader.depths(
                List.of(CellColumns.MODEL, CellColumns.TPOT_S, CellColumns.DOLLARS_PER_REQUEST)))
        .isEqualTo(EnumSet.of(Depth.IDENTITY, Depth.PLAN));
    assertThat(CellBatchReader.depths(List.of(CellColumns.named("dollars_per_task"))))
        .isEqualTo(EnumSet.of(Depth.TASK));
    assertThat(CellBatchReader.depths(List.of(CellColumns.named("capacity_elasticity"))))
        .isEqualTo(EnumSet.of(Depth.ANALYSIS));
  }
}
