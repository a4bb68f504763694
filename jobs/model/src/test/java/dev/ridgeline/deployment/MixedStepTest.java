package dev.ridgeline.deployment;

import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static dev.ridgeline.testing.Samples.SLACK;
import static dev.ridgeline.testing.ShardingBuilder.tp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.cost.StepListener;
import dev.ridgeline.operator.AllToAll;
import dev.ridgeline.operator.StepShape;
import dev.ridgeline.testing.Samples;
import dev.ridgeline.testing.Samples.Sample;
import dev.ridgeline.workload.Request;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps that carry prompts and decodes together. */
class MixedStepTest {

  private static final double NO_TIER = Double.POSITIVE_INFINITY;

  static Stream<Sample> samples() {
    return Samples.samples();
  }

  /** Adds the steps of some prompts of a request, with so many decodes in each. */
  private static StepCost mixed(
      Replica replica, StepShape prompts, double riding, Request request) {
    StepCost cost = new StepCost();
    new DecodePool(replica, KvTier.NONE).addMixed(request, prompts, riding, 0, Speedup.NONE, cost);
    return cost;
  }

  /**
   * Cell 71. Llama-3.1-8B on one H100 at its roofline: 63 decodes ride along with a prompt of 3,072
   * new tokens after 1,024 cached ones. Products of 3,135 rows are bound by arithmetic, and read
   * their weights once. The head has 64 rows and is bound by its weights. Attention runs for both
   * kinds of rows: that of prefill by arithmetic, that of decode by the state it reads.
   */
  @Test
  void weightsAreReadOnceForBothKindsOfRows() {
    Request request = new Request(4096, 1024, 256);
    Replica replica = aReplica("llama-3.1-8b").on("h100-sxm").build();
    StepCost cost = mixed(replica, StepShape.of(1, 3072, 1024), 63, request);

    double rows = 3072 + 63;
    double perLayer = 4096.0 * 6144 + 4096.0 * 4096 + 4096.0 * 28_672 + 14_336.0 * 4096;
    double products = 32 * 2 * rows * perLayer / 989.5e12;
    double head = (4096.0 * 128_256 * 2 + 64 * (4096 + 128_256) * 2) / 3.35e12;
    double pairs = 3072 * 1024.0 + 3072 * 3073.0 / 2;
    double prefillCore = 32 * 4 * 4096 * pairs / 989.5e12;
    double context = 4096 + 127.5 + 1;
    double decodeCore = 63 * 32 * (context * 4096 + 2 * 4096 * 2) / 3.35e12;
    assertThat(cost.seconds())
        .as("cell 71: products of all rows, the head, and both kinds of attention")
        .isCloseTo(products + head + prefillCore + decodeCore, ROUNDING);
    assertThat(cost.weightBytes())
        .as("cell 71: all matrices once, at two bytes")
        .isCloseTo(2 * (32 * perLayer + 4096.0 * 128_256), ROUNDING);
  }

  /** The steps do the work of both phases, and no more bytes or time than apart. */
  @ParameterizedTest
  @MethodSource("samples")
  void togetherTakesNoMoreThanApart(Sample sample) {
    Replica replica = sample.replica();
    Request request = sample.request();
    double riding = 1 + sample.batch() / 8.0;
    StepShape prompts = StepShape.inPasses(3, 2, request.newTokens(), request.cachedTokens());
    StepShape decodes = StepShape.of(riding, 1, request.meanDecodeContextTokens());
    StepCost together = mixed(replica, prompts, riding, request);
    StepCost prefill = new StepCost();
    StepCost decode = new StepCost();
    StepListener nobody = StepListener.NONE;
    replica.prefill().add(prompts, 1, 0, NO_TIER, Speedup.NONE, nobody, prefill);
    replica.decode().add(decodes, 3, 0, NO_TIER, Speedup.NONE, nobody, decode);

    assertThat(together.flops())
        .as("law: FLOPs of both")
        .isCloseTo(prefill.flops() + decode.flops(), Samples.ROUNDING);
    assertThat(together.stateReadBytes() + together.stateWriteBytes())
        .as("law: state of both")
        .isCloseTo(
            prefill.stateReadBytes()
                + prefill.stateWriteBytes()
                + decode.stateReadBytes()
                + decode.stateWriteBytes(),
            Samples.ROUNDING);
    assertThat(together.activationBytes())
        .as("law: activations of both")
        .isCloseTo(prefill.activationBytes() + decode.activationBytes(), Samples.ROUNDING);
    assertThat(together.weightBytes())
        .as("law: weights of the larger at least, and of both at most")
        .isBetween(
            Math.max(prefill.weightBytes(), decode.weightBytes()) / SLACK,
            (prefill.weightBytes() + decode.weightBytes()) * SLACK);
    assertThat(together.seconds())
        .as("law: time")
        .isLessThanOrEqualTo((prefill.seconds() + decode.seconds()) * SLACK)
        .isGreaterThanOrEqualTo(prefill.seconds() / SLACK);
  }

  /** Decodes that ride along travel to their experts by the kernel of the prompts. */
  @Test
  void trafficOfExpertsIsShared() {
    Request request = new Request(1000, 0, 10);
    StepShape prompts = StepShape.of(1, 1000, 0);
    double auto = experts(AllToAll.AUTO, prompts, request);

    assertThat(auto).isEqualTo(experts(AllToAll.NORMAL, prompts, request));
    assertThat(auto).isLessThan(experts(AllToAll.LOW_LATENCY, prompts, request));
  }

  private static double experts(AllToAll kernel, StepShape prompts, Request request) {
    Replica replica =
        aReplica("deepseek-v3").in("fp8").sharded(tp(1).ep(16).allToAll(kernel)).build();
    return mixed(replica, prompts, 8, request).communicationSeconds();
  }

  /** With two-batch overlap a mixed step never takes longer than its halves one after the other. */
  @Test
  void mixedStepsOverlapTwoHalves() {
    Request request = new Request(2000, 0, 10);
    Replica plain = aReplica("deepseek-v3").in("fp8").sharded(tp(1).ep(16)).build();
    Replica overlapped =
        aReplica("deepseek-v3").in("fp8").sharded(tp(1).ep(16).twoBatchOverlap()).build();
    StepCost halves = mixed(plain, StepShape.inPasses(2, 1, 2000, 0), 4, request);
    StepCost step = mixed(overlapped, StepShape.of(1, 2000, 0), 8, request);

    double computing = halves.seconds() - halves.communicationSeconds();
    double exposed = Math.max(0, halves.communicationSeconds() - computing * 58 / 61);
    assertThat(step.flops()).isCloseTo(halves.flops(), ROUNDING);
    assertThat(step.seconds()).isCloseTo(computing + exposed, ROUNDING);
  }
}
