package dev.ridgeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.sweep.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pools of one deployment with number formats of their own. */
class FormatsOfPoolsTest {

  @TempDir private Path directory;

  /** The rows of a sweep of a 70B model on two pools of B200, and on one. */
  private List<CellResult> rows(String quantizations) throws IOException {
    Path file = directory.resolve("sweep.yaml");
    Files.writeString(
        file,
        """
        name: formats
        axes:
          models: [llama-3.1-70b]
          quantizations: [%s]
          hardware:
            - {prefill: [b200], decode: [b200], link: [ib-ndr-400]}
            - {colocated: [b200]}
          parallelism: [{tp: 4}]
          workflows: [chat]
          contextTokens: [8192]
          batch: [16]
        """
            .formatted(quantizations));
    Sweep sweep = Sweep.read(file, Catalogs.read(Path.of("../../catalogs")));
    List<CellResult> rows = new ArrayList<>();
    for (long cell = 0; cell < sweep.space().grid().cells(); cell++) {
      rows.add(new CellEvaluator(sweep.space()).evaluate(cell));
    }
    return rows;
  }

  private static String value(CellResult row, String column) {
    return Objects.toString(CellColumns.named(column).value(row), "");
  }

  @Test
  void eachPoolHasItsOwnFormats() throws IOException {
    List<CellResult> rows = rows("fp8, nvfp4, {prefill: fp8, decode: nvfp4}");
    CellResult fp8 = rows.get(0);
    CellResult nvfp4 = rows.get(2);
    CellResult pair = rows.get(4);

    assertThat(value(pair, "status")).isEqualTo("OK");
    assertThat(value(pair, "quantization")).isEqualTo("fp8 > nvfp4");
    assertThat(value(pair, "prefill_quantization")).isEqualTo("fp8");
    assertThat(value(pair, "decode_quantization")).isEqualTo("nvfp4");
    for (String column : List.of("prefill_flops", "prefill_weight_bytes", "prefill_precision")) {
      assertThat(value(pair, column)).as(column).isEqualTo(value(fp8, column));
    }
    for (String column : List.of("decode_weight_bytes", "decode_precision", "max_batch")) {
      assertThat(value(pair, column)).as(column).isEqualTo(value(nvfp4, column));
    }
    assertThat(value(pair, "decode_weight_bytes")).isNotEqualTo(value(fp8, "decode_weight_bytes"));
  }

  @Test
  void stateCrossesInTheNarrowerFormat() throws IOException {
    List<CellResult> rows = rows("bf16, fp8, {prefill: bf16, decode: fp8}");
    assertThat(value(rows.get(4), "kv_transfer_bytes"))
        .isEqualTo(value(rows.get(2), "kv_transfer_bytes"))
        .isNotEqualTo(value(rows.get(0), "kv_transfer_bytes"));
  }

  @Test
  void onePoolHasOneSetOfFormats() throws IOException {
    CellResult colocated = rows("{prefill: fp8, decode: nvfp4}").get(1);
    assertThat(value(colocated, "status")).isEqualTo("INVALID_PARALLELISM");
    assertThat(value(colocated, "status_detail"))
        .isEqualTo("colocated: prefill and decode must have the same number formats");
  }

  @Test
  void wrongNamesAreFoundInTheirPool() {
    assertThatThrownBy(() -> rows("{prefill: fp9, decode: nvfp4}"))
        .hasMessageContaining("/axes/quantizations/0/prefill: unknown quantization 'fp9'")
        .hasMessageContaining("Maybe you meant 'fp8'.");
    assertThatThrownBy(() -> rows("{prefill: fp8}"))
        .hasMessageContaining("/axes/quantizations/0: is {prefill=fp8}")
        .hasMessageContaining("an object with 'prefill' and 'decode'.");
    assertThatThrownBy(() -> rows("fp8, fp8"))
        .hasMessageContaining("/axes/quantizations/1: is a second 'fp8'");
  }
}
