package dev.ridgeline.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.sweep.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users state themselves, as a table: tariffs, sellers of tokens, measured throughputs. */
class StatedPricesScanTest extends SparkTest {

  private static final String SWEEP =
      """
      name: stated
      axes:
        models: [deepseek-v3, llama-3.1-8b]
        quantizations: [fp8]
        hardware: [{colocated: [h200-sxm, h20]}]
        parallelism: [{tp: 8}]
        efficiency: [calibrated, measured]
        workflows: [coding]
        contextTokens: [mean]
        batch: [16, 64]
        tariffs: [on-demand, vendor-b 3y, {label: half, of: vendor-b 3y, utilization: 0.5}]
        tokenPrices: [none, deepseek-api]
      measured:
        - {model: deepseek-v3, accelerator: h200-sxm, batch: 64, inputTokensPerSecond: 5000,
           outputTokensPerSecond: 600, by: us, source: our log}
        - {model: llama-3.1-8b, accelerator: h20, outputTokensPerSecond: 4000, by: us, source: our log}
      """;

  @TempDir private Path directory;

  @Test
  void everyRowIsThatOfTheEvaluator() throws IOException {
    Path sweepFile = Files.writeString(directory.resolve("stated.yaml"), SWEEP);
    Path prices =
        Files.writeString(directory.resolve("my.csv"), "gpu,plan,$/h\nh200-sxm,vendor-b 3y,2\n");
    CatalogDirectories catalogs = new CatalogDirectories(CATALOGS, List.of(prices));
    Dataset<Row> cells = DesignSpaceSource.cells(spark(), sweepFile, catalogs, 2);
    List<Row> rows = cells.orderBy("cell").collectAsList();

    Catalogs read = catalogs.read();
    CellEvaluator evaluator = new CellEvaluator(Sweep.read(sweepFile, read).space());
    assertThat(rows).hasSize(2 * 2 * 2 * 2 * 3 * 2);
    for (int cell = 0; cell < rows.size(); cell++) {
      CellResult result = evaluator.evaluate(cell);
      for (CellColumn column : CellColumns.ALL) {
        assertThat(rows.get(cell).<Object>getAs(column.name()))
            .as(cell + " " + column.name())
            .isEqualTo(column.value(result));
      }
    }
    assertThat(cells.where("status = 'MEASURED'").count()).isEqualTo((1 + 2) * 3 * 2);
    long expected =
        rows.stream()
            .filter(row -> row.getAs("tariff").equals("vendor-b 3y"))
            .filter(row -> row.getAs("token_prices").equals("none"))
            .filter(row -> row.getAs("dollars_per_million_total_tokens") != null)
            .count();
    assertThat(
            cells
                .where("tariff = 'vendor-b 3y' AND dollars_per_million_total_tokens > 0")
                .where("token_prices = 'none'")
                .count())
        .isEqualTo(expected)
        .isPositive();
  }
}
