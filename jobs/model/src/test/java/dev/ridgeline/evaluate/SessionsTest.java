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
import dev.ridgeline.sweep.SessionTarget;
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

  /** Most sessions fall with the target, and the sweep's own target is the default. */
  @Test
  void mostSessionsAreThoseOfTheTarget() {
    String axes = AXES.formatted("none", "lru, hold", "batch");
    double before = 0;
    for (String target : new String[] {"1 s", "3 s", "10 s", "30 s"}) {
      double[] most = most(axes, "settings: {turnTtftSeconds: " + target + "}");
      assertThat(most[0]).as("more of them within %s", target).isGreaterThanOrEqualTo(before);
      assertThat(most(axes, "targets: {ttftSeconds: " + target + "}"))
          .as("the target of the sweep")
          .containsExactly(most);
      before = most[0];
    }
    assertThat(most(axes, "targets: {ttftSeconds: 3 s}")[0]).isLessThan(before);
    assertThat(most(axes, ""))
        .as("the default is 10 s")
        .containsExactly(most(axes, "settings: {turnTtftSeconds: 10 s}"));
    assertThat(most(axes, "settings: {turnTtftSeconds: 10 s}\ntargets: {ttftSeconds: 1 s}"))
        .as("what the settings state comes first")
        .containsExactly(most(axes, ""));
    assertThatThrownBy(() -> most(axes, "settings: {turnTtftSeconds: 10 ns}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("/settings/turnTtftSeconds: is '10 ns'");
  }

  /** A question's own target counts, unless the sweep says what sessions are counted up to. */
  @Test
  void aQuestionCountsSessionsWithinItsTarget() {
    String axes = AXES.formatted("none", "lru, hold", "batch");
    double[] asked = most(axes, "targets: {ttftSeconds: 3 s}");
    for (String own : new String[] {"", "targets: {ttftSeconds: 30 s}"}) {
      Sweep sweep = sweep(axes, own);
      SessionTarget target = sweep.sessionTarget().or(3);
      assertThat(target.toString()).isEqualTo("at most 3 s (--ttft)");
      assertThat(most(sweep.countingSessions(target))).containsExactly(asked);
      assertThat(sweep.sessionTarget().or(Double.POSITIVE_INFINITY))
          .as("any latency asks for nothing")
          .isEqualTo(sweep.sessionTarget());
    }
    SessionTarget stated = sweep(axes, "settings: {turnTtftSeconds: 20 s}").sessionTarget();
    assertThat(stated.or(3)).isEqualTo(stated);
    assertThat(stated.sentence())
        .isEqualTo(
            "max_sessions counts the sessions of a replica with a mean turn_ttft_s of at most 20 s"
                + " (settings.turnTtftSeconds of the sweep).");
  }

  private static Sweep sweep(String axes, String more) {
    return Sweep.parse("s.yaml", "name: s\naxes: {" + axes + "}\n" + more + "\n", CATALOGS);
  }

  private static double[] most(String axes, String more) {
    return most(sweep(axes, more));
  }

  private static double[] most(Sweep sweep) {
    CellEvaluator evaluator = new CellEvaluator(sweep.space());
    return LongStream.range(0, sweep.space().grid().cells())
        .mapToDouble(cell -> CellColumns.named("max_sessions").number(evaluator.evaluate(cell)))
        .toArray();
  }

  /** Law: a level that costs nothing never raises the price of a task. */
  @Test
  void aFreeLevelNeverRaisesThePriceOfATask() {
    String variants =
        "variants: [{id: free, of: memory-tiers/host-ddr5, scale: {dollarsPerGigabyteHour: 1e-5}}]\n";
    String axes = AXES.formatted("free", "lru", "batch, 8, 32, 128, 512, 2048");
    Sweep sweep = Sweep.parse("s.yaml", "name: s\n" + variants + "axes: {" + axes + "}", CATALOGS);
    CellEvaluator evaluator = new CellEvaluator(sweep.space());
    int below = 0;
    for (long cell = 0; cell < 6; cell++) {
      CellResult result = evaluator.evaluate(cell);
      double with = CellColumns.named("dollars_per_task").number(result);
      double without = CellColumns.named("dollars_per_task_without_tier").number(result);
      assertThat(with).as("law: cell %s", cell).isLessThanOrEqualTo(without * (1 + 1e-4));
      below += with < 0.9 * without ? 1 : 0;
    }
    assertThat(below).as("somewhere it helps").isPositive();
  }

  /**
   * Measured by others on an agents' trace: at as many sessions as contexts fit, the hit rate falls
   * from 0.92 to 0.05, the throughput of a GPU from 8,686 to 2,356 tokens a second (3.7 times), and
   * the time to first token grows to 35 s. Host memory brings back 9,776. Model and hardware of the
   * measurement are not stated, so its shape is what is asked for: where it falls, how far, and
   * that a pool restores it.
   */
  @Test
  void theMeasuredCollapseHasItsShape() {
    String axes =
        "models: [llama-3.1-70b], quantizations: [fp8], hardware: [{colocated: [h100-sxm], tier: [%s]}],"
            + " parallelism: [{tp: 8}], workflows: [coding], contextTokens: [mean], batch: [16], kvPolicies:"
            + " [lru], sessions: [%d, %d]";
    int knee = (int) numbers(axes.formatted("none", 16, 17), "task_concurrency_limit")[0];
    String around = axes.formatted("none", knee * 3 / 4, 2 * knee);
    double[] found = numbers(around, "hit_rate");
    assertThat(found[0]).as("hit rate before the wall").isGreaterThan(0.85);
    assertThat(found[1]).as("hit rate past it").isLessThan(0.1);
    double[] rates = numbers(around, "tasks_per_s");
    assertThat(rates[0] / rates[1]).as("collapse of the rate, measured 3.7").isBetween(1.8, 6.0);
    assertThat(numbers(around, "turn_ttft_s")[1]).as("time to first token, s").isGreaterThan(20);
    double restored =
        numbers(axes.formatted("host-ddr5", knee * 3 / 4, 2 * knee), "tasks_per_s")[1];
    assertThat(restored / rates[0]).as("rate with host memory, measured 1.13").isBetween(0.9, 1.3);
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
