package dev.ridgeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.EfficiencyMode;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.testing.Plans;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The roofline time of a whole phase, and the parts of the capacity footprint of prefill. */
class PhaseRooflineTest {

  private static double value(CellResult cell, String column) {
    return CellColumns.ALL.stream()
        .filter(one -> one.name().equals(column))
        .map(one -> (Double) one.value(cell))
        .findFirst()
        .orElseThrow();
  }

  private static DesignSpace space(String hardware, String model, int batch) {
    String text =
        """
        name: phases
        axes:
          models: [%s]
          quantizations: [bf16]
          hardware: [%s]
          parallelism: [{tp: 1}]
          efficiency: [ideal]
          engines: [ideal]
          workflows: [chat]
          contextTokens: [2000]
          batch: [%d]
        """
            .formatted(model, hardware, batch);
    return Sweep.parse("phases.yaml", text, Plans.CATALOGS).space();
  }

  /**
   * Llama-3.1-8B, one sequence: a layer has 4096 x (4096 + 2 x 1024 + 4096) weights of attention
   * and 3 x 4096 x 14336 of feed-forward, the head 4096 x 128256. A token has 32 x 2 x 1024 keys
   * and values. All of them are read in 2 bytes each.
   */
  @Test
  void decodeOfOneSequenceTakesTheTimeOfItsBytes() {
    CellResult cell =
        new CellEvaluator(space("{colocated: [h100-sxm]}", "llama-3.1-8b", 1)).evaluate(0);
    double context = cell.request().meanDecodeContextTokens();
    double layer = 4096.0 * (4096 + 2 * 1024 + 4096) + 3 * 4096.0 * 14336;
    double bytes = 2 * (32 * layer + 4096.0 * 128256 + context * 32 * 2 * 1024);
    assertThat(value(cell, "decode_roofline_s")).isCloseTo(bytes / 3.35e12, withPercentage(0.1));
  }

  /** 2 FLOPs a weight and token: the layers for 1,000 tokens and more attention, the head for 1. */
  @Test
  void prefillOfALongPromptTakesTheTimeOfItsFlops() {
    CellResult cell =
        new CellEvaluator(space("{colocated: [h100-sxm]}", "llama-3.1-8b", 1)).evaluate(0);
    double tokens = cell.request().newTokens();
    double layer = 4096.0 * (4096 + 2 * 1024 + 4096) + 3 * 4096.0 * 14336;
    double pairs = tokens * cell.request().cachedTokens() + tokens * (tokens + 1) / 2;
    double flops = 32 * (2 * tokens * layer + 4.0 * 32 * 128 * pairs) + 2 * 4096.0 * 128256;
    assertThat(value(cell, "prefill_roofline_s")).isCloseTo(flops / 989.5e12, withPercentage(1e-9));
  }

  /** Operators that overlap nothing take longer than one that overlaps all of them. */
  @Test
  void rooflineOfThePhaseIsALowerBoundOfItsStep() {
    CellEvaluator evaluator = new CellEvaluator(OperatorSpace.SPACE);
    int seen = 0;
    for (long number : OperatorSpace.plannedCells()) {
      CellResult cell = evaluator.evaluate(number);
      Accelerator accelerator = cell.plan().prefillReplica().accelerator();
      StepCost cost = cell.plan().prefillCost();
      double peak = cell.plan().prefillReplica().prefill().peakFlopsPerSecond();
      // A scheme may compute attention in a faster format; a tier adds its rate to the memory's.
      boolean comparable =
          Arrays.stream(Precision.values())
                  .allMatch(other -> peak >= accelerator.peak(accelerator.resolve(other)))
              && cell.mix().tier().id().equals("none");
      if (comparable) {
        seen++;
        assertThat(value(cell, "prefill_roofline_s"))
            .isLessThanOrEqualTo(cost.seconds() * (1 + 1e-9));
      }
      assertThat(value(cell, "prefill_roofline_s"))
          .isEqualTo(
              Math.max(cost.flops() / peak, cost.bytes() / accelerator.memoryBytesPerSecond()));
    }
    assertThat(seen).isGreaterThan(20);
    assertThat(OperatorSpace.SPACE.efficiencies()).contains(EfficiencyMode.CALIBRATED);
  }

  @Test
  void partsOfTheFootprintOfPrefillAddUp() {
    CellEvaluator evaluator = new CellEvaluator(OperatorSpace.SPACE);
    for (long number : OperatorSpace.plannedCells()) {
      CellResult cell = evaluator.evaluate(number);
      double whole = value(cell, "prefill_cf_bytes_per_request");
      assertThat(
              value(cell, "prefill_cf_weights_bytes_per_request")
                  + value(cell, "prefill_cf_kv_bytes_per_request")
                  + value(cell, "prefill_cf_activation_bytes_per_request"))
          .isCloseTo(whole, within(1e-9 * whole));
    }
  }

  /** One prompt of 1,000 tokens on its own pool: all weights, and 128 KiB of state a token. */
  @Test
  void footprintOfAPromptOnItsOwnPool() {
    String hardware = "{prefill: [h100-sxm], decode: [h100-sxm], link: [nvlink4]}";
    CellResult cell = new CellEvaluator(space(hardware, "llama-3.1-8b", 1)).evaluate(0);
    assertThat(value(cell, "prefill_cf_weights_bytes_per_request"))
        .isCloseTo(2 * 8.03e9, withPercentage(0.1));
    assertThat(value(cell, "prefill_cf_kv_bytes_per_request"))
        .isEqualTo(cell.request().promptTokens() * 32 * 2 * 1024 * 2);
    assertThat(value(cell, "prefill_cf_activation_bytes_per_request")).isPositive();
  }
}
