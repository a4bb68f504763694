package dev.ridgeline.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Link;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.cost.StepModel;
import dev.ridgeline.deployment.DecodePool;
import dev.ridgeline.deployment.DisaggregatedPlanner;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.economics.PoolPrices;
import dev.ridgeline.economics.UnitEconomics;
import dev.ridgeline.laws.Samples.Sample;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.operator.StateSize;
import dev.ridgeline.operator.StepShape;
import dev.ridgeline.workload.Request;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold for every deployment, whatever its numbers. */
class ServingLawsTest {

  private static final Percentage ROUNDING = Percentage.withPercentage(1e-9);
  private static final double SLACK = 1 + 1e-12;
  private static final Map<String, String> LINK_SOURCES =
      Map.of("bytesPerSecond", "a law", "latencySeconds", "a law", "joulesPerByte", "a law");

  static Stream<Sample> samples() {
    return Samples.samples();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void twiceTheBandwidthNeverSlowsAnything(Sample sample) {
    ServingPlan before = sample.plan();
    ServingPlan after =
        sample.plan(sample.replicaOn(scaled(sample.accelerator(), 2, 1)), sample.batch());
    assertThat(after.tpotSeconds()).isLessThanOrEqualTo(before.tpotSeconds() * SLACK);
    assertThat(after.ttftSeconds()).isLessThanOrEqualTo(before.ttftSeconds() * SLACK);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void twiceTheMemoryNeverHoldsFewerRequests(Sample sample) {
    ServingPlan after =
        sample.plan(sample.replicaOn(scaled(sample.accelerator(), 1, 2)), sample.batch());
    assertThat(after.maxBatch()).isGreaterThanOrEqualTo(sample.plan().maxBatch());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aLargerBatchMovesMoreBytesTakesLongerAndNeedsLessPerRequest(Sample sample) {
    Replica replica = sample.replica();
    ServingPlan small = sample.plan(replica, sample.batch());
    ServingPlan large = sample.plan(replica, 2 * sample.batch());
    assertThat(large.decodeCost().bytes()).isGreaterThan(small.decodeCost().bytes());
    assertThat(large.prefillCost().bytes() * SLACK)
        .isGreaterThanOrEqualTo(small.prefillCost().bytes());
    assertThat(large.decodeCost().flops()).isCloseTo(2 * small.decodeCost().flops(), ROUNDING);
    assertThat(large.decodeCost().seconds()).isGreaterThanOrEqualTo(small.decodeCost().seconds());
    assertThat(large.footprintBytes()).isLessThan(small.footprintBytes());
    assertThat(large.decodeCost().operationalIntensity())
        .isGreaterThan(small.decodeCost().operationalIntensity());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void theRooflineIsNeverSlowerThanAMachine(Sample sample) {
    Replica roofline =
        Replica.of(
            sample.model(),
            sample.quantization(),
            sample.sharding(),
            sample.accelerator(),
            EfficiencyProfile.IDEAL,
            Samples.SETTINGS);
    assertThat(sample.plan(roofline, sample.batch()).tpotSeconds())
        .isLessThanOrEqualTo(sample.plan().tpotSeconds() * SLACK);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void theFootprintOfTheBatchIsWhatItsAcceleratorsNeed(Sample sample) {
    ServingPlan plan = sample.plan();
    double parts =
        plan.weightFootprintBytes() + plan.stateFootprintBytes() + plan.activationFootprintBytes();
    assertThat(parts).isCloseTo(plan.footprintBytes(), ROUNDING);
    assertThat(sample.batch() * plan.footprintBytes())
        .isCloseTo(plan.decodeNeededBytes() * plan.decodeReplica().accelerators(), ROUNDING);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aBatchFitsUpToTheLargestAndNoFurther(Sample sample) {
    Replica replica = sample.replica();
    int most = (int) sample.plan().maxBatch();
    int step = replica.attentionGroups();
    if (most > 0) {
      ServingPlan full = sample.plan(replica, most);
      assertThat(full.fits()).isTrue();
      assertThat(full.decodeNeededBytes()).isLessThanOrEqualTo(replica.usableBytes());
    }
    ServingPlan over = sample.plan(replica, most + step);
    assertThat(over.fits()).isFalse();
    assertThat(over.maxBatch()).isEqualTo(most);
    assertThat(over.decodeNeededBytes()).isGreaterThan(replica.usableBytes());
  }

  /**
   * The tier is read while the memory is, so it can add its bandwidth to that of the memory, and no
   * more; what profiles leave of the peak is never less than a quarter.
   */
  @ParameterizedTest
  @MethodSource("samples")
  void aTierHoldsMoreAndAddsNoMoreThanItsBandwidth(Sample sample) {
    Replica replica = sample.replica();
    KvTier tier = new KvTier("tier", 1e12, 50e9, 0.1, 0, 0);
    ServingPlan without = sample.plan(replica, sample.batch());
    ServingPlan with = sample.plan(replica, sample.batch(), tier);
    assertThat(with.maxBatch()).isGreaterThanOrEqualTo(without.maxBatch());
    double added = 50e9 / (0.25 * sample.accelerator().memoryBytesPerSecond());
    assertThat(with.tpotSeconds() * (1 + added)).isGreaterThanOrEqualTo(without.tpotSeconds());
    if (without.fits()) {
      assertThat(with.spilledBytes()).isZero();
      assertThat(with.tpotSeconds()).isEqualTo(without.tpotSeconds());
    }
  }

  /**
   * Two pools of the same accelerator with a link that takes no time do what one pool does: the
   * decode step is that without interference, and a request takes as many accelerator-seconds.
   */
  @ParameterizedTest
  @MethodSource("samples")
  void twoEqualPoolsCostWhatOneDoesWhereTheLinkTakesNoTime(Sample sample) {
    Replica replica = sample.replica();
    ServingPlan one = sample.plan();
    if (!one.fits()) {
      return;
    }
    Link immediate = new Link("immediate", "Immediate", 1e30, 0, 0, LINK_SOURCES);
    ServingPlan two =
        new DisaggregatedPlanner(
                replica,
                new DecodePool(replica, KvTier.NONE),
                immediate,
                StateSize.ofModel(sample.model(), sample.quantization()),
                Samples.SETTINGS)
            .plan(sample.request(), sample.batch());
    assertThat(two.tpotSeconds())
        .isCloseTo(one.tpotSeconds() - one.interferenceSeconds(), ROUNDING);
    if (two.prefillBatch() == one.prefillBatch()) {
      assertThat(two.ttftSeconds()).isCloseTo(one.ttftSeconds(), ROUNDING);
      assertThat(two.accelerators() / two.requestsPerSecond())
          .isCloseTo(one.accelerators() / one.requestsPerSecond(), ROUNDING);
    }
  }

  /** More stages hold more, and a micro-batch of the same size never takes less time. */
  @ParameterizedTest
  @MethodSource("samples")
  void stagesShareWeightsAndStateAndAddHops(Sample sample) {
    Sharding flat = sample.sharding();
    Sharding deep = new Sharding(flat.tp(), flat.ep(), 4);
    Replica stages = withSharding(sample, deep).replica();
    Replica whole = sample.replica();
    ServingPlan ofStages = sample.plan(stages, 4 * sample.batch());
    ServingPlan ofWhole = sample.plan(whole, sample.batch());
    assertThat(stages.weightBytes()).isLessThan(whole.weightBytes());
    assertThat(stages.stateBytes(1000)).isLessThan(whole.stateBytes(1000));
    assertThat(ofStages.decodeStepSeconds() * SLACK)
        .isGreaterThanOrEqualTo(ofWhole.decodeStepSeconds());
    assertThat(ofStages.ofDecode(StepCost::flops))
        .isCloseTo(4 * ofWhole.ofDecode(StepCost::flops), ROUNDING);
    assertThat(ofStages.maxBatch()).isGreaterThanOrEqualTo(ofWhole.maxBatch());
  }

  /** A smaller budget cuts prompts into more chunks, which never move fewer bytes. */
  @ParameterizedTest
  @MethodSource("samples")
  void moreChunksNeverMoveFewerBytes(Sample sample) {
    StepModel prefill = sample.replica().prefill();
    Request request = sample.request();
    StepCost few = new StepCost();
    StepCost many = new StepCost();
    prefill.evaluate(
        StepShape.inPasses(2, 1, request.newTokens(), request.cachedTokens()), 0, 1e9, few);
    prefill.evaluate(
        StepShape.inPasses(5, 1, request.newTokens(), request.cachedTokens()), 0, 1e9, many);
    assertThat(many.bytes() * SLACK).isGreaterThanOrEqualTo(few.bytes());
    assertThat(many.stateWriteBytes() * SLACK).isGreaterThanOrEqualTo(few.stateWriteBytes());
    assertThat(many.flops() * SLACK).isGreaterThanOrEqualTo(few.flops());
  }

  /** Where no KV head, latent or router is copied, splitting a model adds no arithmetic. */
  @ParameterizedTest
  @MethodSource("samples")
  void splittingADenseModelConservesItsFlops(Sample sample) {
    Sharding eight = new Sharding(8, 1);
    boolean copies =
        sample.model().layers().stream()
            .anyMatch(
                group ->
                    group.attention() instanceof Attention.GroupedQuery gqa && gqa.kvHeads() < 8);
    if (sample.model().hasExperts() || copies || eight.objection(sample.model()).isPresent()) {
      return;
    }
    Sample whole = withSharding(sample, new Sharding(1, 1));
    Sample split = withSharding(sample, eight);
    assertThat(8 * split.plan().decodeCost().flops())
        .isCloseTo(whole.plan().decodeCost().flops(), ROUNDING);
    assertThat(8 * split.plan().prefillCost().flops())
        .isCloseTo(whole.plan().prefillCost().flops(), ROUNDING);
    assertThat(8 * split.plan().decodeCost().weightBytes())
        .isCloseTo(whole.plan().decodeCost().weightBytes(), ROUNDING);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void dollarsScaleWithPricesAndSplitIntoInputAndOutput(Sample sample) {
    ServingPlan plan = sample.plan();
    Request request = sample.request();
    UnitEconomics one = new UnitEconomics(plan, request, new PoolPrices(2, 2, 0, 0));
    UnitEconomics three = new UnitEconomics(plan, request, new PoolPrices(6, 6, 0, 0));
    assertThat(three.dollarsPerRequest()).isCloseTo(3 * one.dollarsPerRequest(), ROUNDING);
    double input = one.dollarsPerMillionInputTokens() * sample.request().newTokens() / 1e6;
    double output = one.dollarsPerMillionOutputTokens() * sample.request().outputTokens() / 1e6;
    assertThat(input + output).isCloseTo(one.dollarsPerRequest(), ROUNDING);
    assertThat(one.dollarsPerHour()).isCloseTo(2.0 * plan.decodeReplica().accelerators(), ROUNDING);
  }

  private static Sample withSharding(Sample sample, Sharding sharding) {
    return new Sample(
        sample.model(),
        sample.quantization(),
        sample.accelerator(),
        sample.profile(),
        sharding,
        sample.request(),
        sample.batch());
  }

  private static Accelerator scaled(Accelerator accelerator, double bandwidth, double memory) {
    return new Accelerator(
        accelerator.id(),
        accelerator.name(),
        accelerator.vendor(),
        accelerator.status(),
        accelerator.peakFlopsPerSecond(),
        accelerator.memoryType(),
        memory * accelerator.memoryBytes(),
        bandwidth * accelerator.memoryBytesPerSecond(),
        accelerator.scaleUp(),
        accelerator.scaleOut(),
        accelerator.powerWatts(),
        accelerator.energy(),
        accelerator.sources());
  }
}
