package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ridgeline.catalog.CatalogKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as somebody types it: output, messages, exit codes. */
class MainTest {

  private static final String CATALOGS = "../../catalogs";
  private static final String QUICKSTART = "../../sweep-configs/quickstart.yaml";
  private static final String TINY =
      """
      name: tiny
      axes:
        models: [llama-3.1-8b]
        quantizations: [fp8]
        hardware:
          - colocated: [h100-sxm]
        parallelism: [{tp: 1}]
        workflows: [chat]
        batch: [1, 8, 4096]
      targets: {tpotSeconds: 50 ms}
      """;

  @TempDir private Path directory;

  @Test
  void aSweepPrintsItsAnswerAndCanBeAsked() throws IOException {
    String run = directory.resolve("run").toString();
    CommandLineRun sweep = ridgeline("sweep", tiny(), "--catalogs", CATALOGS, "--out", run);
    assertThat(sweep.err()).doesNotContain("ridgeline:", "WARN", "ERROR", "\tat ");
    assertThat(sweep.code()).isZero();
    assertThat(sweep.out())
        .contains("6 cells")
        .contains("Cheapest cell by dollars per request with TPOT <= 0.05 s")
        .contains("Rows by status: DOES_NOT_FIT 2 OK 4")
        .contains("Parquet: " + run);
    assertThat(Files.exists(Path.of(run, "run.json"))).isTrue();

    CommandLineRun again = ridgeline("sweep", tiny(), "--catalogs", CATALOGS, "--out", run);
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("holds a complete run").contains("--overwrite");

    CommandLineRun sql =
        ridgeline("sql", run, "SELECT batch, status FROM cells WHERE context = 'mean'");
    assertThat(sql.code()).isZero();
    assertThat(sql.out())
        .isEqualToNormalizingNewlines(
            """
            batch  status
                1  OK
                8  OK
             4096  DOES_NOT_FIT
            """);

    CommandLineRun fewer = ridgeline("sql", run, "SELECT batch FROM cells", "--rows", "2");
    assertThat(fewer.out()).contains("more rows than these 2");

    CommandLineRun json =
        ridgeline(
            "sql",
            run,
            "SELECT batch, 1.5D AS x, null AS n, array(1, 2) AS a, struct(batch AS b) AS s"
                + " FROM cells WHERE context = 'mean'",
            "--rows=1",
            "--format=json");
    assertThat(json.out())
        .isEqualTo(
            "[\n  {\"batch\": 1, \"x\": 1.5, \"n\": null, \"a\": [1, 2], \"s\": {\"b\": 1}}\n]\n");
    assertThat(json.err()).contains("more rows than these 1");
    CommandLineRun twice = ridgeline("sql", run, "SELECT 1 AS a, 2 AS a", "--format=json");
    assertThat(twice.code()).isEqualTo(2);
    assertThat(twice.err()).contains("has two columns 'a'");

    String million = "SELECT explode(sequence(1, 1000003)) AS n";
    CommandLineRun many = ridgeline("sql", run, million, "--rows=1000002", "--format=csv");
    assertThat(many.out()).startsWith("n\r\n1\r\n2\r\n").endsWith("\r\n1000002\r\n");
    assertThat(many.err()).contains("more rows than these 1000002");
    CommandLineRun table = ridgeline("sql", run, million, "--rows=1000002");
    assertThat(table.code()).isEqualTo(2);
    assertThat(table.err()).contains("--rows");

    CommandLineRun wrong = ridgeline("sql", run, "SELECT tpot FROM cells");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("`tpot` cannot be resolved").contains("`tpot_s`");

    CommandLineRun nonsense = ridgeline("sql", run, "SELEKT 1");
    assertThat(nonsense.code()).isEqualTo(2);
    assertThat(nonsense.err()).contains("Syntax error").doesNotContain("\tat ");

    Files.delete(Path.of(run, "run.json"));
    CommandLineRun incomplete = ridgeline("sql", run, "SELECT 1");
    assertThat(incomplete.code()).isEqualTo(2);
    assertThat(incomplete.err()).contains("holds no complete run");
  }

  @Test
  void explainPrintsOperatorsColumnsAndPrices() {
    CommandLineRun outcome =
        ridgeline("explain", QUICKSTART, "--catalogs", CATALOGS, "--cell", "0", "--columns");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("Prefill step on 8 h100-sxm")
        .contains("Decode step on 8 h100-sxm")
        .contains("qkv projection")
        .contains("attention all-reduce")
        .contains("cf_bytes_per_request")
        .contains("$/h as of 2026-")
        .contains("dollars_per_million_blended_tokens");
  }

  @Test
  void explainOfACellThatIsNotThereSaysWhichAre() {
    CommandLineRun outcome =
        ridgeline("explain", QUICKSTART, "--catalogs", CATALOGS, "--cell", "-1");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("has no cell -1. Allowed: 0 to 15551.");
  }

  @Test
  void validateCountsCells() {
    CommandLineRun outcome = ridgeline("validate", QUICKSTART, "--catalogs", CATALOGS);
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("is valid: 15,552 cells = 3 model x 2 quantization");
  }

