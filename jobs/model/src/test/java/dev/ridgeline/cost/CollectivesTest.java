package dev.ridgeline.cost;

import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.catalog.LinkEfficiency;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.workload.Request;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
   * Cell 49. DeepSeek-V3 in fp8 with tp 1 and ep 16, 128 sequences: 8 of them on each accelerator
   * pick 8 experts a token. A token crosses to the other domain once, with probability 1 - 1/2^8,
   * and reaches 16 (1 - (15/16)^8) accelerators, 7/8 of them over a last hop within a domain. Both
   * go on at once, and 50 GB/s is the slower.
   */
  @Test
  void anAllToAllCrossesToADomainOnceForAllExpertsThere() {
    Replica replica = aReplica("deepseek-v3").in("fp8").ep(16).build();
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
   * Cell 68. A group of 2 starts after 2.78 us and reaches .65, one of 4 after 3.12 us and .651, by
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
        .as("cell 68: 64 all-reduces between 2")
        .isCloseTo(64 * (2.78e-6 + payload / (0.65 * 450e9)), ROUNDING);
    assertThat(four.communicationSeconds())
        .as("cell 68: 64 all-reduces among 4")
        .isCloseTo(64 * (3.12e-6 + 1.5 * payload / (0.651 * 450e9)), ROUNDING);
  }

  /** A group between listed sizes has the efficiency of the next larger one. */
  @Test
  void groupsBetweenListedSizesAreTakenAsLarger() {
    LinkEfficiency.OfGroup two = new LinkEfficiency.OfGroup(0.3, 1e-6);
    LinkEfficiency.OfGroup six = new LinkEfficiency.OfGroup(0.4, 2e-6);
    LinkEfficiency network = new LinkEfficiency(0.5, 3e-6, Map.of(2, two, 6, six));

    assertThat(network.among(2)).isEqualTo(two);
    assertThat(network.among(3)).isEqualTo(six);
    assertThat(network.among(6)).isEqualTo(six);
    assertThat(network.among(7)).isEqualTo(new LinkEfficiency.OfGroup(0.5, 3e-6));
    assertThatThrownBy(() -> new LinkEfficiency(0.5, 0, Map.of(1, two)))
        .hasMessageContaining("groups of at least 2");
  }
}
