package dev.ridgeline.deployment;

import static dev.ridgeline.testing.KvTierBuilder.aTier;
import static dev.ridgeline.testing.Plans.CATALOGS;
import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.MemoryTier;
import dev.ridgeline.testing.Samples;
import dev.ridgeline.testing.Samples.Sample;
import dev.ridgeline.workload.Request;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A memory tier behind accelerators holds state that their own memory cannot. */
class KvTierTest {

  private static final Request REQUEST = new Request(4096, 1024, 256);

  /** Weights of Llama-3.1-8B in bf16: 8,030,261,248 parameters of 2 bytes. */
  private static final double WEIGHTS = 16_060_522_496.0;

  /** KV of a token of it: 32 layers x 2 x 8 heads x 128 x 2 bytes. */
  private static final double KV_OF_TOKEN = 131_072;

  /** Usable memory of an H100: nine tenths of the 81,559 MiB it reports. */
  private static final double H100_USABLE = 0.9 * 81_559 * 1_048_576;

  static Stream<Sample> samples() {
    return Samples.samples();
  }

  /** Cell 16. A tier of 256 GB holds what the H100 cannot; its part is read at 53 GB/s. */
  @Test
  void stateBeyondMemoryIsReadFromTheTier() {
    MemoryTier entry = CATALOGS.memoryTiers().find("host-ddr5").orElseThrow();
    Replica replica = aReplica("llama-3.1-8b").on("h100-sxm").build();
    ServingPlan plan = colocated(replica, KvTier.of(entry), REQUEST, 200);

    double state = 200 * 4352 * KV_OF_TOKEN;
    double workspace = 2 * 3072 * 2.0 * (4096 + 28672);
    double spilled = state - (H100_USABLE - WEIGHTS - workspace);
    assertThat(plan.fits()).as("cell 16: 200 requests fit into memory and tier").isTrue();
    assertThat(plan.spilledBytes())
        .as("cell 16: state beyond the memory")
        .isCloseTo(spilled, ROUNDING);

    // A decode step reads 4,096 + 255/2 + 1 tokens of each of the 200; the spilled share of that
    // takes longer than everything else attention does, and nothing else is slowed.
    double read = 200 * (4096 + 127.5 + 1) * KV_OF_TOKEN;
    double attention = spilled / state * read / 53e9;
    ServingPlan without = colocated(replica, KvTier.NONE, REQUEST, 200);
    double rows = 200 * 2 * 2 * 4096.0 * 32;
    double attentionInMemory = (read + rows) / 3.35e12;
    assertThat(plan.decodeCost().seconds())
        .as("cell 16: the spilled share is read at 53 GB/s")
        .isCloseTo(without.decodeCost().seconds() - attentionInMemory + attention, ROUNDING);
  }

  /** Cell 54. 256 GB more for state: 554 requests of 4,352 tokens instead of 106. */
  @Test
  void aTierAddsRoomForStateAlone() {
    MemoryTier entry = CATALOGS.memoryTiers().find("host-ddr5").orElseThrow();
    Replica replica = aReplica("llama-3.1-8b").build();
    double workspace = 2 * 3072 * 2.0 * (4096 + 28672);
    double room = H100_USABLE - WEIGHTS - workspace + 256e9;
    assertThat(colocated(replica, KvTier.of(entry), REQUEST, 200).maxBatch())
        .as("cell 54: requests that memory and tier hold")
        .isEqualTo(Math.floor(room / (4352 * KV_OF_TOKEN)))
        .isEqualTo(554);

    Replica tooLarge = aReplica("llama-2-70b").build();
    assertThat(colocated(tooLarge, KvTier.of(entry), REQUEST, 1).fits())
        .as("cell 54: 138 GB of weights beside a tier of 256 GB")
        .isFalse();
  }

  /** Cell 55. What is provisioned is paid: 256 GB at 0.00039 $ and 0.1 W a gigabyte. */
  @Test
  void aTierIsPaidAsProvisioned() {
    KvTier tier = KvTier.of(CATALOGS.memoryTiers().find("host-ddr5").orElseThrow());
    assertThat(tier.dollarsPerAcceleratorHour())
        .as("cell 55: price of an hour")
        .isCloseTo(256 * 0.00039, ROUNDING);
    assertThat(tier.wattsPerAccelerator()).as("cell 55: power").isCloseTo(25.6, ROUNDING);
    assertThat(tier.exists()).isTrue();
    assertThat(KvTier.NONE.exists()).isFalse();
  }

  /**
   * The tier is read while the memory is, so it can add its bandwidth to that of the memory, and no
   * more; what profiles leave of the peak is never less than a quarter.
   */
  @ParameterizedTest
  @MethodSource("samples")
  void aTierHoldsMoreAndAddsNoMoreThanItsBandwidth(Sample sample) {
    Replica replica = sample.replica();
    KvTier tier = aTier().bytesPerSecond(50e9).build();
    ServingPlan without = sample.plan(replica, sample.batch());
    ServingPlan with = sample.plan(replica, sample.batch(), tier);
    assertThat(with.maxBatch()).as("law: largest batch").isGreaterThanOrEqualTo(without.maxBatch());
    double added = 50e9 / (0.25 * sample.accelerator().memoryBytesPerSecond());
    assertThat(with.tpotSeconds() * (1 + added))
        .as("law: TPOT with a quarter of the bandwidth and the tier")
        .isGreaterThanOrEqualTo(without.tpotSeconds());
    if (without.fits()) {
      assertThat(with.spilledBytes()).as("law: state that fits is not spilled").isZero();
      assertThat(with.tpotSeconds())
          .as("law: TPOT where all state fits")
          .isEqualTo(without.tpotSeconds());
    }
  }
}
