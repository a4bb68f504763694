package dev.ridgeline.cost;

import static dev.ridgeline.testing.AcceleratorBuilder.anAccelerator;
import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static dev.ridgeline.testing.Samples.SLACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.testing.Samples;
import dev.ridgeline.testing.Samples.Sample;
import dev.ridgeline.workload.Request;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Measured efficiencies and launch overheads instead of the roofline. */
class EfficiencyTest {

  static Stream<Sample> samples() {
    return Samples.samples();
  }

  /**
   * Cell 7. The measured H100 instead of the roofline, in bf16: GEMMs reach .771 of the peak and
   * .812 of the bandwidth after 3.61 us; prefill attention .57 / (1 + 1228/s) of the peak after
   * 14.6 us; decode attention .86 of the bandwidth after 12.9 us.
   */
  @Test
  void measuredEfficienciesAndLaunchOverheads() {
    var plan =
        colocated(
            aReplica("llama-3.1-8b").on("h100-sxm").calibrated().build(),
            new Request(4096, 0, 1),
            1);

    double qkv = 2 * 4096 * 4096.0 * (4096 + 2 * 1024);
    double out = 2 * 4096 * 4096.0 * 4096;
    double up = 2 * 4096 * 4096.0 * 28672;
    double down = 2 * 4096 * 14336.0 * 4096;
    double attention = 4 * 4096 * (4096.0 * 4097 / 2);
    double gemms = (qkv + out + up + down) / (0.771 * 989.5e12) + 4 * 3.61e-6;
    double core = attention / (0.57 / (1 + 1228.0 / 4096) * 989.5e12) + 14.6e-6;
    double head = (2 * 4096.0 * 128256 + 2 * (4096.0 + 128256)) / (0.812 * 3.35e12) + 3.61e-6;
    assertThat(plan.prefillCost().seconds())
        .as("cell 7: prefill GEMMs at .771 of the peak, attention at .57 / (1 + 1228/4096)")
        .isCloseTo(32 * (gemms + core) + head, ROUNDING);

    double layerWeightBytes = 2 * (4096.0 * (4096 + 2 * 1024) + 4096.0 * 4096 + 3 * 4096.0 * 14336);
    double rows = 2.0 * ((4096 + 4096) + (4096 + 4096) + (4096 + 28672) + (14336 + 4096));
    double written = 4096; // K and V of the new token, by the qkv GEMM
    double decodeGemms = (layerWeightBytes + rows + written) / (0.812 * 3.35e12) + 4 * 3.61e-6;
    double decodeCore = (4097 * 4096.0 + 2 * 2 * 4096) / (0.86 * 3.35e12) + 12.9e-6;
    assertThat(plan.decodeCost().seconds())
        .as("cell 7: decode GEMMs at .812 of the bandwidth, attention at .86")
        .isCloseTo(32 * (decodeGemms + decodeCore) + head, ROUNDING);
    assertThat(plan.decodeCost().overheadSeconds())
        .as("cell 7: 3.61 us for each GEMM, 12.9 us for each attention")
        .isCloseTo(32 * (4 * 3.61e-6 + 12.9e-6) + 3.61e-6, ROUNDING);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void theRooflineIsNeverSlowerThanAMachine(Sample sample) {
    Replica roofline = sample.ideal().replica();
    assertThat(sample.plan(roofline, sample.batch()).tpotSeconds())
        .as("law: TPOT at the roofline")
        .isLessThanOrEqualTo(sample.plan().tpotSeconds() * SLACK);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void twiceTheBandwidthNeverSlowsAnything(Sample sample) {
    ServingPlan before = sample.plan();
    ServingPlan after =
        sample.plan(
            sample.replicaOn(anAccelerator(sample.accelerator()).timesTheBandwidth(2).build()),
            sample.batch());
    assertThat(after.tpotSeconds())
        .as("law: TPOT")
        .isLessThanOrEqualTo(before.tpotSeconds() * SLACK);
    assertThat(after.ttftSeconds())
        .as("law: TTFT")
        .isLessThanOrEqualTo(before.ttftSeconds() * SLACK);
  }
}
