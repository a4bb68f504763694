package dev.ridgeline.deployment;

import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.Plans.engine;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.Plans;
import dev.ridgeline.testing.ReplicaBuilder;
import dev.ridgeline.testing.Samples;
import dev.ridgeline.testing.Samples.Sample;
import dev.ridgeline.workload.Request;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Memory as an engine divides it: what each of its terms takes, and what is left for state. */
class EngineBudgetTest {

  private static final double GIB = 1_073_741_824.0;
  private static final double MIB = 1_048_576.0;

  /** What an H100 reports, 81,559 MiB. */
  private static final double H100 = 81_559 * MIB;

  /** Weights of Llama-3.1-8B in bf16: 8,030,261,248 parameters of 2 bytes. */
  private static final double LLAMA = 16_060_522_496.0;

  /** KV of a token of it: 32 layers x 2 x 8 heads x 128 x 2 bytes. */
  private static final double KV_OF_TOKEN = 131_072;

  /** Live rows of a pass of 8,192 tokens: 3 x (14,336 + 4,096) elements of 2 bytes. */
  private static final double PASS = 8192 * 3 * (14_336 + 4096) * 2.0;

  private static MemoryBudget llama(String engine, double share) {
    return llama(engine, share, 1).build().budget();
  }

  private static ReplicaBuilder llama(String engine, double share, int tp) {
    return aReplica("llama-3.1-8b").tp(tp).by(engine(engine), new ServingSettings(share, 8192));
  }

  /** Cell 81. Without an engine nothing but the weights is taken off nine tenths of the memory. */
  @Test
  void idealByHand() {
    MemoryBudget budget = llama("ideal", 0.9);
    assertThat(budget.roomBytes()).as("cell 81: room").isCloseTo(0.9 * H100 - LLAMA, ROUNDING);
    assertThat(budget.activationBytes()).as("cell 81: nothing reserved").isZero();
  }

  /**
   * Cell 82. vLLM 0.6 pays activations out of its share, 256 sequences of logits being smaller than
   * a pass. Graphs of 41 MiB for each of 32 layers stand beside the share.
   */
  @Test
  void oldVllmByHand() {
    MemoryBudget budget = llama("vllm-0.6", 0.9);
    double logits = 256 * 128_256 * 39.0; // 1,280,507,904, more than the 905,969,664 of a pass
    assertThat(budget.activationBytes()).as("cell 82: peak").isCloseTo(logits, ROUNDING);
    assertThat(logits).as("cell 82: sampling is the peak").isGreaterThan(PASS);
    assertThat(budget.graphBytes()).as("cell 82: graphs").isCloseTo(32 * 41 * MIB, ROUNDING);
    double room = 0.9 * (H100 - 0.45 * GIB) - LLAMA - logits;
    assertThat(budget.roomBytes()).as("cell 82: room").isCloseTo(room, ROUNDING);
  }

  /**
   * Cell 83. vLLM 0.29 also pays graphs out of its share, and on an H100 it reserves logits of
   * 1,024 sequences. Two ranks take 0.3 GiB for collectives and half of the weights.
   */
  @Test
  void newVllmByHand() {
    MemoryBudget budget = llama("vllm-0.29", 0.92, 2).build().budget();
    double logits = 1024 * 128_256 * 39.0;
    double graphs = 32 * 23 * MIB;
    assertThat(budget.communicationBytes())
        .as("cell 83: collectives")
        .isCloseTo(0.3 * GIB, ROUNDING);
    // Norms are copied to both ranks: (2 x 32 + 1) x 4,096 x 2 bytes are not halved.
    double norms = 65 * 4096 * 2.0;
    double weights = (LLAMA - norms) / 2 + norms;
    double room = 0.92 * (H100 - 0.45 * GIB) - 0.3 * GIB - graphs - weights - logits;
    assertThat(budget.weightBytes()).as("cell 83: weights").isCloseTo(weights, ROUNDING);
    assertThat(budget.roomBytes()).as("cell 83: room").isCloseTo(room, ROUNDING);
  }

  /**
   * Cell 84. SGLang takes its share of what is free before weights are loaded. The share on an H100
   * is 1 - (512 + 1.5 x 8,192 + 2 x 256 + 128) MiB of its memory; activations stand beside it.
   */
  @Test
  void sglangByHand() {
    double share = 1 - (512 + 12_288 + 512 + 128) * MIB / H100; // 0.8352
    double own = engine("sglang-0.5").budget(Plans.accelerator("h100-sxm")).share(H100, 1, 1);
    assertThat(own).as("cell 84: share").isCloseTo(share, ROUNDING);
    MemoryBudget budget = llama("sglang-0.5", share);
    assertThat(budget.roomBytes())
        .as("cell 84: room")
        .isCloseTo(share * (H100 - 1.1 * GIB) - LLAMA, ROUNDING);
    assertThat(budget.activationBytes()).as("cell 84: peak").isCloseTo(PASS, ROUNDING);
  }

