package dev.ridgeline.evaluate;

import static dev.ridgeline.testing.Plans.ROUNDING;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.config.YamlReader;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.testing.Plans;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Questions that people asked in public threads, with what engines printed or what follows by
 * arithmetic. Memory of engines has its own test, {@link EngineMemoryCasesTest}.
 */
class PublicCasesTest {

  /** One turn of 1,024 tokens in and as many out, and nine rounds that each add 2,000 tokens. */
  private static final List<Workflow> WORKFLOWS =
      List.of(workflow("isl1k-osl1k", 1, 1024, 1024, 0), workflow("rounds-of-2000", 9, 2000, 1, 1));

  /** A question: a sweep whose cells are the alternatives. */
  private record Case(Sweep sweep) {

    static Case of(String axes) {
      return of(axes, "");
    }

    static Case of(String axes, String rest) {
      String text = "name: case\naxes: {" + axes + "}\n" + rest;
      return new Case(
          Sweep.parse("case.yaml", text, Plans.CATALOGS.with(CatalogKind.WORKFLOWS, WORKFLOWS)));
    }

    /** Values of a column, in the order of the cells. */
    List<Object> all(String column) {
      CellEvaluator evaluator = new CellEvaluator(sweep.space());
      return LongStream.range(0, sweep.space().grid().cells())
          .mapToObj(cell -> CellColumns.named(column).value(evaluator.evaluate(cell)))
          .toList();
    }

    List<Double> numbers(String column) {
      return all(column).stream().map(it -> ((Number) requireNonNull(it)).doubleValue()).toList();
    }
  }

  /** Case 15: vllm-project/vllm#414, #596, #2652, #4232, #5003, #11797 and sglang#2591. */
  @Test
  void case15SaysWhatDoesNotDivide() {
    assertThat(objections("llama-2-13b", "{tp: 3}, {tp: 6}"))
        .containsExactly(
            "decode: 40 heads cannot be split 3 ways", "decode: 40 heads cannot be split 6 ways");
    assertThat(objections("qwen2.5-7b", "{tp: 8}"))
        .containsExactly("decode: 28 heads cannot be split 8 ways");
    assertThat(objections("deepseek-v3", "{tp: 14}, {tp: 1, ep: 6}"))
        .containsExactly(
            "decode: 128 heads cannot be split 14 ways",
            "decode: 256 experts cannot be dealt to 6 groups");
    assertThat(objections("gpt-oss-120b", "{tp: 1, ep: 6}"))
        .containsExactly("decode: 128 experts cannot be dealt to 6 groups");
    assertThat(objections("llama-2-13b", "{tp: 2, pp: 7}, {tp: 1, pp: 8}"))
        .as("layers are dealt to stages as evenly as they go")
        .containsExactly("", "");
  }

  private static List<Object> objections(String model, String parallelism) {
    return Case.of(
            "models: [%s], quantizations: [fp8], hardware: [{colocated: [h100-sxm]}],"
                    .formatted(model)
                + " parallelism: [%s], workflows: [chat], contextTokens: [2048], batch: [56]"
                    .formatted(parallelism))
        .all("status_detail");
  }

  /**
   * Case 17: LMCache/LMCache#1277. 40 GB of accelerator memory and 40 GB behind it hold as many
   * requests as 80 GB, and serve them far slower once state spills.
   */
  @Test
  void case17HalfOfTheMemoryInDramCosts() {
    String serving =
        "models: [llama-3.1-8b], quantizations: [bf16], parallelism: [{tp: 1}], workflows: [chat],"
            + " contextTokens: [32768], batch: [4, 10], hardware: ";
    String tier =
        "variants: [{id: half, of: memory-tiers/host-ddr5, set: {bytesPerAccelerator: [40e9]}}]";
    Case half = Case.of(serving + "[{colocated: [a100-40g], tier: [half]}]", tier);
    Case whole = Case.of(serving + "[{colocated: [a100-80g]}]");

    assertThat(half.numbers("max_batch")).isEqualTo(whole.numbers("max_batch"));
    List<Double> slow = half.numbers("tpot_s");
    List<Double> fast = whole.numbers("tpot_s");
    assertThat(slow.get(0) / fast.get(0)).as("4 requests do not spill").isLessThan(1.3);
    assertThat(slow.get(1) / fast.get(1)).as("10 requests spill").isGreaterThan(4);
  }

