package dev.ridgeline.evaluate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.config.YamlReader;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.operator.StateSize;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.testing.Plans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Memory of engines against what public logs of them print. No constant is fitted to these logs,
 * except that of graphs in layers with experts, which is from the log of case 04.
 *
 * <p>A thread does not show all settings. What is assumed stands beside each case.
 */
class EngineMemoryCasesTest {

  private static final double GIB = 1_073_741_824.0;

  private static final Catalogs CATALOGS =
      Plans.CATALOGS.with(CatalogKind.MODELS, List.of(gemma(), commandR()));

  /**
   * One log.
   *
   * @param name number of the case, and its source
   * @param model model and number format
   * @param on engine, accelerators and parallelism
   * @param contextTokens prompt, 256 tokens less than the length that the engine was started for
   * @param settings settings that the thread shows or that are assumed
   * @param log the number that the engine printed
   * @param column column that has ours
   * @param groups attention groups over which the engine prints the number once each
   */
  record Log(
      String name,
      String model,
      String on,
      int contextTokens,
      String settings,
      double log,
      String column,
      int groups) {

    double ours() {
      return value(this, column) / groups;
    }

    double ratio() {
      return ours() / log;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Log log(
      String name,
      String model,
      String on,
      int contextTokens,
      String settings,
      double log,
      String column,
      int groups) {
    return new Log(name, model, on, contextTokens, settings, log, column, groups);
  }

  private static final String TOKENS = "kv_capacity_tokens";
  private static final String ROOM = "state_room_bytes_per_accelerator";
  private static final String WEIGHTS = "loaded_weight_bytes_per_accelerator";

  /** Assumed: a pass of 65,536 tokens. The release of that day profiled whole prompts. */
  private static final Log LLAMA_405B_WEIGHTS =
      log(
          "01 vllm-project/vllm#6746, weights",
          "models: [llama-3.1-405b], quantizations: [llama-405b-fp8]",
          "engines: [vllm-0.6], hardware: [{colocated: [h100-sxm]}], parallelism: [{tp: 8}]",
          65_280,
          "prefillTokenBudget: 65536",
          57.75 * GIB,
          WEIGHTS,
          1);

  private static final Log LLAMA_405B =
      log(
          "01 vllm-project/vllm#6746",
          LLAMA_405B_WEIGHTS.model(),
          LLAMA_405B_WEIGHTS.on(),
          65_280,
          LLAMA_405B_WEIGHTS.settings(),
          79_392,
          TOKENS,
          1);

  private static Log llama8b(int length, double log) {
    return log(
        "03 vllm-project/vllm#10517, " + length,
        "models: [llama-3.1-8b], quantizations: [bf16]",
        "engines: [vllm-0.6], hardware: [{colocated: [rtx-3090]}], parallelism: [{tp: 1}]",
        length - 256,
        "usableMemoryFraction: 0.9, prefillTokenBudget: " + length,
        log,
        TOKENS,
        1);
  }

  /** Assumed: experts in groups of 32 and all else in 16 bit, as the packer of the files writes. */
  private static Log minimax(String name, double share, double log, String column) {
    return log(
        "04 eugr/spark-vllm-docker#396, " + name,
        "models: [minimax-m2], quantizations: [w4a16-g32-experts]",
        "engines: [vllm-0.29], hardware: [{colocated: [gb10]}], parallelism: [{tp: 2}]",
        196_352,
        "usableMemoryFraction: " + share,
        log,
        column,
        1);
  }

  /** Assumed: the engine's own share of memory, which is less with attention data parallelism. */
  private static final Log DEEPSEEK =
      log(
          "05 sgl-project/sglang#11309",
          "models: [deepseek-v3.2], quantizations: [fp8]",
          "engines: [sglang-0.5], hardware: [{colocated: [b200]}], parallelism: [{tp: 1, ep: 8}]",
          4096,
          "",
          975_424,
          TOKENS,
          8);

  /** Assumed: number formats as in case 04. */
  private static Log kimi(int length, int pass, double log) {
    return log(
        "07 vllm-project/vllm#28228, " + length + " in passes of " + pass,
        "models: [kimi-linear-48b-a3b], quantizations: [w4a16-g32-experts]",
        "engines: [vllm-0.10], hardware: [{colocated: [rtx-3090]}], parallelism: [{tp: 2}]",
        length - 256,
        "usableMemoryFraction: 0.95, prefillTokenBudget: " + pass,
        log,
        ROOM,
        1);
  }

  /** Assumed: groups of 128, and a text model without its vision tower. */
  private static final Log GEMMA =
      log(
          "10 vllm-project/vllm#43308",
          "models: [gemma-4-31b], quantizations: [w4a16]",
          "engines: [vllm-0.29], hardware: [{colocated: [a100-80g]}], parallelism: [{tp: 1}]",
          261_888,
          "usableMemoryFraction: 0.9",
          525_000,
          TOKENS,
          1);

  private static Log llama70b(String format) {
    return log(
        "34 ai-runway/airunway#139, " + format,
        "models: [llama-3.1-70b], quantizations: [" + format + "]",
        "engines: [vllm-0.29], hardware: [{colocated: [h100-sxm]}], parallelism: [{tp: 4}]",
        3840,
        "",
        360,
        "concurrency_at_context",
        1);
  }

  /** The logs that print an amount. The table in catalogs/README.md has these ratios. */
  static Stream<Log> logs() {
    return Stream.of(
        LLAMA_405B_WEIGHTS,
        LLAMA_405B,
        llama8b(20_000, 31_232),
        llama8b(29_000, 23_648),
        minimax("room at 0.80", 0.8, 22.5 * GIB, ROOM),
        minimax("tokens at 0.85", 0.85, 240_816, TOKENS),
        DEEPSEEK,
        kimi(120_000, 64_000, 2.30 * GIB),
        GEMMA,
        llama70b("fp8"));
  }

  private static CellResult cell(Log log) {
    String text =
        "name: log\n"
            + "axes: {"
            + log.model()
            + ", "
            + log.on()
            + ", workflows: [chat], contextTokens: ["
            + log.contextTokens()
            + "], batch: ["
            + log.groups()
            + "]}\nsettings: {"
            + log.settings()
            + (log.settings().isEmpty() ? "" : ", ")
            + "contextBeyondModel: allow}\n";
    Sweep sweep = Sweep.parse("log.yaml", text, CATALOGS);
    return new CellEvaluator(sweep.space()).evaluate(0);
  }

  private static double value(Log log, String column) {
    CellResult cell = cell(log);
    return CellColumns.ALL.stream()
        .filter(it -> it.name().equals(column))
        .map(it -> (Number) requireNonNull(it.value(cell)))
        .findFirst()
        .orElseThrow()
        .doubleValue();
  }

  @ParameterizedTest
  @MethodSource("logs")
  void amountIsThatOfTheLogWithinAFactor(Log log) {
    assertThat(log.ratio())
        .as("%s: %.0f, not %.0f", log, log.ours(), log.log())
        .isBetween(1 / 1.3, 1.3);
  }

  @Test
  void medianOfTheRatiosIsNearOne() {
    double[] ratios = logs().mapToDouble(Log::ratio).sorted().toArray();
    double median = (ratios[(ratios.length - 1) / 2] + ratios[ratios.length / 2]) / 2;
    assertThat(median).as(Arrays.toString(ratios)).isBetween(0.9, 1.15);
  }

  /** The page prints the ratios that the test computes. */
  @Test
  void pageHasTheRatios() throws java.io.IOException {
    String page = java.nio.file.Files.readString(java.nio.file.Path.of("../../catalogs/README.md"));
    assertThat(logs())
        .allSatisfy(
            log ->
                assertThat(page)
                    .contains(
                        "| "
                            + log.name()
                            + " | "
                            + String.format(Locale.ROOT, "%.2f", log.ratio())
                            + " |"));
  }

  @Test
  void case03RefusesAPromptOf29ThousandTokens() {
    assertThat(cell(llama8b(20_000, 1)).plan().maxBatch()).isEqualTo(1);
    assertThat(cell(llama8b(29_000, 1)).status()).isEqualTo(Status.DOES_NOT_FIT);
  }

  @Test
  void case04DoesNotStartAt80PercentAndDoesAt85() {
    assertThat(cell(minimax("", 0.8, 1, ROOM)).status()).isEqualTo(Status.DOES_NOT_FIT);
    assertThat(cell(minimax("", 0.85, 1, ROOM)).plan().fits()).isTrue();
  }

  @Test
  void case05KeepsTheBytesThatTheEngineCounts() {
    CellResult cell = cell(DEEPSEEK);
    double bytes = value(DEEPSEEK, ROOM) / DEEPSEEK.ours();
    assertThat(bytes)
        .as("48,072 with padding, in %s", cell.model().id())
        .isCloseTo(48_072, within(5.0));
  }

  /** Another model had 7.7 times: its key-value state is smaller, and so are its weights. */
  @Test
  void case06DataParallelAttentionHoldsManyTimesTheTokens() {
    String model = "models: [deepseek-v3], quantizations: [nvfp4]";
    String on = "engines: [vllm-0.29], hardware: [{colocated: [b200]}], parallelism: ";
    String settings = "usableMemoryFraction: 0.95";
    double tp = log("", model, on + "[{tp: 8, ep: 8}]", 130_000, settings, 1, TOKENS, 1).ours();
    double dp = log("", model, on + "[{tp: 1, ep: 8}]", 130_000, settings, 1, TOKENS, 8).ours();
    assertThat(8 * dp / tp).isBetween(7.7 / 1.3, 7.7 * 1.3);
  }

  @Test
  void case07StartsWithPassesOf74ThousandTokens() {
    assertThat(cell(kimi(74_000, 74_000, 1)).plan().maxBatch()).isGreaterThanOrEqualTo(1);
  }

  /** Case 10. All 60 layers would take 901,120 bytes more for a token; ten are not windowed. */
  @Test
  void case10OnlyLayersWithoutAWindowGrow() {
    CellResult cell = cell(GEMMA);
    double grows = cell.plan().decodeReplica().stateBytesPerToken(261_888);
    assertThat(grows).isCloseTo(10 * 2 * 4 * 512 * 2.0, Plans.ROUNDING);
  }

  /** Case 11. 40 layers of 64 heads of 128: 2,560 MiB for 2,048 tokens of 16 bits. */
  @Test
  void case11KeepsTheStateOfAllHeads() {
    double bytes =
        StateSize.ofModel(
                CATALOGS.models().find("command-r-35b").orElseThrow(), Plans.quantization("bf16"))
            .at(2048);
    assertThat(bytes).isEqualTo(2560 * 1_048_576.0);
  }

  /** Case 26. 3,000 tokens of Llama 70B are 0.983 GB in 16 bits. */
  @Test
  void case26KeepsTheStateOfGroupedQueries() {
    double bytes =
        StateSize.ofModel(Plans.model("llama-3.1-70b"), Plans.quantization("fp8-kv16")).at(3000);
    assertThat(bytes).isEqualTo(3000 * 80 * 2 * 8 * 128 * 2.0);
    assertThat(new Sharding(4, 1).accelerators()).isEqualTo(4);
  }

  /** Case 34. Four H100 hold about 360 sequences only with 8 bits in weights and in the cache. */
  @Test
  void case34TakesEightBitsInWeightsAndCache() {
    Map<String, Double> held =
        Map.of(
            "bf16", llama70b("bf16").ours(),
            "fp8-kv16", llama70b("fp8-kv16").ours(),
            "fp8", llama70b("fp8").ours());
    assertThat(held.get("bf16")).isLessThan(150);
    assertThat(held.get("fp8-kv16")).isLessThan(200);
    assertThat(held.get("fp8")).isBetween(360 / 1.3, 360 * 1.3);
  }

  private static Model gemma() {
    return model(
        """
        id: gemma-4-31b
        name: Gemma 4 31B
        hiddenSize: 5376
        vocabularySize: 262144
        tiedEmbeddings: true
        maxContextTokens: 262144
        otherParameters: 0
        layers:
          - count: 50
            attention: {kind: gqa, heads: 32, kvHeads: 16, headDim: 256, window: {kind: sliding, tokens: 1024}}
            ffn: {kind: dense, intermediateSize: 21504, gated: true}
          - count: 10
            attention: {kind: gqa, heads: 32, kvHeads: 4, headDim: 512}
            ffn: {kind: dense, intermediateSize: 21504, gated: true}
        published: {totalParameters: 31000000000, activeParameters: 31000000000, activeConvention: head-only}
        sources:
          hiddenSize: "assumption: as Gemma 3 27B"
          vocabularySize: "assumption: as Gemma 3 27B"
          maxContextTokens: "vllm-project/vllm issue 43308"
          otherParameters: "none"
          layers: "github.com/tenstorrent/tt-xla issue 5727: 50 windowed layers of 1,024, 10 full"
          published: "the name"
        """);
  }

  private static Model commandR() {
    return model(
        """
        id: command-r-35b
        name: Command R v01
        hiddenSize: 8192
        vocabularySize: 256000
        tiedEmbeddings: true
        maxContextTokens: 131072
        otherParameters: 0
        layers:
          - count: 40
            attention: {kind: gqa, heads: 64, kvHeads: 64, headDim: 128}
            ffn: {kind: dense, intermediateSize: 22528, gated: true}
        published: {totalParameters: 34980831232, activeParameters: 34980831232, activeConvention: head-only}
        sources: {hiddenSize: "config.json", vocabularySize: "config.json", maxContextTokens: "card", otherParameters: "none", layers: "config.json", published: "card"}
        """);
  }

  private static Model model(String text) {
    return new YamlReader()
        .parse("model.yaml", text, Model.class, new ArrayList<>())
        .orElseThrow()
        .value();
  }
}
