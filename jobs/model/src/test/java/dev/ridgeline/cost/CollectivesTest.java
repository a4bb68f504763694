package dev.ridgeline.cost;

import static dev.ridgeline.testing.AcceleratorBuilder.anAccelerator;
import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.accelerator;
import static dev.ridgeline.testing.Plans.calibrated;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static dev.ridgeline.testing.ShardingBuilder.tp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.LinkEfficiency;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.operator.AllToAll;
import dev.ridgeline.operator.Collective;
import dev.ridgeline.operator.Phase;
import dev.ridgeline.operator.StepShape;
import dev.ridgeline.workload.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What accelerators send within a scale-up domain and beyond, by hand: H100 in domains of 8. */
class CollectivesTest {

  /**
   * Cell 48. Llama-2-70B on 16 accelerators, decode of 4 sequences: two all-reduces in each of 80
   * layers, of 4 x 8,192 x 2 bytes. Within a domain 2 x 7/8 of them pass at 450 GB/s; then each
   * accelerator rings its eighth between 2 domains, 2 x 1/2 of it at 50 GB/s.
   */
  @Test
  void anAllReduceBeyondADomainHasTwoParts() {
    Replica replica = aReplica("llama-2-70b").tp(16).build();
    StepCost step = colocated(replica, new Request(1000, 0, 1), 4).decodeCost();

    double payload = 4 * 8192 * 2;
    double within = 2 * 7 / 8.0 * payload;
    double beyond = payload / 8;
    assertThat(step.communicationSeconds())
        .as("cell 48: 160 times 7/4 at 450 GB/s, then an eighth at 50 GB/s")
        .isCloseTo(160 * (within / 450e9 + beyond / 50e9), ROUNDING);
    assertThat(step.linkBytes())
        .as("cell 48: bytes that an accelerator sends")
        .isCloseTo(160 * (within + beyond), ROUNDING);
  }

  /**
   * Cell 49. DeepSeek-V3 in fp8 with tp 1, ep 16 and the normal kernel, 128 sequences: 8 of them on
   * each accelerator pick 8 experts a token. A token crosses to the other domain once, with
   * probability 1 - 1/2^8, and reaches 16 (1 - (15/16)^8) accelerators, 7/8 of them over a last hop
   * within a domain. Both go on at once, and 50 GB/s is the slower.
   */
  @Test
  void anAllToAllCrossesToADomainOnceForAllExpertsThere() {
    Replica replica =
        aReplica("deepseek-v3").in("fp8").sharded(tp(1).ep(16).allToAll(AllToAll.NORMAL)).build();
    StepCost step = colocated(replica, new Request(1000, 0, 1), 128).decodeCost();

    double payload = 8 * 7168 * (1 + 2); // fp8 there, 16 bits back
    double beyond = (1 - Math.pow(0.5, 8)) * payload;
    double within = 16 * (1 - Math.pow(15 / 16.0, 8)) * 7 / 8 * payload;
    assertThat(beyond / 50e9).as("cell 49: the slower part").isGreaterThan(within / 450e9);
    assertThat(step.communicationSeconds())
        .as("cell 49: 58 layers of dispatch and combine at 50 GB/s")
        .isCloseTo(58 * beyond / 50e9, ROUNDING);
    assertThat(step.linkBytes())
        .as("cell 49: bytes that an accelerator sends, on either network")
        .isCloseTo(58 * (within + beyond), ROUNDING);
  }

  /**
   * Cell 50. Llama-3.1-8B with tp 8 in two stages, which no domain holds: the hop of a micro-batch
   * of 2 x 4,096 x 2 bytes leaves it.
   */
  @Test
  void aHopLeavesTheDomainThatCannotHoldTheReplica() {
    Replica replica = aReplica("llama-3.1-8b").tp(8).pp(2).build();
    StepCost step = colocated(replica, new Request(1000, 0, 1), 4).decodeCost();

    double payload = 2 * 4096 * 2;
    assertThat(step.communicationSeconds())
        .as("cell 50: 64 all-reduces at 450 GB/s and a hop at 50 GB/s")
        .isCloseTo(64 * 2 * 7 / 8.0 * payload / 450e9 + payload / 50e9, ROUNDING);
  }

