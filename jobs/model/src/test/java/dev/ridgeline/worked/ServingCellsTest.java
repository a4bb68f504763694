package dev.ridgeline.worked;

import static dev.ridgeline.worked.Plans.ROUNDING;
import static dev.ridgeline.worked.Plans.colocated;
import static dev.ridgeline.worked.Plans.disaggregated;
import static dev.ridgeline.worked.Plans.ideal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.MemoryTier;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.economics.PoolPrices;
import dev.ridgeline.economics.UnitEconomics;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.workload.Request;
import org.junit.jupiter.api.Test;

/** Cells in which replicas serve: capacity, interference, rate matching, dollars, by hand. */
class ServingCellsTest {

  private static final Sharding ONE = new Sharding(1, 1);
  private static final Request REQUEST = new Request(4096, 1024, 256);

  /** Weights of Llama-3.1-8B in bf16: 8,030,261,248 parameters of 2 bytes. */
  private static final double WEIGHTS = 16_060_522_496.0;

  /** KV of a token of it: 32 layers x 2 x 8 heads x 128 x 2 bytes. */
  private static final double KV_OF_TOKEN = 131_072;

  /** Usable memory of an H100: nine tenths of the 81,559 MiB it reports. */
  private static final double H100_USABLE = 0.9 * 81_559 * 1_048_576;

  /**
   * Cell 14. How many requests of 4,352 tokens fit beside the weights of Llama-3.1-8B on an H100.
   */
  @Test
  void capacityByHand() {
    ServingPlan plan = colocated(ideal("llama-3.1-8b", "bf16", "h100-sxm", ONE), REQUEST, 64);

    double state = 4352 * KV_OF_TOKEN; // 570,425,344
    // Prefill keeps two prompts' new tokens live (8,192 / 3,072 = 2): rows of 4096 + 28672, bf16.
    double workspace = 2 * 3072 * 2.0 * (4096 + 28672); // 402,653,184
    double most = Math.floor((H100_USABLE - WEIGHTS - workspace) / state); // 106
    assertThat(most).isEqualTo(106);
    assertThat(plan.maxBatch()).isEqualTo(106);
    assertThat(plan.fits()).isTrue();
    assertThat(plan.decodeNeededBytes()).isCloseTo(WEIGHTS + workspace + 64 * state, ROUNDING);
    assertThat(plan.weightFootprintBytes()).isCloseTo(WEIGHTS / 64, ROUNDING);
    assertThat(plan.stateFootprintBytes()).isCloseTo(state, ROUNDING);
    assertThat(plan.activationFootprintBytes()).isCloseTo(workspace / 64, ROUNDING);
  }

  /** Cell 15. One more than fits is infeasible, and says what would fit. */
  @Test
  void oneMoreThanFitsDoesNotFit() {
    Replica replica = ideal("llama-3.1-8b", "bf16", "h100-sxm", ONE);
    assertThat(colocated(replica, REQUEST, 106).fits()).isTrue();
    ServingPlan plan = colocated(replica, REQUEST, 107);
    assertThat(plan.fits()).isFalse();
    assertThat(plan.maxBatch()).isEqualTo(106);
  }

  /** Cell 16. A tier of 256 GB holds what the H100 cannot; its part is read at 53 GB/s. */
  @Test
  void stateBeyondMemoryIsReadFromTheTier() {
    MemoryTier entry = Plans.CATALOGS.memoryTiers().find("host-ddr5").orElseThrow();
    Replica replica = ideal("llama-3.1-8b", "bf16", "h100-sxm", ONE);
    ServingPlan plan = colocated(replica, KvTier.of(entry), REQUEST, 200);

    double state = 200 * 4352 * KV_OF_TOKEN;
    double workspace = 2 * 3072 * 2.0 * (4096 + 28672);
    double spilled = state - (H100_USABLE - WEIGHTS - workspace);
    assertThat(plan.fits()).isTrue();
    assertThat(plan.spilledBytes()).isCloseTo(spilled, ROUNDING);

    // A decode step reads 4,096 + 255/2 + 1 tokens of each of the 200; the spilled share of that
    // takes longer than everything else attention does, and nothing else is slowed.
    double read = 200 * (4096 + 127.5 + 1) * KV_OF_TOKEN;
    double attention = spilled / state * read / 53e9;
    ServingPlan without = colocated(replica, KvTier.NONE, REQUEST, 200);
    double rows = 200 * 2 * 2 * 4096.0 * 32;
    double attentionInMemory = (read + rows) / 3.35e12;
    assertThat(plan.decodeCost().seconds())
        .isCloseTo(without.decodeCost().seconds() - attentionInMemory + attention, ROUNDING);
  }

