package dev.ridgeline.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ridgeline.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A good table of measured points with each field made wrong: a problem at its line and column. */
class HostileMeasurementsTest {

  private static final Map<String, String> GOOD = new LinkedHashMap<>();

  static {
    GOOD.put("model", "llama-3.1-8b");
    GOOD.put("accelerator", "h100-sxm");
    GOOD.put("accelerators", "2");
    GOOD.put("quantization", "fp8");
    GOOD.put("kv_bits", "16");
    GOOD.put("day", "2026-11-26");
    GOOD.put("tp", "2");
    GOOD.put("ep", "1");
    GOOD.put("dp", "1");
    GOOD.put("pp", "1");
    GOOD.put("input_tokens", "1000");
    GOOD.put("output_tokens", "200");
    GOOD.put("cached_tokens", "400");
    GOOD.put("concurrency", "8");
    GOOD.put("requests_per_s", "4");
    GOOD.put("chunk_tokens", "4096");
    GOOD.put("memory_fraction", "0.85");
    GOOD.put("clean", "true");
    GOOD.put("ttft_mean_s", "0.25");
    GOOD.put("tpot_p50_s", "0.01");
    GOOD.put("latency_p99_s", "4");
    GOOD.put("output_throughput_mean_tokens_per_s_per_accelerator", "750");
    GOOD.put("power_mean_w_per_accelerator", "600");
  }

  private static final List<String> NO_NUMBER =
      List.of("-1", "NaN", "-Infinity", "Infinity", "1e300", "many", "7 parsec", "1_000", "0x1p99");

  @TempDir private Path directory;

  private static List<String> wrong(String column) {
    return switch (column) {
      case "model", "accelerator", "quantization" -> List.of();
      case "day" -> List.of("31.1.", "2026-02-30", "0001-01-01", "2999-01-01", "7");
      case "clean" -> List.of("maybe", "1", "wahr");
      case "memory_fraction" -> List.of("85", "0", "1.5", "-0.5", "NaN", "many");
      case "accelerators", "tp", "ep", "dp", "pp", "chunk_tokens" ->
          List.of("0", "1.5", "-2", "NaN", "1e300", "many", "3e9", "2 GPUs");
      case "kv_bits" -> List.of("0", "-16", "99999", "16 bit", "NaN", "fp8");
      case "cached_tokens" -> NO_NUMBER;
      default -> {
        List<String> all = new ArrayList<>(NO_NUMBER);
        all.add("0");
        yield all;
      }
    };
  }

  private Throwable errorOf(Map<String, String> fields) throws IOException {
    Path file = directory.resolve("points.csv");
    Files.writeString(
        file, String.join(",", fields.keySet()) + "\n" + String.join(",", fields.values()) + "\n");
    return catchThrowable(() -> MeasurementFiles.read(file, Map.of()));
  }

  @Test
  void everyWrongFieldIsLocated() throws IOException {
    assertThat(errorOf(GOOD)).isNull();
    List<String> accepted = new ArrayList<>();
    int tried = 0;
    for (String column : GOOD.keySet()) {
      for (String value : wrong(column)) {
        Map<String, String> fields = new LinkedHashMap<>(GOOD);
        fields.put(column, value);
        Throwable error = errorOf(fields);
        tried++;
        if (!(error instanceof ConfigException)) {
          accepted.add(column + " '" + value + "': " + error);
          continue;
        }
        assertThat(error)
            .as(column + " is '" + value + "'")
            .hasMessageContaining("points.csv: 1 problem")
            .hasMessageContaining(column)
            .hasMessageNotContaining("Exception");
      }
    }
    assertThat(accepted).isEmpty();
    assertThat(tried).isGreaterThan(150);
  }

  /** Values of flags such as {@code --set tp=many} go the same way as fields of files. */
  @Test
  void wrongValuesOfFlagsAreNamed() throws IOException {
    Path file = directory.resolve("points.csv");
    Files.writeString(
        file, String.join(",", GOOD.keySet()) + "\n" + String.join(",", GOOD.values()) + "\n");
    for (String column : GOOD.keySet()) {
      for (String value : wrong(column)) {
        if (!value.isEmpty()) {
          assertThat(catchThrowable(() -> MeasurementFiles.read(file, Map.of(column, value))))
              .as(column + "=" + value)
              .isInstanceOf(ConfigException.class)
              .hasMessageContaining(column);
        }
      }
    }
  }
}