  /** Cell 51. The measured network: an all-reduce starts after 3.49 us and reaches .674 of it. */
  @Test
  void everyPartThatMovesSomethingHasALatency() {
    Replica replica = aReplica("llama-3.1-8b").tp(8).calibrated().build();
    StepCost step = colocated(replica, new Request(1000, 0, 1), 4).decodeCost();

    double seconds = 3.49e-6 + 2 * 7 / 8.0 * (4 * 4096 * 2) / (0.674 * 450e9);
    assertThat(step.communicationSeconds())
        .as("cell 51: 64 all-reduces of 4 x 4,096 x 2 bytes")
        .isCloseTo(64 * seconds, ROUNDING);
  }

  /**
   * Cell 72. A group of 2 starts after 2.78 us and reaches .65, one of 4 after 3.12 us and .651, by
   * the fit to each size.
   */
  @Test
  void smallerGroupsStartSooner() {
    Request request = new Request(1000, 0, 1);
    StepCost two =
        colocated(aReplica("llama-3.1-8b").tp(2).calibrated().build(), request, 4).decodeCost();
    StepCost four =
        colocated(aReplica("llama-3.1-8b").tp(4).calibrated().build(), request, 4).decodeCost();

    double payload = 4 * 4096 * 2;
    assertThat(two.communicationSeconds())
        .as("cell 72: 64 all-reduces between 2")
        .isCloseTo(64 * (2.78e-6 + payload / (0.65 * 450e9)), ROUNDING);
    assertThat(four.communicationSeconds())
        .as("cell 72: 64 all-reduces among 4")
        .isCloseTo(64 * (3.12e-6 + 1.5 * payload / (0.651 * 450e9)), ROUNDING);
  }

  /**
   * Cell 109. An all-reduce between 2 has a kernel for small arrays, at 0.1 of 450 GB/s after 3 us,
   * and one for large arrays, at 0.4 after 30 us. 32,768 B take 3.728 us, and 32 MiB 216.4 us.
   */
  @Test
  void theFasterOfTwoAllReducesRuns() {
    LinkEfficiency.OfGroup two = new LinkEfficiency.OfGroup(0.4, 30e-6, 0.1, 3e-6);
    EfficiencyProfile h100 = calibrated("h100-sxm");
    EfficiencyProfile profile =
        new EfficiencyProfile(
            h100.id(),
            h100.basis(),
            h100.engine(),
            h100.gemm(),
            h100.experts(),
            h100.prefillAttention(),
            h100.decodeAttention(),
            h100.prefillLatentAttention(),
            h100.decodeLatentAttention(),
            h100.fourBitWeights(),
            new LinkEfficiency(0.5, 3e-6, Map.of(2, two), 0),
            h100.scaleOut(),
            h100.sources());
    Collective sum = aReplica("llama-3.1-8b").tp(2).build().decode().graph().collectives().get(0);
    TimedCollective timed = TimedCollective.of(sum, accelerator("h100-sxm"), profile);

    assertThat(timed.seconds(timed.payloadBytes(StepShape.of(4, 1, 0)), 1, 1))
        .as("cell 109: small")
        .isCloseTo(3e-6 + 4 * 4096 * 2 / 45e9, ROUNDING);
    assertThat(timed.seconds(timed.payloadBytes(StepShape.of(4096, 1, 0)), 1, 1))
        .as("cell 109: large")
        .isCloseTo(30e-6 + 4096.0 * 4096 * 2 / 180e9, ROUNDING);
  }