  /** Cell 85. TensorRT-LLM takes nine tenths of what a dry run leaves free. */
  @Test
  void tensorRtByHand() {
    MemoryBudget budget = llama("tensorrt-llm-1.3", 0.9);
    assertThat(budget.roomBytes())
        .as("cell 85: room")
        .isCloseTo(0.9 * (H100 - 1.1 * GIB - LLAMA - PASS), ROUNDING);
  }

  /**
   * Cell 86. A request of 4,000 and 101 tokens takes 129 pages of 32. TensorRT-LLM provisions them
   * all. vLLM holds half of the output on average: 4,050.5 tokens, 254 pages of 16.
   */
  @Test
  void pagesByHand() {
    Request request = new Request(4000, 0, 101);
    Replica provisioned = llama("tensorrt-llm-1.3", 0.9, 1).build();
    double most = Math.floor(provisioned.budget().roomBytes() / (129 * 32 * KV_OF_TOKEN));
    assertThat(colocated(provisioned, request, 8).maxBatch())
        .as("cell 86: whole outputs")
        .isEqualTo(most);
    Replica paged = llama("vllm-0.29", 0.92, 1).build();
    double more = Math.floor(paged.budget().roomBytes() / (254 * 16 * KV_OF_TOKEN));
    assertThat(colocated(paged, request, 8).maxBatch())
        .as("cell 86: half of the output")
        .isEqualTo(more);
    double concurrency = paged.budget().roomBytes() / (257 * 16 * KV_OF_TOKEN);
    assertThat(colocated(paged, request, 8).concurrency(request))
        .as("cell 86: whole requests")
        .isCloseTo(concurrency, ROUNDING);
  }

  /**
   * Cell 87. DeepSeek-V3.2 with an FP8 cache keeps 656 + 132 bytes in each of 61 layers, not 576 +
   * 132, and a 16-bit copy of kv_b: 61 layers x 512 x 128 heads x 256 x 2 bytes.
   */
  @Test
  void latentsByHand() {
    ServingSettings settings = new ServingSettings(0.9, 8192);
    ReplicaBuilder builder = aReplica("deepseek-v3.2").in("fp8").on("b200").ep(8);
    Replica ideal = builder.build();
    Replica engine = builder.by(engine("sglang-0.5"), settings).build();
    assertThat(ideal.stateBytes(1000)).as("cell 87: ideal").isCloseTo(61e3 * 708, ROUNDING);
    assertThat(engine.stateBytes(1000)).as("cell 87: stored").isCloseTo(61e3 * 788, ROUNDING);
    assertThat(engine.weightBytes() - ideal.weightBytes())
        .as("cell 87: copies")
        .isCloseTo(61 * 512 * 128 * 256 * 2.0, ROUNDING);
  }

  static Stream<Sample> samples() {
    return Samples.samples();
  }

  /** No engine leaves more room for state than memory without what it takes. */
  @ParameterizedTest
  @MethodSource("samples")
  void termsAndRoomAreNeverMoreThanMemory(Sample sample) {
    for (String id : Plans.CATALOGS.engines().byId().keySet()) {
      MemoryBudget budget =
          Replica.of(
                  sample.model(),
                  sample.quantization(),
                  sample.sharding(),
                  sample.accelerator(),
                  sample.profile(),
                  engine(id),
                  Plans.SETTINGS)
              .budget();
      double terms =
          budget.contextBytes()
              + budget.communicationBytes()
              + budget.graphBytes()
              + budget.weightBytes()
              + budget.activationBytes();
      assertThat(terms + Math.max(0, budget.roomBytes()))
          .as("%s leaves no more than there is", id)
          .isLessThanOrEqualTo(Math.max(terms, budget.memoryBytes()) * (1 + 1e-12));
    }
  }

  /** No engine fits a larger batch than none, where its share is no larger. */
  @ParameterizedTest
  @MethodSource("samples")
  void enginesOnlyTakeRoom(Sample sample) {
    for (String id : Plans.CATALOGS.engines().byId().keySet()) {
      Replica none = sample.replica();
      Replica some =
          Replica.of(
              sample.model(),
              sample.quantization(),
              sample.sharding(),
              sample.accelerator(),
              sample.profile(),
              engine(id),
              Plans.SETTINGS);
      if (none.budget().roomBytes() > 0) {
        double most = none.budget().roomBytes();
        // A share of free memory leaves a tenth of less, by at most a tenth of what is taken.
        double taken = some.weightBytes() + some.budget().activationBytes();
        assertThat(some.budget().roomBytes())
            .as(id)
            .isLessThanOrEqualTo((most + 0.1 * taken) * (1 + 1e-12));
      }
    }
  }
}
