package dev.ridgeline.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.testing.TestSweep;
import java.io.DataOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.jdk.javaapi.CollectionConverters;

/** A scan reads what is asked for and nothing else, in as many tasks as there is work for. */
class DesignSpaceScanTest extends SparkTest {

  @Test
  void oneCellOfBillionsIsOneEvaluation() throws Exception {
    Dataset<Row> huge =
        DesignSpaceSource.cells(
            spark(), TestSweep.huge(directory), CatalogDirectories.of(CATALOGS), 0);
    Dataset<Row> one =
        huge.where(
            "model = 'llama-3.1-8b' AND quantization = 'fp8' AND decode = 'b200' AND decode_tp = 8"
                + " AND workflow = 'chat' AND context = '12300' AND batch = 321"
                + " AND tariff = 'owner'");
    assertThat(
            EvaluatedCells.of(spark())
                .by(
                    () ->
                        assertThat(one.select("status", "prompt_tokens").collectAsList())
                            .singleElement()
                            .extracting(row -> row.getString(0), row -> row.getDouble(1))
                            .containsExactly("OK", 12_300.0)))
        .isEqualTo(1);
  }

  /** Filters and counts of sides are decided by sides, where mixes are too many to be listed. */
  @Test
  void manyVariantsInPairsAreFilteredBySides() throws Exception {
    Path file = directory.resolve("pairs.yaml");
    String factors =
        IntStream.range(0, 300)
            .mapToObj(step -> Double.toString(0.5 + step / 100.0))
            .collect(Collectors.joining(", "));
    Files.writeString(
        file,
        """
        name: pairs
        variants: [{id: chip, of: accelerators/b200, scale: {memoryBytes: [%s]}}]
        axes:
          models: [llama-3.1-8b]
          quantizations: [fp8]
          hardware:
            - {prefill: [chip], decode: [chip], link: [ib-ndr-400, roce-400]}
            - {colocated: [b200]}
          parallelism: [{tp: 1}]
          workflows: [chat]
          contextTokens: [mean]
          batch: [8]
        """
            .formatted(factors));
    Dataset<Row> pairs = DesignSpaceSource.cells(spark(), file, CatalogDirectories.of(CATALOGS), 0);
    String chip = "'chip[memoryBytes x0.61]'";
    String other = "'chip[memoryBytes x3.4]'";
    assertThat(pairs.count()).isEqualTo(2 * 300 * 300 + 1);
    assertThat(pairs.where("prefill = " + chip).count()).isEqualTo(2 * 300);
    assertThat(pairs.where("decode <> " + chip).count()).isEqualTo(2 * 300 * 299 + 1);
    assertThat(pairs.where("link = 'roce-400'").count()).isEqualTo(300 * 300);
    assertThat(pairs.where("prefill = decode").count()).isEqualTo(2 * 300 + 1);
    assertThat(pairs.where("prefill = " + chip + " OR batch = 9").count()).isEqualTo(2 * 300);
    assertThat(pairs.groupBy("link").count().orderBy("link").collectAsList())
        .extracting(row -> row.getLong(1))
        .containsExactly(1L, 90_000L, 90_000L);
    assertThat(pairs.select("decode").distinct().count()).isEqualTo(301);
    Dataset<Row> one =
        pairs.where("prefill = " + chip + " AND decode = " + other + " AND link = 'roce-400'");
    assertThat(
            EvaluatedCells.of(spark())
                .by(
                    () ->
                        assertThat(one.select("cell", "status").collectAsList())
                            .singleElement()
                            .extracting(row -> row.getLong(0), row -> row.getString(1))
                            .containsExactly((11 * 300 + 290) * 2L + 1, "OK")))
        .isEqualTo(1);
  }

  @Test
  void readsTheColumnsThatAreAskedFor() {
    assertThat(columnsRead(live().select("cell", "ttft_s"))).containsExactly("cell", "ttft_s");
    assertThat(columnsRead(live().where("tpot_s < 0.05").select("ttft_s")))
        .containsExactlyInAnyOrder("ttft_s", "tpot_s");
    assertThat(columnsRead(live().groupBy("model").max("ttft_s")))
        .containsExactlyInAnyOrder("model", "ttft_s");
    assertThat(columnsRead(live())).containsExactly(live().columns());
  }

  /** What was filtered by the grid need not be filtered again. */
  @Test
  void readsNoColumnForAnAxisFilter() {
    assertThat(columnsRead(live().where("batch = 8 AND link IS NULL").select("ttft_s")))
        .containsExactly("ttft_s");
  }

  @Test
  void knowsHowManyCellsAQueryLeaves() {
    Dataset<Row> cells = smallCells(1);
    assertThat(DesignSpaceSource.cellsOf(cells)).isEqualTo(cells.count());
    assertThat(DesignSpaceSource.cellsOf(cells.where("batch = 8 AND tpot_s < 0.05")))
        .isPositive()
        .isEqualTo(cells.where("batch = 8").count());
    assertThat(DesignSpaceSource.cellsOf(spark().range(9).toDF())).isZero();
  }

  @Test
  void needsToKnowItsSweep() {
    assertThatThrownBy(() -> spark().read().format("ridgeline").load().collectAsList())
        .hasMessageContaining("lacks the option 'catalogs'");
    assertThatThrownBy(
            () ->
                spark()
                    .read()
                    .format("ridgeline")
                    .option("catalogs", CATALOGS.toString())
                    .load()
                    .collectAsList())
        .hasMessageContaining("lacks the option 'sweep'");
  }

  @Test
  void refusesASweepThatIsWrong() {
    Path wrong = TestSweep.write(directory, "wrong.yaml", "name: wrong\n");
    assertThatThrownBy(
            () ->
                DesignSpaceSource.cells(spark(), wrong, CatalogDirectories.of(CATALOGS), 0)
                    .collectAsList())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("wrong.yaml");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 64})
  void everyBitOfEveryRowIsTheSameInAnyNumberOfTasks(int tasks) throws Exception {
    assertThat(digest(smallCells(tasks).collectAsList()))
        .isEqualTo(digest(smallCells(1).collectAsList()));
  }

  @Test
  void noTaskIsWithoutACell() {
    Dataset<Row> few = smallCells(64).where("model = 'deepseek-v3' AND batch = 8");
    Dataset<Row> fewer = few.where("workflow = 'chat' AND context = 'mean' AND link IS NOT NULL");
    assertThat(few.count()).isEqualTo(480);
    assertThat(few.javaRDD().getNumPartitions()).isEqualTo(64);
    assertThat(fewer.count()).isEqualTo(24);
    assertThat(fewer.javaRDD().getNumPartitions()).isEqualTo(24);
  }

  private Dataset<Row> live() {
    return smallCells(2);
  }

  private static String[] columnsRead(Dataset<Row> query) {
    for (SparkPlan leaf :
        CollectionConverters.asJava(query.queryExecution().sparkPlan().collectLeaves())) {
      if (leaf instanceof BatchScanExec scan) {
        return scan.scan().readSchema().fieldNames();
      }
    }
    throw new AssertionError("the query reads no cells");
  }

  /** SHA-256 over the bits of every value, in the order of the rows. */
  private static String digest(List<Row> rows) throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    try (DataOutputStream out =
        new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), sha256))) {
      for (Row row : rows) {
        for (int column = 0; column < row.size(); column++) {
          Object value = row.get(column);
          if (value instanceof Double number) {
            out.writeLong(Double.doubleToRawLongBits(number));
          } else {
            out.writeUTF(String.valueOf(value));
          }
        }
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }
}
