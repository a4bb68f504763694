package dev.ridgeline.paper;

import static dev.ridgeline.testing.ModelBuilder.aModelLike;
import static dev.ridgeline.testing.Plans.CATALOGS;
import static dev.ridgeline.testing.Plans.accelerator;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.Plans.model;
import static dev.ridgeline.testing.Plans.quantization;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.LayerGroup;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.PublishedSize.ActiveConvention;
import dev.ridgeline.cost.Regime;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.operator.OperatorClass;
import dev.ridgeline.workload.Request;
import dev.ridgeline.workload.Session;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What arXiv 2601.22001 claims, each as a test of the model on the pure roofline. */
class PaperClaimsTest {

  private static final double B200_NAMEPLATE_BYTES = 192e9;
  private static final int MODEST_BATCH = 16;

  @ParameterizedTest
  @ValueSource(strings = {"coding", "web-use", "computer-use"})
  void decodeOfLongContextAgentsStaysFarBelowTheRidgeWhilePrefillLiesAboveIt(String workflow) {
    for (String accelerator : List.of("h100-sxm", "b200")) {
      ServingPlan plan = peakOf("llama-3.1-70b", "bf16", accelerator, workflow, MODEST_BATCH);
      double ridge = plan.decodeReplica().decode().ridgeFlopsPerByte();
      assertThat(plan.decodeCost().operationalIntensity()).isLessThan(0.1 * ridge);
      assertThat(plan.prefillCost().operationalIntensity()).isGreaterThan(ridge);
    }
  }

  /** Adding accelerators for their capacity leaves the intensity of decode where it was. */
  @Test
  void scalingOutForCapacityDoesNotRaiseTheIntensityOfDecode() {
    Request request = peak("coding");
    double onOne =
        plan(model("llama-3.1-70b"), "bf16", "b200", 1, request, 4)
            .decodeCost()
            .operationalIntensity();
    double onEight =
        plan(model("llama-3.1-70b"), "bf16", "b200", 8, request, 4)
            .decodeCost()
            .operationalIntensity();
    assertThat(onEight).isLessThanOrEqualTo(onOne);
  }

  @ParameterizedTest
  @ValueSource(strings = {"coding", "web-use", "computer-use"})
  void agentsOnLlama70bExceedOneB200AtModestBatch(String workflow) {
    ServingPlan plan = peakOf("llama-3.1-70b", "bf16", "b200", workflow, MODEST_BATCH);
    assertThat(MODEST_BATCH * plan.footprintBytes()).isGreaterThan(B200_NAMEPLATE_BYTES);
    assertThat(plan.decodeRegime()).isEqualTo(Regime.CAPACITY_AND_BANDWIDTH);
  }

  @Test
  void chatOnLlama70bFitsOneB200AtModestBatch() {
    ServingPlan plan = peakOf("llama-3.1-70b", "bf16", "b200", "chat", MODEST_BATCH);
    assertThat(MODEST_BATCH * plan.footprintBytes()).isLessThan(B200_NAMEPLATE_BYTES);
    assertThat(plan.decodeRegime()).isEqualTo(Regime.BANDWIDTH);
  }

  @Test
  void stateGrowsFastestWithMultiHeadThenGroupedQueryThenLatentAttention() {
    for (double context : List.of(1e3, 1e4, 1e5)) {
      double mha = kvFootprint("gpt-3-175b", context);
      double gqa = kvFootprint("llama-3.1-70b", context);
      double mla = kvFootprint("deepseek-v3", context);
      assertThat(mha).isGreaterThan(10 * gqa);
      assertThat(gqa).isGreaterThan(4 * mla);
    }
  }

  @Test
  void footprintWithLatentAttentionIsNearlyFlatInContext() {
    double mla = footprint("deepseek-v3", "bf16", 1e5) / footprint("deepseek-v3", "bf16", 1e3);
    double mha = footprint("gpt-3-175b", "bf16", 1e5) / footprint("gpt-3-175b", "bf16", 1e3);
    assertThat(mla).isBetween(1.0, 1.15);
    assertThat(mha).isGreaterThan(10);
  }

  /** A dense model with the attention, and as many active parameters, as the one with experts. */
  @ParameterizedTest
  @ValueSource(strings = {"deepseek-v3", "qwen3-235b-a22b", "mixtral-8x7b"})
  void expertsLowerTheIntensityOfDecodeAndRaiseTheFootprintOfADenseModelOfEqualActiveSize(
      String id) {
    Model experts = model(id);
    Model dense = denseTwin(experts);
    double active = experts.activeParameters(ActiveConvention.HEAD_ONLY);
    assertThat(dense.activeParameters(ActiveConvention.HEAD_ONLY) / active).isBetween(0.99, 1.01);

    Request request = new Request(1000, 0, 250);
    ServingPlan ofExperts = plan(experts, "bf16", "b200", 1, request, MODEST_BATCH);
    ServingPlan ofDense = plan(dense, "bf16", "b200", 1, request, MODEST_BATCH);

    assertThat(ofExperts.decodeCost().operationalIntensity())
        .isLessThan(ofDense.decodeCost().operationalIntensity());
    assertThat(ofExperts.decodeCost().operationalIntensity(OperatorClass.FFN))
        .isLessThan(0.6 * ofDense.decodeCost().operationalIntensity(OperatorClass.FFN));
    assertThat(ofExperts.footprintBytes()).isGreaterThan(2 * ofDense.footprintBytes());
  }

