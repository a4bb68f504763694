package dev.ridgeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.YamlReader;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.testing.Plans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Sweeps over sessions, and levels of a cache in one cell. */
class SessionsTest {

  private static final Catalogs CATALOGS =
      Plans.CATALOGS
          .with(CatalogKind.WORKFLOWS, List.of(agent()))
          .with(CatalogKind.MODELS, List.of(qwen()));

  private static List<Object> values(String axes, String column) {
    Sweep sweep = Sweep.parse("sessions.yaml", "name: sessions\naxes: {" + axes + "}\n", CATALOGS);
    CellEvaluator evaluator = new CellEvaluator(sweep.space());
    CellColumn read = CellColumns.named(column);
    List<Object> values = new ArrayList<>();
    LongStream.range(0, sweep.space().grid().cells())
        .forEach(cell -> values.add(read.value(evaluator.evaluate(cell))));
    return values;
  }

  private static double[] numbers(String axes, String column) {
    return values(axes, column).stream().mapToDouble(it -> ((Number) it).doubleValue()).toArray();
  }

  private static final String AXES =
      "models: [llama-3.1-70b], quantizations: [fp8], hardware: [{colocated: [h100-sxm], tier:"
          + " [%s]}], parallelism: [{tp: 8}], workflows: [coding], contextTokens: [mean], batch:"
          + " [16], kvPolicies: [%s], sessions: [%s]";

  @Test
  void sessionsCollapsePastTheKneeAndAPoolBringsThemBack() {
    String alone = AXES.formatted("none", "lru", "8, 32, 64, 128, 256, 512");
    double[] found = numbers(alone, "hit_rate");
    double[] rates = numbers(alone, "tasks_per_s");
    assertThat(found[0]).as("few sessions find their prefix").isGreaterThan(0.9);
    assertThat(found[5]).as("many find none").isLessThan(0.05);
    assertThat(found).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    double best = Arrays.stream(rates).max().orElseThrow();
    assertThat(rates[5]).as("rate past the wall").isLessThan(best / 2);
    assertThat(numbers(alone, "rate_over_knee")[5]).isLessThan(0.6);

    String tiered = AXES.formatted("host-ddr5", "lru", "8, 32, 64, 128, 256, 512");
    assertThat(numbers(tiered, "tasks_per_s")[3])
        .as("host memory restores the rate")
        .isGreaterThan(1.5 * rates[3]);
    assertThat(numbers(tiered, "dollars_per_task")[3])
        .as("and is worth its price")
        .isLessThan(numbers(tiered, "dollars_per_task_without_tier")[3]);
  }

  @Test
  void levelsAddUp() {
    String axes = AXES.formatted("host-ddr5+nvme-gen5", "lru, hold", "400");
    double all = numbers(axes, "hit_rate")[0];
    double memory = numbers(axes, "hit_rate_memory")[0];
    double tier = numbers(axes, "hit_rate_tier")[0];
    double far = numbers(axes, "hit_rate_far_tier")[0];
    assertThat(memory + tier + far).isCloseTo(all, within(1e-12));
    assertThat(far).isGreaterThan(0);
    assertThat(values(axes, "tier")).containsOnly("host-ddr5+nvme-gen5");
    double near = numbers(AXES.formatted("host-ddr5", "lru", "400"), "turn_ttft_tier_s")[0];
    assertThat(
            numbers(AXES.formatted("host-ddr5+nvme-gen5", "lru", "400"), "turn_ttft_far_tier_s")[0])
        .as("the farther level is slower")
        .isGreaterThan(near);
    assertThat(values(axes, "dollars_per_task_without_tier").get(1)).as("of hold").isNull();
    assertThat(values(AXES.formatted("none", "lru", "400"), "turn_ttft_tier_s"))
        .as("without a tier")
        .containsOnlyNulls();
  }

  @Test
  void valuesThatAreNoSessionsAreRefused() {
    assertThatThrownBy(() -> values(AXES.formatted("none", "lru", "many"), "hit_rate"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("sessions")
        .hasMessageContaining("'batch'");
    assertThatThrownBy(
            () -> values(AXES.formatted("cxl-ddr5+host-ddr5+nvme-gen5", "lru", "1"), "hit_rate"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("at most two memory tiers");
    assertThatThrownBy(() -> values(AXES.formatted("host-ddr5+nvme-gen4", "lru", "1"), "hit_rate"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("nvme-gen5");
  }

  /**
   * gomomento.com/blog/the-concurrency-cliff-is-a-memory-limit (vLLM 0.20, one L4): Qwen3 4B holds
   * 12 sessions with 16-bit keys and values, and not 14. Those of 8 bits nearly double it. Each
   * session has 12 turns of about 1,000 tokens behind a prompt of 10,000 that all share.
   */
  @Test
  void theMeasuredCliffIsAtItsNumberOfSessions() {
    String axes =
        "models: [qwen3-4b], quantizations: [%s], engines: [vllm-0.29], hardware: [{colocated: [l4]}],"
            + " parallelism: [{tp: 1}], workflows: [lightweight-agent], contextTokens: [mean], batch:"
            + " [%d], kvPolicies: [lru], sessions: [%d, %d]";
    double limit = numbers(axes.formatted("fp8-kv16", 8, 8, 9), "task_concurrency_limit")[0];
    double ofHalf = numbers(axes.formatted("fp8", 8, 8, 9), "task_concurrency_limit")[0];
    assertThat(limit).as("sessions that fit").isBetween(12.0, 14.0);
    assertThat(ofHalf / limit).as("with half of the bytes").isBetween(1.8, 2.2);
    String cliff = axes.formatted("fp8-kv16", 12, 12, 16);
    assertThat(numbers(cliff, "hit_rate")).containsExactly(1, 0);
    double[] ttft = numbers(cliff, "turn_ttft_s");
    assertThat(ttft[1]).as("time to first token past the cliff").isGreaterThan(4 * ttft[0]);
  }

  private static Workflow agent() {
    return entry(
        Workflow.class,
        """
        id: lightweight-agent
        name: A lightweight coding agent
        turns: 12
        firstPromptTokens: 11000
        appendedTokens: 991
        outputTokens: 75
        toolWaitSeconds: 0
        prefixReuse: 1
        sharedPrefixTokens: 10000
        sources:
          turns: the page
          firstPromptTokens: the page
          appendedTokens: the page
          outputTokens: the page
          toolWaitSeconds: the page
          prefixReuse: the page
          sharedPrefixTokens: the page
        """);
  }

  private static Model qwen() {
    return entry(
        Model.class,
        """
        id: qwen3-4b
        name: Qwen3 4B
        hiddenSize: 2560
        vocabularySize: 151936
        tiedEmbeddings: true
        maxContextTokens: 131072
        otherParameters: 9216
        layers:
          - count: 36
            attention: {kind: gqa, heads: 32, kvHeads: 8, headDim: 128}
            ffn: {kind: dense, intermediateSize: 9728, gated: true}
        sources:
          hiddenSize: huggingface.co/Qwen/Qwen3-4B config.json
          vocabularySize: huggingface.co/Qwen/Qwen3-4B config.json
          maxContextTokens: huggingface.co/Qwen/Qwen3-4B config.json
          otherParameters: huggingface.co/Qwen/Qwen3-4B config.json
          layers: huggingface.co/Qwen/Qwen3-4B config.json
          published: nothing is checked
        """);
  }

  private static <T> T entry(Class<T> type, String text) {
    return new YamlReader()
        .parse("entry.yaml", text, type, new ArrayList<>())
        .orElseThrow()
        .value();
  }
}
