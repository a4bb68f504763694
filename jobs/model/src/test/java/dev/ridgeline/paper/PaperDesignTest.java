package dev.ridgeline.paper;

import static dev.ridgeline.testing.Plans.CATALOGS;
import static dev.ridgeline.testing.Plans.accelerator;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.cost.Regime;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.operator.OperatorClass;
import dev.ridgeline.testing.ReplicaBuilder;
import dev.ridgeline.workload.Request;
import dev.ridgeline.workload.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What arXiv 2601.22001 says of capacity, operators and designs, each as a test, and where its
 * numbers are not ours, by how much. Claims about figures are queries beside the sweeps, too.
 */
class PaperDesignTest {

  private static final double BYTES = 2;

  /**
   * {@code CF = 2 d L + m d / B} elements a layer, for multi-head attention of width d, context L
   * and m x d weights. GPT-3: d = 12288, 96 layers of 12 d rows, and 50257 + 2048 rows of embedding
   * and positions.
   */
  @ParameterizedTest
  @CsvSource({"1000, 1", "1000, 64", "100000, 16", "1000000, 1"})
  void footprintIsTwiceTheContextByTheWidthAndTheSharedWeights(double context, int batch) {
    double d = 12_288;
    double layers = 96;
    double m = 12 * d + (50_257 + 2_048) / layers;
    double elements = layers * (2 * d * context + m * d / batch);
    Request request = new Request(context - 100, 0, 100);
    ServingPlan plan = plan(aReplica("gpt-3-175b").in("bf16").on("b200"), request, batch);
    assertThat(plan.footprintBytes() - plan.activationFootprintBytes())
        .isCloseTo(BYTES * elements, withPercentage(0.1));
  }

  /** 2 d L is the state, to the byte; the weights do not depend on the context. */
  @Test
  void onlyTheStateGrowsWithTheContext() {
    ReplicaBuilder replica = aReplica("gpt-3-175b").in("bf16").on("b200");
    ServingPlan shorter = plan(replica, new Request(900, 0, 100), 16);
    ServingPlan longer = plan(replica, new Request(99_900, 0, 100), 16);
    assertThat(longer.stateFootprintBytes() - shorter.stateFootprintBytes())
        .isEqualTo(BYTES * 96 * 2 * 12_288.0 * 99_000);
    assertThat(longer.weightFootprintBytes()).isEqualTo(shorter.weightFootprintBytes());
  }

  /**
   * The paper has over 100 GB a request at batch 16. Weights in 16 bit are 84 GB of it. The latent
   * cache takes 61 x 576 x 2 bytes a token, so that 100 GB are passed at 227,000 tokens. Keys and
   * values that are cached without latents, 61 x 128 x (192 + 128) x 2 bytes, pass it at 3,200.
   */
  @Test
  void deepSeekPassesAHundredGigabytesARequestBeyondTwoHundredThousandTokens() {
    ReplicaBuilder replica = aReplica("deepseek-r1").in("bf16").on("b200");
    assertThat(plan(replica, new Request(900, 0, 100), 16).footprintBytes())
        .isBetween(83.5e9, 85e9);
    assertThat(plan(replica, new Request(220_000, 0, 100), 16).footprintBytes()).isLessThan(100e9);
    assertThat(plan(replica, new Request(235_000, 0, 100), 16).footprintBytes())
        .isGreaterThan(100e9);
  }

  /** High OI and low CF: a prompt of thousands of tokens keeps the multipliers busy. */
  @Test
  void prefillAttentionAndFeedForwardAreComputeBound() {
    ServingPlan plan = llama(new Request(16_000, 12_000, 400), 16);
    double ridge = plan.prefillReplica().prefill().ridgeFlopsPerByte();
    for (OperatorClass operators :
        new OperatorClass[] {OperatorClass.ATTENTION, OperatorClass.FFN}) {
      assertThat(plan.prefillCost().operationalIntensity(operators)).isGreaterThan(ridge);
    }
  }

  /** Low OI and low CF: weights are shared, so that intensity grows with the batch to the ridge. */
  @Test
  void decodeFeedForwardIsBandwidthBoundBelowABatchOfTheRidge() {
    Request request = new Request(1_000, 0, 250);
    double ridge = llama(request, 1).decodeReplica().decode().ridgeFlopsPerByte();
    assertThat(ridge).isBetween(290.0, 295.0);
    for (int batch : new int[] {1, 16, 64}) {
      assertThat(llama(request, batch).decodeIntensity(OperatorClass.FFN))
          .isCloseTo(batch, withPercentage(2));
    }
    assertThat(llama(request, 1024).decodeIntensity(OperatorClass.FFN)).isGreaterThan(ridge);
  }

