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
 * arithmetic. Memory of engines (cases 1 to 11, 26 and 34) has its own test, {@link
 * EngineMemoryCasesTest}. Filters with nulls (case 20) are in {@code AxisFiltersTest}, and bursts
 * of prompts (case 39) are in {@code StepConstantsTest}.
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
   * Case 16: huggingface/text-generation-inference#439, AlexsJones/llmfit#140. How many
   * accelerators serve 1,000 or 10,000 people at once? Each asks again as soon as an answer is
   * there, so a replica of R requests a second and a latency of L serves R x L people.
   */
  @Test
  void case16PeopleAtOnceTakeWholeReplicas() {
    Case people =
        Case.of(
            "models: [llama-3.1-70b], quantizations: [fp8], hardware: [{colocated: [h100-sxm]}],"
                + " parallelism: [{tp: 4}], workflows: [rag], contextTokens: [32768], batch: [8],"
                + " fleets: [{users: 1000}, {users: 10000}]");
    List<Double> rates = people.numbers("requests_per_s");
    List<Double> latencies = people.numbers("request_latency_s");
    List<Double> accelerators = people.numbers("fleet_accelerators");
    double ofReplica = rates.get(0) * latencies.get(0);
    assertThat(accelerators.get(0)).isEqualTo(4 * Math.ceil(1000 / ofReplica));
    assertThat(accelerators.get(1)).isEqualTo(4 * Math.ceil(10_000 / ofReplica));
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
   * Case 18: turboderp-org/exllamav2#734. Two RTX 3090 without NVLink read a prompt of 16,384
   * tokens in 43.2 s with every layer split, and in 15.7 s as two stages: 2.8 times.
   *
   * <p>GeForce cards have no peer access: what they send goes through the memory of the host, for
   * which their entries take 5 GB/s, and the layout changes sides. That engine copied at less than
   * 2 GB/s. At the 1.76 GB/s of eight L40S, split layers take what the thread measured. Stages take
   * longer here, since that engine sums in FP16, at twice the rate of the catalog. So the ratio is
   * 1.9.
   */
  @Test
  void case18StagesPrefillSoonerThanSplitLayersOverPcie() {
    String serving =
        "models: [llama-3.1-70b], quantizations: [w4a16-kv8], engines: [ideal], parallelism: [{tp:"
            + " 2}, {tp: 1, pp: 2}], workflows: [summarization], contextTokens: [16384], batch: [2], hardware: ";
    String settings = "settings: {prefillTokenBudget: 2048, usableMemoryFraction: 0.98}\n";
    // A pair reaches 0.157 of its link: 128 GB/s are the 20 GB/s of peers, 11.2 are 1.76 GB/s.
    String variant =
        "variants: [{id: linked, of: accelerators/rtx-3090, set:"
            + " {scaleUp/bytesPerSecond: %s GB/s}}]\n";
    List<Double> shipped =
        Case.of(serving + "[{colocated: [rtx-3090]}]", settings).numbers("ttft_s");
    List<Double> peers =
        Case.of(serving + "[{colocated: [linked]}]", settings + variant.formatted("128"))
            .numbers("ttft_s");
    List<Double> slow =
        Case.of(serving + "[{colocated: [linked]}]", settings + variant.formatted("11.2"))
            .numbers("ttft_s");
    assertThat(peers.get(0) / peers.get(1)).as("peer access").isBetween(0.9, 1.1);
    assertThat(shipped.get(0) / shipped.get(1)).as("through the host").isBetween(1.2, 1.6);
    assertThat(slow.get(0)).as("slow copies").isBetween(43.2 / 1.3, 43.2 * 1.3);
    assertThat(slow.get(0) / slow.get(1)).as("slow copies").isBetween(1.7, 2.8);
    assertThat(slow.get(1)).as("stages send little").isLessThan(1.1 * peers.get(1));
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
   * Case 22: redhat-performance/configiq#10 and #13, kubernetes-sigs/inference-perf#139. Hours that
   * are rented and used for 45 % cost 1 / 0.45 as much for each token. Serving costs what an API
   * takes at the utilization of break-even.
   */
  @Test
  void case22RentedHoursPayAtAUtilization() {
    String serving =
        "models: [deepseek-v3], quantizations: [fp8], hardware: [{colocated: [h200-sxm]}],"
            + " parallelism: [{tp: 8}], workflows: [chat], contextTokens: [mean], batch: [64],"
            + " tokenPrices: [deepseek-api], tariffs: [{of: on-demand, utilization: %s, label: part},"
            + " on-demand]";
    Case rented = Case.of(serving.formatted("0.45"));
    List<Double> dollars = rented.numbers("dollars_per_million_total_tokens");
    assertThat(dollars.get(0)).isCloseTo(dollars.get(1) / 0.45, ROUNDING);
    List<Double> request = rented.numbers("dollars_per_request");
    double breakEven = rented.numbers("break_even_utilization").get(1);
    assertThat(request.get(1) / breakEven)
        .isCloseTo(rented.numbers("sales_dollars_per_request").get(1), ROUNDING);
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

  /**
   * Cell 124. Case 25: vllm-project/vllm#34076. One replica on two kinds of accelerator, 16 layers
   * on the one and 32 on the other. Every round of two micro-batches waits for the slower stage.
   * All 48 layers take an L4 the time T4, and an L40S T40, so a stage takes 16/48 T4 or 32/48 T40,
   * and a round twice that. The replica costs what both cost.
   */
  @Test
  void case25OneReplicaOnTwoKindsWaitsForTheSlowerStage() {
    String serving =
        "models: [qwen3-30b-a3b], quantizations: [fp8], workflows: [chat], contextTokens: [2048],"
            + " batch: [2], engines: [ideal], efficiency: [ideal], parallelism: [{tp: 1, pp: 2, layers: [%s]}],"
            + " hardware: [{colocated: [%s]}]";
    double l4 = decodeSeconds(serving.formatted("24, 24", "l4"));
    double l40s = decodeSeconds(serving.formatted("24, 24", "l40s"));
    Case mixed = Case.of(serving.formatted("16, 32", "l4 + l40s"));
    assertThat(mixed.numbers("decode_step_s").get(0))
        .as("cell 124: 2 x the longer of 16/48 and 32/48")
        .isCloseTo(2 * Math.max(l4 * 16 / 48, l40s * 32 / 48), ROUNDING);
    double turned = decodeSeconds(serving.formatted("32, 16", "l4+l40s"));
    assertThat(turned)
        .as("cell 124: 32 layers on the L4")
        .isCloseTo(2 * Math.max(l4 * 32 / 48, l40s * 16 / 48), ROUNDING);
    assertThat(mixed.numbers("dollars_per_hour").get(0))
        .as("cell 124: one of each")
        .isCloseTo(dollarsPerHour("l4") + dollarsPerHour("l40s"), ROUNDING);
    assertThat(mixed.all("decode")).containsExactly("l4+l40s");
    assertThat(mixed.all("status")).containsExactly("OK");
  }

  private static double decodeSeconds(String axes) {
    return Case.of(axes).numbers("decode_step_s").get(0);
  }

  private static double dollarsPerHour(String accelerator) {
    return Case.of(
            "models: [llama-3.1-8b], quantizations: [fp8], workflows: [chat], contextTokens:"
                + " [2048], batch: [1], parallelism: [{tp: 1}], hardware: [{colocated: ["
                + accelerator
                + "]}]")
        .numbers("dollars_per_hour")
        .get(0);
  }

  /** Law: two kinds that are equal serve as one kind does, whichever layers are where. */
  @Test
  void case25KindsThatAreEqualServeAsOne() {
    String twin = "variants: [{id: twin, of: accelerators/h100-sxm, scale: {powerWatts: 1}}]";
    String serving =
        "models: [llama-3.1-70b], quantizations: [fp8], workflows: [chat], contextTokens: [4096],"
            + " batch: [32], parallelism: [{tp: 2, pp: 2}, {tp: 2, pp: 2, layers: [50, 30]}, {tp:"
            + " 1, pp: 4}], hardware: [{colocated: [%s]}]";
    Case one = Case.of(serving.formatted("h100-sxm"), twin);
    Case two = Case.of(serving.formatted("h100-sxm + twin"), twin);
    for (String column :
        List.of(
            "decode_step_s",
            "mixed_step_s",
            "ttft_s",
            "tpot_s",
            "max_batch",
            "loaded_weight_bytes_per_accelerator",
            "decode_flops",
            "decode_state_read_bytes",
            "joules_per_request",
            "dollars_per_request")) {
      List<Double> expected = one.numbers(column);
      List<Double> found = two.numbers(column);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(found.get(i)).as(column + " " + i).isCloseTo(expected.get(i), ROUNDING);
      }
    }
  }

  /** What cannot be dealt to the kinds, and a bound on memory: the kind with the least room. */
  @Test
  void case25MemoryIsThatOfTheTightestKind() {
    String serving =
        "models: [llama-3.1-8b], quantizations: [bf16], workflows: [chat], contextTokens: [4096],"
            + " batch: [2], parallelism: [{tp: 1, pp: 2, layers: [%s]}], hardware: [{colocated:"
            + " [%s]}]";
    double even = Case.of(serving.formatted("16, 16", "l4+h100-sxm")).numbers("max_batch").get(0);
    double tight = Case.of(serving.formatted("16, 16", "l4")).numbers("max_batch").get(0);
    double dealt = Case.of(serving.formatted("6, 26", "l4+h100-sxm")).numbers("max_batch").get(0);
    assertThat(even).as("the L4 bounds it").isEqualTo(tight);
    assertThat(dealt).as("fewer layers on the smaller card").isGreaterThan(2 * even);
    Case wrong =
        Case.of(
            "models: [llama-3.1-8b], quantizations: [bf16], workflows: [chat], contextTokens:"
                + " [4096], batch: [3], parallelism: [{tp: 1}, {tp: 1, pp: 3}], hardware:"
                + " [{colocated: [l4+h100-sxm]}]");
    assertThat(wrong.all("status_detail"))
        .containsExactly(
            "decode: 1 pipeline stage cannot be dealt to 2 kinds of accelerator; pp must be a"
                + " multiple of them",
            "decode: 3 pipeline stages cannot be dealt to 2 kinds of accelerator; pp must be a"
                + " multiple of them");
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
   * Case 29: vllm-project/vllm#8031, #13596, #25350. A prompt as long as the model's context leaves
   * no room for output, and says so with all three numbers. A request of that length fits, as often
   * as an engine's first lines print: 3.5 times for the 16-bit 8B model on an H100.
   */
  @Test
  void case29ARequestFillsTheContextAndAPromptCannot() {
    Case limit =
        Case.of(
            "models: [llama-3.1-8b], quantizations: [bf16], hardware: [{colocated: [h100-sxm]}],"
                + " engines: [vllm-0.29], parallelism: [{tp: 1}], workflows: [chat], batch: [1],"
                + " contextTokens: [131072, {request: 131072}]");
    int output = Plans.CATALOGS.workflows().find("chat").orElseThrow().outputTokens();
    assertThat(limit.all("status")).containsExactly("CONTEXT_TOO_LONG", "OK");
    assertThat(limit.all("status_detail").get(0))
        .isEqualTo(
            "prompt and output exceed the model's context: 131072 + "
                + output
                + " tokens, at most 131072");
    double held =
        ((Number) requireNonNull(limit.all("concurrency_at_context").get(1))).doubleValue();
    assertThat(held).isBetween(3.25, 3.75);
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

  /**
   * Case 38: vllm-project/vllm#11539, ai-dynamo/aiconfigurator#34. The devices that were asked for
   * have entries, and their rows do not say that they are measured.
   */
  @Test
  void case38DevicesThatPeopleOwnHaveEntries() {
    Case devices =
        Case.of(
            "models: [deepseek-v3], quantizations: [w4a16], hardware: [{colocated: [rtx-4090,"
                + " h800-sxm, gb10, h20]}], parallelism: [{tp: 32}], workflows: [chat],"
                + " contextTokens: [4096], batch: [1]");
    assertThat(devices.all("status")).containsOnly("OK", "NO_PRICE");
    assertThat(devices.all("estimate_basis")).doesNotContain("measured");
    assertThat(devices.numbers("tpot_s")).allMatch(seconds -> seconds > 0);
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
