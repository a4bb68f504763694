package dev.ridgeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.testing.Plans;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The axis of engines, its default, and the settings that a sweep states over those of engines. */
class EngineAxisTest {

  private static Sweep sweep(String engines, String hardware, String more) {
    return sweep(engines, hardware, 8, more);
  }

  private static Sweep sweep(String engines, String hardware, int batch, String more) {
    return Sweep.parse(
        "engines.yaml",
        "name: engines\naxes:\n  models: [llama-3.1-8b]\n  quantizations: [bf16]\n"
            + engines
            + "  hardware: ["
            + hardware
            + "]\n  parallelism: [{tp: 1}]\n  workflows: [chat]\n  contextTokens: [4096]\n"
            + "  batch: ["
            + batch
            + "]\n"
            + more,
        Plans.CATALOGS);
  }

  private static final String H100 = "{colocated: [h100-sxm]}";

  private static List<Object> values(Sweep sweep, String column) {
    CellEvaluator evaluator = new CellEvaluator(sweep.space());
    CellColumn read =
        CellColumns.ALL.stream().filter(it -> it.name().equals(column)).findFirst().orElseThrow();
    List<Object> values = new ArrayList<>();
    for (long cell = 0; cell < sweep.space().grid().cells(); cell++) {
      values.add(String.valueOf(read.value(evaluator.evaluate(cell))));
    }
    return values;
  }

  @Test
  void defaultIsTheEngineOfEachProfile() {
    Sweep sweep = sweep("", "{prefill: [h100-sxm], decode: [mi300x], link: [ib-ndr-400]}", "");
    assertThat(values(sweep, "engine")).containsExactly("default");
    assertThat(values(sweep, "prefill_engine")).containsExactly("tensorrt-llm-1.3");
    assertThat(values(sweep, "decode_engine")).containsExactly("vllm-0.29");
  }

  @Test
  void unknownEngineIsLocatedAndNamesTheNearest() {
    assertThatThrownBy(() -> sweep("  engines: [default, vlm-0.29]\n", H100, ""))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("/axes/engines/1")
        .hasMessageContaining("unknown engine 'vlm-0.29'")
        .hasMessageContaining("vllm-0.29");
  }

  @Test
  void enginesShareNoPools() {
    String column = "state_room_bytes_per_accelerator";
    Sweep both = sweep("  engines: [vllm-0.29, sglang-0.5]\n", H100, "");
    List<Object> apart =
        new ArrayList<>(values(sweep("  engines: [vllm-0.29]\n", H100, ""), column));
    apart.addAll(values(sweep("  engines: [sglang-0.5]\n", H100, ""), column));
    assertThat(values(both, column)).isEqualTo(apart).doesNotHaveDuplicates();
  }

  @Test
  void settingsOfTheSweepReplaceThoseOfEngines() {
    String engines = "  engines: [vllm-0.29, sglang-0.5, tensorrt-llm-1.3]\n";
    Sweep stated = sweep(engines, H100, "settings: {usableMemoryFraction: 0.7}\n");
    assertThat(values(stated, "memory_share")).containsExactly("0.7", "0.7", "0.7");
    assertThat(values(sweep(engines, H100, ""), "memory_share")).doesNotContain("0.7");
    Sweep small = sweep("  engines: [vllm-0.29]\n", H100, "settings: {prefillTokenBudget: 1024}\n");
    // The new tokens of a prompt fit one pass of 8,192, and not one of 1,024.
    assertThat(values(sweep("  engines: [vllm-0.29]\n", H100, ""), "prefill_passes"))
        .containsExactly("1.0");
    assertThat(values(small, "prefill_passes")).containsExactly("2.0");
  }

  @Test
  void anEngineWithoutKernelsOfItsOwnIsNotMeasured() {
    String engines = "  engines: [tensorrt-llm-1.3, sglang-0.5, ideal]\n";
    assertThat(values(sweep(engines, "{colocated: [b200]}", ""), "estimate_basis"))
        .containsExactly("measured", "class-default", "measured");
    // Only its experts and collectives were measured on H100, and the model has no experts.
    assertThat(values(sweep(engines, H100, ""), "estimate_basis"))
        .containsExactly("measured", "class-default", "measured");
  }

  /** The roofline is that of every engine, and its processor takes no time. */
  @Test
  void rooflineHasNoEngineInItsTimes() {
    String axes = "  engines: [vllm-0.6, ideal]\n  efficiency: [ideal, calibrated]\n";
    List<Object> seconds = values(sweep(axes, H100, ""), "decode_step_s");
    assertThat(seconds.get(0)).isEqualTo(seconds.get(2));
    double withHost = Double.parseDouble((String) seconds.get(1));
    double without = Double.parseDouble((String) seconds.get(3));
    // 5 ms of each step and 20 us of each of eight sequences.
    assertThat(withHost - without).isCloseTo(0.00516, Plans.ROUNDING);
  }

  @Test
  void detailsHaveTheNumbers() {
    Sweep full = sweep("  engines: [ideal]\n", "{colocated: [a10]}", 64, "");
    assertThat(values(full, "status_detail"))
        .containsExactly(
            "decode: the batch of 64 exceeds max_batch: "
                + values(full, "max_batch").get(0)
                + " requests run at once, and the rest wait or are evicted");
    Sweep longer =
        Sweep.parse(
            "long.yaml",
            """
            name: long
            axes:
              models: [llama-3.1-8b]
              quantizations: [bf16]
              hardware: [{colocated: [h100-sxm]}]
              parallelism: [{tp: 1}]
              workflows: [chat]
              contextTokens: [131072]
              batch: [1]
            """,
            Plans.CATALOGS);
    int output = Plans.CATALOGS.workflows().find("chat").orElseThrow().outputTokens();
    assertThat(values(longer, "status_detail"))
        .containsExactly(
            "prompt and output exceed the model's context: 131072 + "
                + output
                + " tokens, at most 131072");
  }

  /**
   * What an engine prints as the concurrency of requests of 131,072 tokens, which is the model's
   * whole context (vllm-project/vllm#8031): 3.5 for this cell. Prompt and output fill it here, too.
   */
  @Test
  void aRequestOfTheWholeContextIsNotTooLong() {
    Sweep whole =
        Sweep.parse(
            "whole.yaml",
            """
            name: whole
            axes:
              models: [llama-3.1-8b]
              quantizations: [bf16]
              engines: [vllm-0.29]
              hardware: [{colocated: [h100-sxm]}]
              parallelism: [{tp: 1}]
              workflows: [chat]
              contextTokens: [{request: 131072}, request-131073]
              batch: [1]
              tariffs: [on-demand]
            """,
            Plans.CATALOGS);
    assertThat(values(whole, "status")).containsExactly("OK", "CONTEXT_TOO_LONG");
    assertThat(values(whole, "max_batch")).startsWith("3");
    // A token has 32 layers x 2 x 8 heads x 128 x 2 B = 131,072 B.
    double room =
        Double.parseDouble((String) values(whole, "state_room_bytes_per_accelerator").get(0));
    assertThat(room / (131_072.0 * 131_072)).isCloseTo(3.5, Offset.offset(0.25));
  }

  @Test
  void explanationSaysWhoServesAndWhatItTakes() {
    Sweep sweep = sweep("  engines: [vllm-0.29]\n", H100, "");
    assertThat(Explanation.of(sweep.space(), 0))
        .contains("engine vllm-0.29")
        .contains("memory: 85.52 GB, of which the engine may take 92 %")
        .contains("room for state");
  }
}
