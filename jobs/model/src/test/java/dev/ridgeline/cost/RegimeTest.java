package dev.ridgeline.cost;

import static dev.ridgeline.testing.AcceleratorBuilder.anAccelerator;
import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.workload.Request;
import org.junit.jupiter.api.Test;

/** What limits a step: intensity against the ridge, capacity, and the networks. */
class RegimeTest {

  private static final Request REQUEST = new Request(2048, 0, 1);

  /** Cell 52. An H100 in bf16 has its ridge at 989.5 TFLOP/s over 3.35 TB/s, 295.4 FLOPs a byte. */
  @Test
  void intensityAndCapacitySpanFourQuadrants() {
    Replica replica = aReplica("llama-3.1-8b").build();
    ServingPlan plan = colocated(replica, REQUEST, 1);
    double ridge = replica.decode().ridgeFlopsPerByte();

    assertThat(ridge).as("cell 52: ridge").isCloseTo(989.5e12 / 3.35e12, ROUNDING);
    assertThat(plan.decodeCost().operationalIntensity()).as("cell 52: decode").isLessThan(2);
    assertThat(plan.prefillCost().operationalIntensity())
        .as("cell 52: prefill")
        .isGreaterThan(ridge);
    assertThat(Regime.of(plan.decodeCost(), ridge, true)).isEqualTo(Regime.BANDWIDTH);
    assertThat(Regime.of(plan.prefillCost(), ridge, true)).isEqualTo(Regime.COMPUTE);
    assertThat(Regime.of(plan.decodeCost(), ridge, false)).isEqualTo(Regime.CAPACITY_AND_BANDWIDTH);
    assertThat(Regime.of(plan.prefillCost(), ridge, false)).isEqualTo(Regime.CAPACITY);
  }

  /** Cell 53. At 1 GB/s between accelerators 64 all-reduces outlast all that an eighth reads. */
  @Test
  void collectivesThatTakeMostAreTheLimit() {
    Replica slow =
        aReplica("llama-3.1-8b")
            .tp(8)
            .on(anAccelerator("h100-sxm").scaleUp(1e9, 8).build())
            .build();
    StepCost step = colocated(slow, REQUEST, 64).decodeCost();
    double sent = 64 * 2 * 7 / 8.0 * (64 * 4096 * 2) / 1e9;

    assertThat(step.communicationSeconds())
        .as("cell 53: 64 all-reduces of 64 x 4,096 x 2 bytes at 1 GB/s")
        .isCloseTo(sent, ROUNDING);
    assertThat(sent).as("cell 53: beside memory").isGreaterThan(step.memoryBoundSeconds());
    assertThat(Regime.of(step, slow.decode().ridgeFlopsPerByte(), true))
        .isEqualTo(Regime.INTERCONNECT);
    assertThat(Regime.of(step, slow.decode().ridgeFlopsPerByte(), false))
        .as("cell 53: capacity comes first")
        .isEqualTo(Regime.CAPACITY_AND_BANDWIDTH);
  }
}
