package dev.ridgeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.sweep.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What somebody reads who made a mistake: file, place, value, what is allowed, the nearest name.
 */
class BadInputTest {

  private static final Path OURS = Path.of("../../catalogs");

  @TempDir private Path directory;
  private Path catalogs;

  @BeforeEach
  void copyCatalogs() throws IOException {
    catalogs = directory.resolve("catalogs");
    try (Stream<Path> files = Files.walk(OURS)) {
      for (Path file : files.toList()) {
        Path copy = catalogs.resolve(OURS.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "memoryBytes: 81559 MiB | memoryBytes: 81559 MiB/s | /memoryBytes: is '81559 MiB/s' (line 7). Allowed: bytes, such as '80 GB' or '80 GiB'.",
        "memoryBytes: 81559 MiB | memoryBytes: -1 | /memoryBytes: is '-1' (line 7). Allowed: bytes, such as '80 GB' or '80 GiB', from 1 B to 1 EB.",
        "memoryBytes: 81559 MiB | memoryBytes: .nan | /memoryBytes: is '.nan' (line 7). Allowed: a finite number.",
        "memoryBytes: 81559 MiB | memoryBytes: 1e309 | /memoryBytes: is '1e309' (line 7). Allowed: bytes, such as '80 GB' or '80 GiB', from 1 B to 1 EB.",
        "memoryBytes: 81559 MiB | memoryBytes: -.inf | /memoryBytes: is '-.inf' (line 7). Allowed: a finite number.",
        "memoryBytesPerSecond: 3.35 TB/s | memoryBytesPerSecond: 1e-300 B/s | /memoryBytesPerSecond: is '1e-300 B/s' (line 8). Allowed for the memory bandwidth of an accelerator: from 1 GB/s to 1 EB/s,",
        "memoryBytes: 81559 MiB | memoryBytes: | /memoryBytes",
        "memoryBytes: 81559 MiB | memoryByts: 80 GB | /memoryByts: unknown field 'memoryByts' (line 7).",
        "memoryBytes: 81559 MiB | memoryByts: 80 GB | /memoryBytes: is missing",
        "memoryBytes: 81559 MiB | memoryBytes: [80 GB] | /memoryBytes: has the wrong type (line 7). Allowed: a number.",
        "fp8: 1979 TFLOP/s | fp8: 3958 TFLOP/s | /peakFlopsPerSecond/fp8: is 3.958E15 (line 5). Allowed: at most 3.8 times bf16, 3.7601E15, since a higher peak is probably one with sparsity",
        "status: shipping | status: shiping | /status: unknown value 'shiping' (line 4). Known: shipping, hypothetical, announced. Maybe you meant 'shipping'.",
        "domainAccelerators: 8 | domainAccelerators: 8.5 | /scaleUp/domainAccelerators: is '8.5' (line 9). Allowed: a whole number.",
        "domainAccelerators: 8 | domainAccelerators: 0 | /scaleUp/domainAccelerators: is '0' (line 9). Allowed: a whole number from 1 to 1e9 accelerators.",
        "bf16: 989.5 TFLOP/s | bf17: 989.5 TFLOP/s | /peakFlopsPerSecond",
        "bf16: 989.5 TFLOP/s, | fp4: 1 TFLOP/s, | /peakFlopsPerSecond: has no bf16 (line 5).",
        "memoryBytes: 81559 MiB | memoryBytes: 80 | /memoryBytes: is '80', which is 80 B (line 7). Allowed for the memory of an accelerator: from 100 MB to 1 PB, because the smallest on sale is 230 MB of SRAM. Maybe you meant '80 GB'.",
        "memoryBytesPerSecond: 3.35 TB/s | memoryBytesPerSecond: 3.35 | Maybe you meant '3.35 TB/s'.",
        "vendor: NVIDIA | vendor: 3 | /vendor",
        "vendor: NVIDIA | id: h100-sxm | Duplicate field 'id'",
        "id: h100-sxm | id: h100 | /id: is 'h100' (line 1). Allowed: the file's name, 'h100-sxm'.",
        "vendor: NVIDIA | vendor: *alias | h100-sxm.yaml: 1 problem",
      })
  void aBrokenAcceleratorIsReportedAtItsPlace(String from, String to, String expected)
      throws IOException {
    replace("accelerators/h100-sxm.yaml", from, to);
    assertThat(problemsOfCatalogs()).contains("accelerators/h100-sxm.yaml").contains(expected);
  }

  @Test
  void everyNumberNeedsASource() throws IOException {
    replace("accelerators/h100-sxm.yaml", "  powerWatts: ", "  power: ");
    assertThat(problemsOfCatalogs()).contains("/sources/powerWatts: is missing");
  }

  @Test
  void aPriceOfNoAcceleratorIsRefused() throws IOException {
    Files.move(catalogs.resolve("prices/h100-sxm.yaml"), catalogs.resolve("prices/h100-sxn.yaml"));
    replace("prices/h100-sxn.yaml", "id: h100-sxm", "id: h100-sxn");
    assertThat(problemsOfCatalogs())
        .contains("/id: unknown accelerator 'h100-sxn' (line 1).")
        .contains("Maybe you meant 'h100-sxm'.");
  }

  @Test
  void problemsOfSeveralFilesAreReportedTogether() throws IOException {
    replace("accelerators/h100-sxm.yaml", "domainAccelerators: 8", "domainAccelerators: -8");
    replace("models/llama-2-70b.yaml", "hiddenSize: 8192", "hiddenSize: eight");
    replace("links/ib-ndr-400.yaml", "bytesPerSecond: 50 GB/s", "bytesPerSecond: 50 GB");
    assertThat(problemsOfCatalogs())
        .contains("h100-sxm.yaml: 1 problem")
        .contains("llama-2-70b.yaml: 1 problem")
        .contains("/hiddenSize: is 'eight' (line 3). Allowed: a whole number.")
        .doesNotContain("prices")
        .contains("ib-ndr-400.yaml: 1 problem");
  }

  @Test
  void aSweepWithSeveralMistakesIsReportedAtOnce() throws IOException {
    Path sweep =
        write(
            """
            name: agents
            axes:
              models: [llama-3.1-70b, llama-3.1-70b]
              quantizations: [fp9]
              hardware:
                - {prefill: [b200], decode: [h10], link: [ib-ndr-400]}
                - {colocated: [b200], link: [ib-ndr-400]}
                - {prefill: [b200], decode: [b200]}
              parallelism: [{tp: 8, ep: 3}, {ep: 8}]
              workflows: [coding]
              contextTokens: []
              batch: [1, 0]
            """);
    assertThat(problemsOf(sweep))
        .contains("/axes/models/1: is a second 'llama-3.1-70b' (line 3). Allowed: each value once.")
        .contains("/axes/quantizations/0: unknown quantization 'fp9' (line 4).")
        .contains("Maybe you meant 'fp8'.")
        .contains("/axes/hardware/0/decode/0: unknown accelerator 'h10' (line 6).")
        .contains("Maybe you meant 'h100-sxm'.")
        .contains("/axes/hardware/1: must have either 'colocated', or 'prefill'")
        .contains("/axes/hardware/2: lacks 'link'")
        .contains(
            "/axes/parallelism/0: ep is 3 (line 9). Allowed: a divisor or a multiple of tp, 8.")
        .contains("/axes/parallelism/1: must have either 'tp'")
        .contains("/axes/contextTokens: is empty (line 11). Maybe remove the axis")
        .contains(
            "/axes/batch/1: is '0' (line 12). Allowed: a whole number from 1 to 1e8 sequences.");
  }

  @Test
  void shardingsThatCannotBeAreExplained() throws IOException {
    Path sweep =
        write(
            """
            name: agents
            axes:
              models: [deepseek-v3]
              quantizations: [fp8]
              hardware: [{colocated: [h100-sxm + h100-sxm]}, {prefill: [a100-80g+h100-sxm], decode: [h100-sxm], link: [ib-ndr-400]}]
              parallelism:
                - {tp: 2, dp: 4, ep: 3}
                - {tp: 8, dcp: 3}
                - {tp: 1, pp: 2, layers: [61]}
                - {tp: 8, redundantExperts: 8}
                - {tp: 8, twoBatchOverlap: true}
                - {tp: 1, cp: 4, ep: 3}
                - {dp: 8}
                - {prefill: {tp: 1, cp: 0}, decode: {tp: 1}}
                - {tp: 1, ep: 8, allToAll: fast}
              workflows: [coding]
              batch: [1]
            """);
    assertThat(problemsOf(sweep))
        .contains("/axes/parallelism/7/prefill/cp: is '0' (line 14). Allowed: a whole number");
    Files.writeString(sweep, Files.readString(sweep).replace("cp: 0", "cp: 2"));
    assertThat(problemsOf(sweep))
        .contains("/axes/parallelism/8/allToAll: unknown value 'fast' (line 15).")
        .contains("Known: auto, low-latency, all-reduce, normal.");
    Files.writeString(sweep, Files.readString(sweep).replace("allToAll: fast", "pp: 1"));
    assertThat(problemsOf(sweep))
        .contains("/axes/hardware/0/colocated/0: is of one kind only (line 5). Allowed: two")
        .contains(
            "/axes/hardware/1/prefill/0: is 'a100-80g+h100-sxm', several kinds of accelerator")
        .contains(
            "/axes/parallelism/0: ep is 3 (line 7). Allowed: a divisor of tp x dp, which is 8")
        .contains("/axes/parallelism/1: dcp is 3 (line 8). Allowed: a divisor of tp, 8.")
        .contains("/axes/parallelism/2: layers has 1 numbers (line 9). Allowed: one for each stage")
        .contains("/axes/parallelism/3: redundantExperts is 8 (line 10). Allowed: 0 without expert")
        .contains("/axes/parallelism/4: twoBatchOverlap is true (line 11). Allowed: false without")
        .contains("/axes/parallelism/5: ep is 3 (line 12). Allowed: a divisor or a multiple of tp")
        .contains("/axes/parallelism/6: must have either 'tp'");
  }

  @Test
  void whatIsNotYamlOrNotThereSaysSo() throws IOException {
    assertThat(problemsOf(write("name: x\naxes: {models: [a]\n")))
        .contains("is not YAML: while parsing a flow mapping: expected ',' or '}'");
    assertThat(problemsOf(write(""))).contains("is empty");
    assertThat(problemsOf(directory.resolve("nowhere.yaml"))).contains("does not exist");
  }

  private String problemsOfCatalogs() {
    return catchThrowableOfType(ConfigException.class, () -> Catalogs.read(catalogs)).getMessage();
  }

  private String problemsOf(Path sweep) {
    Catalogs read = Catalogs.read(catalogs);
    return catchThrowableOfType(ConfigException.class, () -> Sweep.read(sweep, read)).getMessage();
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("sweep.yaml"), text);
  }

  private void replace(String file, String from, String to) throws IOException {
    Path path = catalogs.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replaceFirst(Pattern.quote(from), to == null ? "" : to));
  }
}