  /** Low OI and high CF: 8 query heads share a key, whatever the batch and the context. */
  @ParameterizedTest
  @ValueSource(ints = {1, 16, 256})
  void decodeAttentionOfLongContextsIsBoundByBandwidthAndCapacity(int batch) {
    ServingPlan plan = llama(new Request(100_000, 96_000, 400), batch);
    assertThat(plan.decodeIntensity(OperatorClass.ATTENTION)).isBetween(7.9, 8.0);
    assertThat(plan.stateFootprintBytes()).isGreaterThan(30e9);
    assertThat(plan.decodeRegime()).isEqualTo(Regime.CAPACITY_AND_BANDWIDTH);
  }

  /**
   * DeepSeek-R1 in 16 bit on 8 B200 has room for 2 requests of 10,000 tokens. MFU and MBU are both
   * low there. The pure roofline has MBU near 1: the wall lowers MFU alone, launches and
   * collectives lower MBU.
   */
  @Test
  void flopsAndBandwidthUtilizationAreBothLowAtTheCapacityWall() {
    ReplicaBuilder ideal = aReplica("deepseek-r1").in("bf16").on("b200").tp(8);
    Request request = new Request(10_000, 9_000, 400);
    int wall = (int) plan(ideal, request, 1).maxBatch();
    assertThat(wall).isEqualTo(2);
    assertThat(utilizationOfBandwidth(plan(ideal, request, wall))).isGreaterThan(0.99);
    ServingPlan measured = plan(ideal.calibrated(), request, wall);
    assertThat(utilizationOfFlops(measured)).isLessThan(0.01);
    assertThat(utilizationOfBandwidth(measured)).isLessThan(0.35);
  }

  /** More accelerators cure CF and leave OI: one, two, four and eight B200. */
  @Test
  void acceleratorsCureTheFootprintAndLeaveTheIntensity() {
    Request request = new Request(30_000, 26_000, 400);
    ReplicaBuilder replica = aReplica("llama-3.1-70b").in("bf16").on("b200");
    ServingPlan one = plan(replica, request, 16);
    assertThat(one.decodeRegime()).isEqualTo(Regime.CAPACITY_AND_BANDWIDTH);
    for (int tp : new int[] {4, 8}) {
      ServingPlan more = plan(replica.tp(tp), request, 16);
      assertThat(more.decodeRegime()).isEqualTo(Regime.BANDWIDTH);
      assertThat(more.decodeCost().operationalIntensity())
          .isCloseTo(one.decodeCost().operationalIntensity(), withPercentage(1));
    }
  }

  /**
   * Ratios of input to output. The paper has about 1:1 for chat, 10:1 for coding, 100:1 for web and
   * computer use. Coding is near its ratio where new input counts; web and computer use where each
   * prompt counts in full. No convention gives all four.
   */
  @ParameterizedTest
  @CsvSource({
    "chat,          0.56,   4",
    "coding,       11.2,  160",
    "web-use,       6.52, 100",
    "computer-use,  6.56, 100",
  })
  void agentsReadMoreThanTheyWrite(String workflow, double newInput, double wholePrompts) {
    Session session = new Session(CATALOGS.workflows().find(workflow).orElseThrow());
    double output = session.turns() * session.outputTokens();
    double fresh = session.promptTokens(1) + (session.turns() - 1) * session.appendedTokens();
    double whole = 0;
    for (int turn = 1; turn <= session.turns(); turn++) {
      whole += session.promptTokens(turn);
    }
    assertThat(fresh / output).isCloseTo(newInput, withPercentage(1));
    assertThat(whole / output).isCloseTo(wholePrompts, withPercentage(10));
  }

  private static ServingPlan llama(Request request, int batch) {
    return plan(aReplica("llama-3.1-70b").in("bf16").on("b200"), request, batch);
  }

  private static ServingPlan plan(ReplicaBuilder replica, Request request, int batch) {
    return colocated(replica.build(), request, batch);
  }

  private static double utilizationOfFlops(ServingPlan plan) {
    StepCost cost = plan.decodeCost();
    return cost.flops() / cost.seconds() / plan.decodeReplica().decode().peakFlopsPerSecond();
  }

  private static double utilizationOfBandwidth(ServingPlan plan) {
    StepCost cost = plan.decodeCost();
    Accelerator b200 = accelerator("b200");
    return cost.bytes() / cost.seconds() / b200.memoryBytesPerSecond();
  }
}