  /** A group between listed sizes has the efficiency of the next larger one. */
  @Test
  void groupsBetweenListedSizesAreTakenAsLarger() {
    LinkEfficiency.OfGroup two = new LinkEfficiency.OfGroup(0.3, 1e-6);
    LinkEfficiency.OfGroup six = new LinkEfficiency.OfGroup(0.4, 2e-6);
    LinkEfficiency network = new LinkEfficiency(0.5, 3e-6, Map.of(2, two, 6, six), 0);

    assertThat(network.among(2)).isEqualTo(two);
    assertThat(network.among(3)).isEqualTo(six);
    assertThat(network.among(6)).isEqualTo(six);
    assertThat(network.among(7)).isEqualTo(new LinkEfficiency.OfGroup(0.5, 3e-6));
    assertThatThrownBy(() -> new LinkEfficiency(0.5, 0, Map.of(1, two), 0))
        .hasMessageContaining("groups of at least 2");
  }

  /**
   * Cell 73. DeepSeek-V3 in fp8 with tp 1 and ep 16 on H100, 128 sequences on each accelerator: the
   * low-latency kernel sends a token to each of its 8 experts. Of 16 accelerators 8 are in the
   * other domain, so 4 of the 8 copies leave at .9 of 50 GB/s, and 3.5 go to the 7 beside it at
   * .674 of 450 GB/s. It starts after 35 us. DeepEP takes 118 us there and 195 us back on H800.
   */
  @Test
  void theLowLatencyKernelSendsATokenToEachExpert() {
    Replica replica = aReplica("deepseek-v3").in("fp8").ep(16).calibrated().build();
    StepCost step = colocated(replica, new Request(1000, 0, 1), 16 * 128).decodeCost();

    double there = 35e-6 + 128 * 7168 * 4.0 / (0.9 * 50e9); // 8 bits
    double back = 35e-6 + 128 * 7168 * 2 * 4.0 / (0.9 * 50e9); // 16 bits
    assertThat(step.communicationSeconds())
        .as("cell 73: dispatch and combine in 58 layers")
        .isCloseTo(58 * (there + back), ROUNDING);
    assertThat(step.linkBytes())
        .as("cell 73: 7.5 of 8 copies, on either network")
        .isCloseTo(58 * 128 * 7168 * 3 * 7.5, ROUNDING);
    assertThat(there).as("118 us are measured").isCloseTo(118e-6, within(0.03 * 118e-6));
    assertThat(back).as("195 us are measured").isCloseTo(195e-6, within(0.03 * 195e-6));
  }

  /**
   * DeepEP on H800, 128 tokens of 7,168 a rank to 8 experts each: published times (docs/legacy.md
   * of github.com/deepseek-ai/DeepEP) and the closed form. The latency was fitted to the
   * dispatches.
   */
  @ParameterizedTest
  @CsvSource({
    "16, 118, 195",
    "32, 155, 273",
    "64, 173, 314",
    "128, 192, 369",
    "256, 194, 360",
  })
  void theLowLatencyKernelIsAsFastAsPublished(int ranks, double dispatch, double combine) {
    Accelerator h800 = anAccelerator("h100-sxm").scaleUp(200e9, 8).build();
    Replica replica = aReplica("deepseek-v3").in("fp8").on(h800).ep(ranks).calibrated().build();
    List<OperatorCost> rows = new ArrayList<>();
    replica
        .decode()
        .add(
            StepShape.of(128, 1, 1000),
            1,
            0,
            Double.POSITIVE_INFINITY,
            Speedup.NONE,
            report -> rows.addAll(report.rows()),
            new StepCost());

    assertThat(seconds(rows, "expert dispatch"))
        .as("dispatch among %s, fitted", ranks)
        .isCloseTo(dispatch * 1e-6, withinPercentage(3));
    assertThat(seconds(rows, "expert combine"))
        .as("combine among %s, not fitted", ranks)
        .isCloseTo(combine * 1e-6, withinPercentage(8));
  }

  private static double seconds(List<OperatorCost> rows, String collective) {
    return rows.stream()
        .filter(row -> row.name().equals(collective))
        .mapToDouble(row -> row.seconds() / row.layers())
        .sum();
  }