  /**
   * Case 18: turboderp-org/exllamav2#734. Two cards without NVLink prefill a prompt of 16,384
   * tokens sooner as two stages than with every layer split. The engine there copied through the
   * host and lost a factor of 2.8; cards with peer access, as here, lose less.
   */
  @Test
  void case18StagesPrefillSoonerThanSplitLayersOverPcie() {
    List<Double> ttft =
        Case.of(
                "models: [llama-3.1-70b], quantizations: [w4a16-kv8], hardware: [{colocated:"
                    + " [l40s]}], parallelism: [{tp: 2}, {tp: 1, pp: 2}], workflows:"
                    + " [summarization], contextTokens: [16384], batch: [2]",
                "settings: {prefillTokenBudget: 2048}")
            .numbers("ttft_s");
    assertThat(ttft.get(0)).isGreaterThan(1.1 * ttft.get(1));
  }

  /** Case 21: NVIDIA/TensorRT-LLM#1144, #1819: 13B on four A100 of 40 GB, and on one. */
  @Test
  void case21TensorParallelismIsFasterThanStages() {
    Case layouts =
        Case.of(
            "models: [llama-2-13b], quantizations: [bf16], hardware: [{colocated: [a100-40g]}],"
                + " parallelism: [{tp: 4}, {tp: 2, pp: 2}, {tp: 1, pp: 4}, {tp: 1}],"
                + " workflows: [chat], contextTokens: [512], batch: [16]");
    assertThat(layouts.numbers("request_latency_s").subList(0, 3)).isSorted();
    List<Double> rates = layouts.numbers("requests_per_s");
    assertThat(rates.get(0)).as("tp 4 holds 3 requests/s").isGreaterThan(3);
    assertThat(rates.get(2)).as("pp 4 does not").isLessThan(3);
    assertThat(rates.get(2) / rates.get(3)).as("and hardly beats one").isBetween(1.0, 1.5);
  }

  /**
   * Case 24: local-inference-lab/rtx6kpro#25. Decode context parallelism 1, 2, 4 and 8 of
   * DeepSeek-V3.2 on eight cards: the cache holds 1, 2, 4 and 8 times as many tokens, and one
   * request is decoded more slowly.
   */
  @Test
  void case24DecodeContextParallelismMultipliesTheCache() {
    Case shared =
        Case.of(
            "models: [deepseek-v3.2], quantizations: [nvfp4-mla], hardware: [{colocated:"
                + " [rtx-pro-6000-server]}], parallelism: [{tp: 8}, {tp: 8, dcp: 2}, {tp: 8, dcp:"
                + " 4}, {tp: 8, dcp: 8}], workflows: [chat], contextTokens: [4096], batch: [1]");
    List<Double> tokens = shared.numbers("kv_capacity_tokens");
    for (int i = 1; i < 4; i++) {
      assertThat(tokens.get(i)).isCloseTo(tokens.get(0) * (1 << i), ROUNDING);
    }
    assertThat(shared.numbers("tpot_s")).isSorted();
  }

  /** Case 27: ai-dynamo/aiconfigurator#437, #509. What fits nowhere has no latency. */
  @Test
  void case27WhatFitsNowhereIsSaidSo() {
    Case nothing =
        Case.of(
            "models: [deepseek-v3], quantizations: [fp8], hardware: [{colocated: [h200-sxm]}],"
                + " parallelism: [{tp: 1}, {tp: 2}, {tp: 2, ep: 2}], workflows: [chat],"
                + " contextTokens: [4000], batch: [1, 8]");
    assertThat(nothing.all("status")).containsOnly("DOES_NOT_FIT");
    assertThat(nothing.all("status_detail"))
        .containsOnly("decode: not even one request fits beside the weights");
    assertThat(nothing.numbers("max_batch")).containsOnly(0.0);
    assertThat(nothing.all("ttft_s")).containsOnlyNulls();
  }

  /** Case 28: ai-dynamo/dynamo#11624. More replicas do not shorten the prefill of one prompt. */
  @Test
  void case28MoreReplicasDoNotShortenOnePrompt() {
    Case demand =
        Case.of(
            "models: [llama-3.1-70b], quantizations: [fp8], hardware: [{prefill: [h100-sxm],"
                + " decode: [h100-sxm], link: [ib-ndr-400]}], parallelism: [{tp: 4}], workflows:"
                + " [summarization], contextTokens: [120000], batch: [4], fleets:"
                + " [{requestsPerSecond: 0.01}, {requestsPerSecond: 1}, {requestsPerSecond: 10}]");
    List<Double> ttft = demand.numbers("ttft_s");
    List<Double> replicas = demand.numbers("fleet_prefill_replicas");
    assertThat(ttft).containsOnly(ttft.get(0));
    assertThat(ttft.get(0)).as("far beyond a target of a second").isGreaterThan(5);
    assertThat(replicas).isSorted();
    assertThat(replicas.get(2)).isGreaterThan(100 * replicas.get(0));
  }