  /**
   * Cell 17. Colocated: in the 256 steps of a turn each of the 64 sequences is replaced once, so a
   * step loses 64/256 of the prefill time of one request.
   */
  @Test
  void prefillInterferesWithDecodeOfTheSamePool() {
    ServingPlan plan = colocated(ideal("llama-3.1-8b", "bf16", "h100-sxm", ONE), REQUEST, 64);

    assertThat(plan.prefillBatch()).isEqualTo(2);
    double prefillOfOne = plan.prefillCost().seconds() / 2;
    double tpot = plan.decodeCost().seconds() + 64.0 / 256 * prefillOfOne;
    assertThat(plan.tpotSeconds()).isCloseTo(tpot, ROUNDING);
    assertThat(plan.ttftSeconds()).isEqualTo(plan.prefillCost().seconds());
    assertThat(plan.requestsPerSecond()).isCloseTo(64 / (256 * tpot), ROUNDING);
    // Time adds up: the pool spends 256 decode steps and 64 prefills on 64 requests.
    assertThat(64 / plan.requestsPerSecond())
        .isCloseTo(256 * plan.decodeCost().seconds() + 64 * prefillOfOne, ROUNDING);
  }

  /** Cell 18. Two pools: prefill on one B200, decode on one H100, joined by 50 GB/s. */
  @Test
  void poolsAreInTheRatioOfTheirRates() {
    Replica prefill = ideal("llama-3.1-8b", "bf16", "b200", ONE);
    Replica decode = ideal("llama-3.1-8b", "bf16", "h100-sxm", ONE);
    ServingPlan plan = disaggregated(prefill, decode, "ib-ndr-400", KV_OF_TOKEN, REQUEST, 64);

    // 3,072 new tokens of 131,072 bytes over one link, after 5 us.
    double transfer = 5e-6 + 3072 * KV_OF_TOKEN / 50e9; // 8.06 ms
    assertThat(plan.kvTransferSeconds()).isCloseTo(transfer, ROUNDING);
    assertThat(plan.ttftSeconds()).isCloseTo(plan.prefillCost().seconds() + transfer, ROUNDING);
    assertThat(plan.tpotSeconds()).isEqualTo(plan.decodeCost().seconds());

    double decodeRate = 64 / (256 * plan.decodeCost().seconds());
    double prefillRate = 2 / plan.prefillCost().seconds();
    double linkRate = 50e9 / (3072 * KV_OF_TOKEN);
    assertThat(linkRate).isGreaterThan(Math.max(decodeRate, prefillRate));
    assertThat(plan.requestsPerSecond()).isCloseTo(decodeRate, ROUNDING);
    assertThat(plan.prefillReplicas()).isCloseTo(decodeRate / prefillRate, ROUNDING);
    assertThat(plan.accelerators()).isCloseTo(1 + decodeRate / prefillRate, ROUNDING);
    assertThat(plan.kvLinkLoad()).isCloseTo(Math.max(decodeRate, prefillRate) / linkRate, ROUNDING);
  }

  /** Cell 19. The same two pools in dollars: 6.00 an hour for a B200, 3.20 for an H100. */
  @Test
  void dollarsOfTwoPools() {
    Replica prefill = ideal("llama-3.1-8b", "bf16", "b200", ONE);
    Replica decode = ideal("llama-3.1-8b", "bf16", "h100-sxm", ONE);
    ServingPlan plan = disaggregated(prefill, decode, "ib-ndr-400", KV_OF_TOKEN, REQUEST, 64);
    UnitEconomics economics = new UnitEconomics(plan, REQUEST, new PoolPrices(6.00, 3.20, 0, 0));

    double prefillDollars = plan.prefillReplicas() * 6.00;
    double requestsPerHour = plan.requestsPerSecond() * 3600;
    assertThat(economics.dollarsPerHour()).isCloseTo(3.20 + prefillDollars, ROUNDING);
    assertThat(economics.dollarsPerRequest())
        .isCloseTo((3.20 + prefillDollars) / requestsPerHour, ROUNDING);
    assertThat(economics.dollarsPerMillionInputTokens())
        .isCloseTo(prefillDollars / (requestsPerHour * 3072) * 1e6, ROUNDING);
    assertThat(economics.dollarsPerMillionOutputTokens())
        .isCloseTo(3.20 / (requestsPerHour * 256) * 1e6, ROUNDING);
    assertThat(economics.dollarsPerMillionBlendedTokens())
        .isCloseTo((3.20 + prefillDollars) / (requestsPerHour * (3072 + 256)) * 1e6, ROUNDING);
  }

  /** Cell 20. A link too slow for the prefill pool bounds its rate, and more prefill is needed. */
  @Test
  void aSlowLinkIsTheThirdServer() {
    Request longPrompt = new Request(4096, 0, 8);
    Replica b200 = ideal("llama-3.1-8b", "fp8", "b200", ONE);
    // 65,536 bytes a token in fp8; a hundredfold stands for a link of a hundredth of 50 GB/s.
    ServingPlan plan = disaggregated(b200, b200, "ib-ndr-400", 100 * 65_536, longPrompt, 64);

    double linkRate = 50e9 / (100 * 65_536.0 * 4096); // 1.86 requests a second
    assertThat(plan.kvLinkLoad()).isGreaterThan(1);
    assertThat(plan.requestsPerSecond()).isCloseTo(linkRate, ROUNDING);
    assertThat(plan.prefillReplicas()).isCloseTo(1, ROUNDING);
  }
}