  /** In prefill, and inside a domain, engines use the normal kernel. */
  @Test
  void theNormalKernelIsUsedInPrefillAndInsideADomain() {
    assertThat(times(16, AllToAll.AUTO, Phase.PREFILL))
        .isEqualTo(times(16, AllToAll.NORMAL, Phase.PREFILL))
        .isNotEqualTo(times(16, AllToAll.LOW_LATENCY, Phase.PREFILL));
    assertThat(times(8, AllToAll.AUTO, Phase.DECODE))
        .isEqualTo(times(8, AllToAll.NORMAL, Phase.DECODE))
        .isNotEqualTo(times(8, AllToAll.LOW_LATENCY, Phase.DECODE));
    assertThat(times(16, AllToAll.AUTO, Phase.DECODE))
        .isEqualTo(times(16, AllToAll.LOW_LATENCY, Phase.DECODE))
        .isNotEqualTo(times(16, AllToAll.NORMAL, Phase.DECODE));
  }

  private static double times(int ep, AllToAll kernel, Phase phase) {
    Replica replica =
        aReplica("deepseek-v3").in("fp8").sharded(tp(1).ep(ep).allToAll(kernel)).build();
    StepCost cost = new StepCost();
    StepModel model = phase == Phase.PREFILL ? replica.prefill() : replica.decode();
    model.evaluate(StepShape.of(4, 8, 100), 0, Double.POSITIVE_INFINITY, cost);
    return cost.communicationSeconds();
  }

  /**
   * Cell 74. DeepSeek-V3 in fp8 with 8 attention groups of one accelerator and experts split 8 ways
   * by tensor, on B200, 64 sequences. All 8 accelerators need all 64 tokens: a ring brings 7/8 of
   * them at 8 bits, and another sums 7/8 at 16 bits, at 900 GB/s.
   */
  @Test
  void expertsSplitOverAttentionGroupsGatherTheirTokens() {
    Replica replica = aReplica("deepseek-v3").in("fp8").on("b200").sharded(tp(1).dp(8)).build();
    StepCost step = colocated(replica, new Request(1000, 0, 1), 64).decodeCost();

    double bytes = 64 * 7168 * (1 + 2) * 7 / 8.0;
    assertThat(replica.accelerators()).as("cell 74").isEqualTo(8);
    assertThat(step.linkBytes()).as("cell 74: 58 layers").isCloseTo(58 * bytes, ROUNDING);
    assertThat(step.communicationSeconds())
        .as("cell 74: 58 layers at 900 GB/s")
        .isCloseTo(58 * bytes / 900e9, ROUNDING);
  }

  /**
   * Cell 137. DeepSeek-V3 in fp8 with tp 8, ep 8 and one attention group, 4 sequences. Each
   * accelerator has all tokens: two all-reduces in each of 61 layers, of 4 x 7,168 x 2 bytes, the
   * second of which sums routed and shared experts. Eight attention groups of one accelerator do
   * not have the tokens of each other.
   */
  @Test
  void expertsOfOneAttentionGroupAreSummed() {
    Replica replica =
        aReplica("deepseek-v3")
            .in("fp8")
            .sharded(tp(8).ep(8).allToAll(AllToAll.ALL_REDUCE))
            .build();
    StepCost step = colocated(replica, new Request(1000, 0, 1), 4).decodeCost();

    double bytes = 2 * 7 / 8.0 * (4 * 7168 * 2);
    assertThat(step.linkBytes()).as("cell 137: 122 all-reduces").isCloseTo(122 * bytes, ROUNDING);
    assertThat(step.communicationSeconds())
        .as("cell 137: at 450 GB/s")
        .isCloseTo(122 * bytes / 450e9, ROUNDING);
    assertThatThrownBy(() -> tp(1).ep(8).allToAll(AllToAll.ALL_REDUCE).build())
        .hasMessageContaining("where dp or cp is above 1");
  }
}