  /** The paper's example: DeepSeek-R1, which has the shape of DeepSeek-V3, at a batch of 16. */
  @Test
  void deepSeekAtBatchSixteenNeedsAboutAHundredGigabytesARequest() {
    assertThat(footprint("deepseek-v3", "bf16", 2.5e5)).isGreaterThan(100e9);
    assertThat(footprint("deepseek-v3", "bf16", 1e3)).isGreaterThan(80e9);
  }

  @Test
  void allFourQuadrantsOccur() {
    Set<Regime> seen = EnumSet.noneOf(Regime.class);
    for (String workflow : List.of("chat", "coding")) {
      for (int batch : List.of(1, 64)) {
        ServingPlan plan = peakOf("llama-3.1-70b", "bf16", "b200", workflow, batch);
        seen.add(plan.prefillRegime());
        seen.add(plan.decodeRegime());
      }
    }
    assertThat(seen)
        .contains(Regime.COMPUTE, Regime.BANDWIDTH, Regime.CAPACITY, Regime.CAPACITY_AND_BANDWIDTH);
  }

  @Test
  void quantizedWeightsShrinkTheFootprintOfShortContextsButHardlyThatOfLongOnes() {
    assertThat(shrinking("bf16", "w4a16", 1e3)).isLessThan(0.5);
    assertThat(shrinking("bf16", "w4a16", 3e5)).isGreaterThan(0.9);
  }

  @Test
  void aQuantizedCacheShrinksTheFootprintOfLongContextsButHardlyThatOfShortOnes() {
    assertThat(shrinking("w4a16", "w4a16-kv8", 1e3)).isGreaterThan(0.9);
    assertThat(shrinking("w4a16", "w4a16-kv8", 3e5)).isLessThan(0.6);
  }

  /** Roofline, MFU and MBU miss it: at the largest batch that fits, both are low at once. */
  @Test
  void capacityCapsTheBatchSoThatComputeIsIdleAtFullMemory() {
    Request request = peak("coding");
    int largest = (int) plan(model("llama-3.1-70b"), "fp8", "b200", 1, request, 1).maxBatch();
    ServingPlan plan = plan(model("llama-3.1-70b"), "fp8", "b200", 1, request, largest);
    Accelerator b200 = accelerator("b200");
    double mfu =
        plan.decodeCost().flops()
            / plan.decodeCost().seconds()
            / b200.peak(b200.resolve(quantization("fp8").computePrecision()));
    assertThat(largest).isBetween(1, 8);
    assertThat(plan.fits()).isTrue();
    assertThat(mfu).isLessThan(0.05);
  }

  private static double shrinking(String from, String to, double context) {
    return footprint("llama-3.1-70b", to, context) / footprint("llama-3.1-70b", from, context);
  }

  private static double footprint(String model, String quantization, double context) {
    return plan(model(model), quantization, "b200", 1, longPrompt(context), MODEST_BATCH)
        .footprintBytes();
  }

  private static double kvFootprint(String model, double context) {
    return plan(model(model), "bf16", "b200", 1, longPrompt(context), 1).stateFootprintBytes();
  }

  /** A late turn: nearly all of the prompt is cached. */
  private static Request longPrompt(double context) {
    return new Request(context, 0.9 * context, 100);
  }

  private static ServingPlan peakOf(
      String model, String quantization, String accelerator, String workflow, int batch) {
    return plan(model(model), quantization, accelerator, 1, peak(workflow), batch);
  }

  private static Request peak(String workflow) {
    Session session = new Session(CATALOGS.workflows().find(workflow).orElseThrow());
    return session.at(session.peakPromptTokens());
  }

  private static ServingPlan plan(
      Model model, String quantization, String accelerator, int tp, Request request, int batch) {
    Replica replica = aReplica(model).in(quantization).on(accelerator).tp(tp).build();
    return colocated(replica, request, batch);
  }

  private static Model denseTwin(Model model) {
    List<LayerGroup> layers = new ArrayList<>();
    for (LayerGroup group : model.layers()) {
      FeedForward twin =
          group.ffn() instanceof FeedForward.MixtureOfExperts moe
              ? denseTwin(model, moe)
              : group.ffn();
      layers.add(new LayerGroup(group.count(), group.attention(), twin));
    }
    return aModelLike(model).named(model.id() + "-dense-twin").layers(layers).build();
  }

  private static FeedForward denseTwin(Model model, FeedForward.MixtureOfExperts moe) {
    double width =
        moe.activeParameters(model.hiddenSize())
            / FeedForward.matrices(moe.gated())
            / model.hiddenSize();
    return new FeedForward.Dense((int) Math.round(width), moe.gated());
  }
}
