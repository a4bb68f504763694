package dev.ridgeline.choice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.testing.Plans;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Warnings about best cells at the end of the axis of batches. */
class AxisEdgesTest {

  private static AxisEdges edges(String batches, String sharding) {
    return new AxisEdges(
        Sweep.parse(
                "edges.yaml",
                """
                name: edges
                axes:
                  models: [qwen3-30b-a3b]
                  quantizations: [fp8]
                  hardware: [{colocated: [h100-sxm]}]
                  parallelism: [%s]
                  workflows: [chat]
                  contextTokens: [4096]
                  batch: %s
                """
                    .formatted(sharding, batches),
                Plans.CATALOGS)
            .space());
  }

  @Test
  void theLargestBatchIsAnEndWhereMoreWouldFit() {
    AxisEdges edges = edges("[8, 16]", "{tp: 1}");
    assertThat(edges.warnings(List.of(1L, 0L)))
        .first()
        .isEqualTo(
            "1 of 2 best cells have the largest batch of the axis, 16. Maybe add larger ones: a"
                + " better cell may lie beyond.");
  }

  @Test
  void theSmallestBatchIsAnEndUnlessEachPartHasOneSequence() {
    assertThat(edges("[8, 16]", "{tp: 1}").warnings(List.of(0L)))
        .singleElement()
        .asString()
        .startsWith("1 of 1 best cells have the smallest batch of the axis, 8.");
    assertThat(edges("[8, 16]", "{tp: 1, ep: 8}").warnings(List.of(0L))).isEmpty();
    assertThat(edges("[1, 16]", "{tp: 1}").warnings(List.of(0L))).isEmpty();
  }

  @Test
  void aBatchWithinTheAxisIsNoEnd() {
    assertThat(edges("[1, 8, 16]", "{tp: 1}").warnings(List.of(1L))).isEmpty();
  }

  /** One H100 has room for some hundred thousand tokens, so for a hundred requests at most. */
  @Test
  void aBatchThatFillsTheMemoryIsNoEnd() {
    int most = 2;
    while (!edges("[1, " + most + "]", "{tp: 1}").warnings(List.of(1L)).isEmpty()) {
      most += most / 4 + 1;
    }
    assertThat(most).isBetween(30, 400);
  }
}
