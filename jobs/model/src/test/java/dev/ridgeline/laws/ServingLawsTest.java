package dev.ridgeline.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.economics.UnitEconomics;
import dev.ridgeline.laws.Samples.Sample;
import dev.ridgeline.operator.Sharding;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold for every deployment, whatever its numbers. */
class ServingLawsTest {

  private static final Percentage ROUNDING = Percentage.withPercentage(1e-9);
  private static final double SLACK = 1 + 1e-12;

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

  @ParameterizedTest
  @MethodSource("samples")
  void aTierHoldsMoreAndIsNeverFasterThanMemory(Sample sample) {
    Replica replica = sample.replica();
    KvTier tier = new KvTier("tier", 1e12, 50e9, 0.1);
    ServingPlan without = sample.plan(replica, sample.batch());
    ServingPlan with = sample.plan(replica, sample.batch(), tier);
    assertThat(with.maxBatch()).isGreaterThanOrEqualTo(without.maxBatch());
    assertThat(with.tpotSeconds() * SLACK).isGreaterThanOrEqualTo(without.tpotSeconds() / SLACK);
    if (without.fits()) {
      assertThat(with.spilledBytes()).isZero();
      assertThat(with.tpotSeconds()).isEqualTo(without.tpotSeconds());
    }
  }

  /** Where no KV head, latent or router is copied, splitting a model adds no arithmetic. */
  @ParameterizedTest
  @MethodSource("samples")
  void splittingADenseModelConservesItsFlops(Sample sample) {
    if (sample.model().hasExperts()) {
      return;
    }
    Sample whole = withSharding(sample, new Sharding(1, 1));
    Sample split = withSharding(sample, new Sharding(8, 1));
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
    UnitEconomics one = new UnitEconomics();
    one.price(plan, sample.request(), 2, 2, KvTier.NONE);
    UnitEconomics three = new UnitEconomics();
    three.price(plan, sample.request(), 6, 6, KvTier.NONE);
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
        accelerator.sources());
  }
}