  /**
   * Case 31: SemiAnalysisAI/InferenceX#870. DeepSeek-R1 on eight H200, 1,024 tokens in and out:
   * time per output token of 8, 16, 32 and 64 requests at once.
   */
  @Test
  void case31TimePerOutputTokenIsThatOfTheBenchmark() {
    List<Double> tpot =
        Case.of(
                "models: [deepseek-r1], quantizations: [fp8-kv16], hardware: [{colocated:"
                    + " [h200-sxm]}], parallelism: [{tp: 8}], workflows: [isl1k-osl1k],"
                    + " contextTokens: [mean], batch: [8, 16, 32, 64]")
            .numbers("tpot_s");
    double[] measured = {0.0128, 0.0172, 0.0256, 0.0346};
    for (int i = 0; i < measured.length; i++) {
      assertThat(tpot.get(i) / measured[i]).as("measured " + measured[i]).isBetween(0.75, 1.3);
    }
  }

  /**
   * Case 33: sgl-project/sglang#33984. Nine rounds that each add as much as the first: the cache
   * has 1/2, 2/3, 3/4 ... 8/9 of the prompts after it, but for the one token that each answer adds.
   */
  @Test
  void case33ShareOfThePromptInTheCacheGrowsByRounds() {
    Case rounds =
        Case.of(
            "models: [llama-3.1-8b], quantizations: [bf16], hardware: [{colocated: [h100-sxm]}],"
                + " parallelism: [{tp: 1}], workflows: [rounds-of-2000], contextTokens: [mean,"
                + " peak], batch: [20]");
    List<Double> cached = rounds.numbers("cached_tokens");
    List<Double> prompts = rounds.numbers("prompt_tokens");
    assertThat(prompts.get(1)).isCloseTo(9 * 2000 + 8, ROUNDING);
    assertThat(cached.get(1)).as("all but the last 2,000").isCloseTo(8 * 2000 + 8, ROUNDING);
    assertThat(cached.get(1) / prompts.get(1)).isBetween(8 / 9.0, 8 / 9.0 + 1e-4);
  }

  /**
   * Cases 36 and 37: vllm-project/vllm#30832 and sgl-project/sglang#3656. Early engines decoded a
   * single request at 30 and at 19 to 30 tokens a second. A mature one is faster; how much is not
   * known for these machines, so the row must not say that it is measured.
   */
  @Test
  void cases36And37DoNotSayMeasured() {
    String request =
        "quantizations: [fp8-kv16], workflows: [isl1k-osl1k], contextTokens: [2048], batch: [1], ";
    Case h20 =
        Case.of(
            request
                + "models: [deepseek-v3.2], hardware: [{colocated: [h20]}], parallelism: [{tp: 8}]");
    Case twoServers =
        Case.of(
            request
                + "models: [deepseek-r1], hardware: [{colocated: [h100-sxm]}],"
                + " parallelism: [{tp: 16}]");
    assertThat(h20.all("estimate_basis")).containsExactly("class-default");
    assertThat(twoServers.all("estimate_basis")).containsExactly("assumption");
    assertThat(1 / h20.numbers("tpot_s").get(0)).isGreaterThan(30);
    assertThat(1 / twoServers.numbers("tpot_s").get(0)).isGreaterThan(30);
  }

  private static Workflow workflow(
      String id, int turns, int promptTokens, int outputTokens, double prefixReuse) {
    String text =
        """
        id: %s
        name: %s
        turns: %d
        firstPromptTokens: %d
        appendedTokens: %d
        outputTokens: %d
        toolWaitSeconds: 0 s
        prefixReuse: %s
        sources:
          turns: the thread
          firstPromptTokens: the thread
          appendedTokens: the thread
          outputTokens: the thread
          toolWaitSeconds: the thread
          prefixReuse: the thread
        """
            .formatted(id, id, turns, promptTokens, promptTokens, outputTokens, prefixReuse);
    return new YamlReader()
        .parse("workflow.yaml", text, Workflow.class, new ArrayList<>())
        .orElseThrow()
        .value();
  }
}
