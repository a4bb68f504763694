package dev.ridgeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One report has all mistakes of all files: of types, fields, numbers, names and references. */
class AllProblemsTest {

  private static final Path OURS = Path.of("../../catalogs");

  @TempDir private Path directory;

  private String problemsOf(String sweep, CatalogDirectories catalogs) throws IOException {
    Path file = Files.writeString(directory.resolve("agents.yaml"), sweep);
    return catchThrowableOfType(ConfigException.class, () -> Sweep.read(file, catalogs))
        .getMessage()
        .replace(directory + "/", "");
  }

  private Path overlay(String entry, String text) throws IOException {
    Path file = directory.resolve("mine").resolve(entry);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** Each line has one mistake, each of another kind; the report is in their order. */
  @Test
  void sixMistakesOfSixKindsAreOneReport() throws IOException {
    String report =
        problemsOf(
            """
            name: agents
            axes:
              models: [llama-3.1-70b, 3, llama-3.1-8]
              quantizations: fp8
              hardware:
                - {colocated: [h100-sxn]}
              parallelism: [{tp: 8, pq: 2}, {tp: many}]
              workflows: [chat]
              contextTokens: [median]
              batch: [1, 0]
            targets: {tpotSeconds: 40}
            """,
            CatalogDirectories.of(OURS));
    assertThat(report.lines().toList())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("agents.yaml: 9 problems"),
            line -> assertThat(line).contains("/axes/models/1: is '3' (line 3). Allowed: text"),
            line ->
                assertThat(line)
                    .contains("/axes/models/2: unknown model 'llama-3.1-8' (line 3). Known: ")
                    .contains("Maybe you meant 'llama-3.1-8b'."),
            line ->
                assertThat(line)
                    .contains("/axes/quantizations: is 'fp8' (line 4). Allowed: a list."),
            line ->
                assertThat(line)
                    .contains(
                        "/axes/hardware/0/colocated/0: unknown accelerator 'h100-sxn' (line 6)"),
            line ->
                assertThat(line).contains("/axes/parallelism/0/pq: unknown field 'pq' (line 7)"),
            line ->
                assertThat(line)
                    .contains(
                        "/axes/parallelism/1/tp: is 'many' (line 7). Allowed: a whole number"),
            line -> assertThat(line).contains("/axes/contextTokens/0: is 'median' (line 9)."),
            line -> assertThat(line).contains("/axes/batch/1: is '0' (line 10). Allowed: a whole"),
            line ->
                assertThat(line)
                    .contains("/targets/tpotSeconds: is '40', which is 40 s (line 11).")
                    .contains("Maybe you meant '40 ms'."));
  }

  @Test
  void mistakesInCatalogsAndInTheSweepAreOneReport() throws IOException {
    String h100 = Files.readString(OURS.resolve("accelerators/h100-sxm.yaml"));
    String price = Files.readString(OURS.resolve("prices/h100-sxm.yaml"));
    overlay(
        "accelerators/h100-sxm.yaml",
        h100.replace("81559 MiB", "80").replace("status: shipping", "status: shiping"));
    overlay("prices/h100-sxn.yaml", price.replace("id: h100-sxm", "id: h100-sxn"));
    overlay("links/ib-ndr-400.yaml", "id: ib\nbytesPerSecond: [fast]\n");
    String report =
        problemsOf(
            """
            variants:
              - {id: big, of: accelerators/h100-sxm, set: {memoryBytes: [-1]}}
              - {id: small, of: accelerators/h100, scale: {memoryBytes: [0.5]}}
              - {id: wide, of: accelerators/b200, scale: {scaleUp/bytesPerSecond: [x]}}
            axes:
              models: [llama-3.1-70b]
              quantizations: [fp8]
              hardware:
                - {colocated: [h100-sxm, big, small, wide, wid]}
                - {prefill: [b200], decode: [b200], link: [ib-ndr-400]}
              parallelism: [{tp: 8}]
              workflows: [chat]
              batch: [1]
            """,
            new CatalogDirectories(OURS, List.of(directory.resolve("mine"))));
    assertThat(report)
        .contains("agents.yaml: 5 problems")
        .contains("  /name: is missing (line 1).")
        .contains("  /variants/0/set/memoryBytes/0: is -1.0 (line 2).")
        .contains("  /variants/1/of: unknown accelerator 'h100' (line 3).")
        .contains("  /variants/2/scale/scaleUp/bytesPerSecond/0: is 'x' (line 4).")
        .contains("  /axes/hardware/0/colocated/4: unknown accelerator 'wid' (line 9).")
        .contains("mine/accelerators/h100-sxm.yaml: 2 problems")
        .contains("  /status: unknown value 'shiping' (line 4).")
        .contains("  /memoryBytes: is '80', which is 80 B (line 7).")
        .contains("mine/links/ib-ndr-400.yaml: ")
        .contains("  /id: is 'ib' (line 1). Allowed: the file's name, 'ib-ndr-400'.")
        .contains("  /bytesPerSecond: has the wrong type (line 2). Allowed: a number.")
        .contains("  /sources: is missing (line 1).")
        .contains("mine/prices/h100-sxn.yaml: 1 problem")
        .contains("  /id: unknown accelerator 'h100-sxn' (line 1).")
        .contains("Maybe you meant 'h100-sxm'.");
    assertThat(report.indexOf("agents.yaml")).isLessThan(report.indexOf("accelerators/"));
  }

  /** What cannot be read is not reported a second time as unknown, missing or empty. */
  @Test
  void aMistakeIsReportedOnce() throws IOException {
    assertThat(
            problemsOf(
                """
                name: agents
                name: agents
                variants: [{id: big, of: 3, scale: {memoryBytes: [2]}}]
                axes:
                  models: [3]
                  hardware: [{colocated: [big]}]
                  parallelism: [{tp: 0}]
                  workflows: []
                  batch: *all
                """,
                CatalogDirectories.of(OURS)))
        .isEqualTo(
            """
            agents.yaml: 7 problems
              /name: Duplicate field 'name' (line 2). Allowed: each once.
              /variants/0/of: is '3' (line 3). Allowed: text (in quotes if it looks like a number).
              /axes/quantizations: is missing (line 4).
              /axes/models/0: is '3' (line 5). Allowed: text (in quotes if it looks like a number).
              /axes/parallelism/0/tp: is '0' (line 7). Allowed: a whole number from 1 to 4096 ways.
              /axes/workflows: is empty (line 8). Allowed: at least one value.
              /axes/batch: is a YAML alias (line 9). Allowed: the value written out."""
                .stripIndent());
  }

  @Test
  void aDirectoryThatIsNoneDoesNotHideTheSweep() throws IOException {
    assertThat(
            problemsOf(
                "name: agents\naxes: {model: [a]}\n",
                CatalogDirectories.of(directory.resolve("nowhere"))))
        .contains("/axes/model: unknown field 'model' (line 2).")
        .contains("/axes/workflows: is missing")
        .contains("nowhere: 1 problem")
        .contains("is not a directory of catalogs");
  }
}