  @Test
  void problemsAreRowsForPrograms() throws IOException {
    Path broken = directory.resolve("broken.yaml");
    Files.writeString(broken, TINY.replace("h100-sxm", "h100-smx").replace("4096", "0"));
    CommandLineRun outcome =
        ridgeline("validate", broken.toString(), "--catalogs", CATALOGS, "--format", "json");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).isEmpty();
    JsonNode problems = new ObjectMapper().readTree(outcome.out());
    assertThat(problems.findValuesAsText("path"))
        .contains("/axes/batch/2")
        .allMatch(path -> path.startsWith("/axes/"));
    for (JsonNode problem : problems) {
      if (problem.get("path").asText().equals("/axes/batch/2")) {
        assertThat(problem.get("file").asText()).isEqualTo(broken.toString());
        assertThat(problem.get("line").intValue()).isEqualTo(9);
        assertThat(problem.get("value").intValue()).isZero();
        assertThat(problem.get("allowed").asText()).contains("from 1 to 1e8 sequences");
      }
    }

    CommandLineRun valid =
        ridgeline("validate", QUICKSTART, "--catalogs", CATALOGS, "--format", "json");
    assertThat(valid.code()).isZero();
    assertThat(valid.out()).isEqualTo("[]\n");
    assertThat(valid.err()).contains("is valid: 15,552 cells");
  }

  @Test
  void entriesAndOperatorsAreRowsForPrograms() throws IOException {
    CommandLineRun prices =
        ridgeline("catalog", "prices", "b200", "--catalogs", CATALOGS, "--format", "json");
    assertThat(prices.code()).as(prices.err()).isZero();
    JsonNode rows = new ObjectMapper().readTree(prices.out());
    assertThat(rows.findValuesAsText("accelerator")).isNotEmpty().containsOnly("b200");
    assertThat(rows.get(0).get("dollars_per_hour").isNumber()).isTrue();
    CommandLineRun operators =
        ridgeline("explain", QUICKSTART, "--catalogs", CATALOGS, "--cell", "0", "--format", "csv");
    assertThat(operators.out())
        .startsWith("cell,phase,side,operator,")
        .contains("\r\n0,prefill,model,qkv projection,");
  }

  @Test
  void wrongInputIsOneMessageAndExitCodeTwo() throws IOException {
    Path broken = directory.resolve("broken.yaml");
    Files.writeString(broken, TINY.replace("h100-sxm", "h100-smx"));
    CommandLineRun outcome =
        ridgeline(
            "sweep",
            broken.toString(),
            "--catalogs",
            CATALOGS,
            "--out",
            directory.resolve("none").toString());
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .startsWith(broken + ": 1 problem")
        .contains("/axes/hardware/0/colocated/0: unknown accelerator 'h100-smx' (line 6).")
        .contains("Maybe you meant 'h100-sxm'.")
        .doesNotContain("\tat ");
    assertThat(Files.exists(directory.resolve("none"))).isFalse();
    assertThat(ridgeline("validate", "nowhere.yaml", "--catalogs", CATALOGS).err())
        .contains("nowhere.yaml: 1 problem")
        .contains("does not exist");
    assertThat(ridgeline("validate", QUICKSTART, "--catalogs", "nowhere").err())
        .contains("is not a directory of catalogs");
    assertThat(ridgeline("validate", QUICKSTART, "--catalog").code()).isEqualTo(2);
    assertThat(ridgeline("swep").code()).isEqualTo(2);
    assertThat(ridgeline("explain", QUICKSTART).err()).contains("Missing required argument");
  }

  @Test
  void helpNamesEveryKindOfCatalogAndEveryTable() {
    String ofCatalog = ridgeline("catalog", "--help").out();
    CatalogKind.ALL.forEach(kind -> assertThat(ofCatalog).contains(kind.folder()));
    String ofSql = ridgeline("sql", "--help").out();
    CatalogKind.allTables().forEach(table -> assertThat(ofSql).contains(table.table().name()));
    assertThat(ridgeline("help").out()).contains("Runs SQL of a finished run");
  }

  @Test
  void helpAndVersion() {
    assertThat(ridgeline("--version").out()).startsWith("ridgeline ");
    assertThat(ridgeline("help").out()).contains("sweep", "sql", "explain", "validate");
    assertThat(ridgeline("help").code()).isZero();
    assertThat(ridgeline("sweep", "--help").out()).contains("--overwrite");
    assertThat(ridgeline("frontier", "--help").out().replaceAll("\\s+", ""))
        .contains(
            "(default:mindollars_per_request,minttft_s,mintpot_s)",
            "(default:model,workflow,context,tariff)",
            "(default:status='OK')",
            "(default:collapse,");
    assertThat(ridgeline("choose", "--help").out().replaceAll("\\s+", ""))
        .contains("(default:model,workflow,context,tariff)", "(default:allcells)");
    assertThat(ridgeline().code()).isEqualTo(2);
  }

  private String tiny() throws IOException {
    return Files.writeString(directory.resolve("tiny.yaml"), TINY).toString();
  }

  private static CommandLineRun ridgeline(String... arguments) {
    return CommandLineRun.of(arguments);
  }
}
