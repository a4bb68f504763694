package dev.ridgeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.sweep.Sweep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Positions that are alike have the same values. */
class AlikePositionsTest {

  private static final DesignSpace SPACE =
      Sweep.parse(
              "alike.yaml",
              """
              name: alike
              axes:
                models: [llama-3.1-8b]
                quantizations: [bf16]
                hardware:
                  - colocated: [b200, h100-sxm, l4+l40s]
                    tier: [none, host-ddr5]
                  - {prefill: [b200, h100-sxm], decode: [h100-sxm, h200-sxm], link: [ib-ndr-400, roce-400]}
                  - prefill: [b200, h200-sxm]
                    attention: [h100-sxm, h200-sxm]
                    ffn: [b200, h100-sxm, h200-sxm]
                    link: [ib-ndr-400, roce-400]
                    tier: [none, host-ddr5, cxl-ddr5]
                parallelism: [{tp: 1}, {tp: 2}]
                workflows: [chat]
                batch: [1, 8]
              """,
              Catalogs.read(Path.of("../../catalogs")))
          .space();

  private static final List<CellColumn> OF_HARDWARE =
      CellColumns.ALL.stream()
          .filter(column -> column.axis().filter(axis -> axis == Axis.HARDWARE).isPresent())
          .toList();

  @Test
  void haveTheSameValues() {
    SplittableRandom random = new SplittableRandom(5);
    CellEvaluator evaluator = new CellEvaluator(SPACE);
    int fewest = SPACE.hardware().size();
    for (int sample = 0; sample < 100; sample++) {
      List<CellColumn> columns =
          OF_HARDWARE.stream().filter(any -> random.nextInt(3) == 0).toList();
      AlikePositions alike = AlikePositions.of(SPACE, Axis.HARDWARE, columns);
      TreeSet<Integer> firsts = new TreeSet<>();
      for (int position = 0; position < SPACE.hardware().size(); position++) {
        int first = alike.first(position);
        firsts.add(first);
        assertThat(first).isLessThanOrEqualTo(position);
        assertThat(values(evaluator, columns, first))
            .isEqualTo(values(evaluator, columns, position));
      }
      assertThat(alike.firsts().boxed()).containsExactlyElementsOf(firsts);
      fewest = Math.min(fewest, firsts.size());
    }
    assertThat(OF_HARDWARE).hasSize(6);
    assertThat(fewest).as("one for each product where no column is asked for").isEqualTo(3);
  }

  private static List<Object> values(
      CellEvaluator evaluator, List<CellColumn> columns, int position) {
    int[] positions = new int[Axis.ALL.size()];
    positions[Axis.HARDWARE.order()] = position;
    CellResult cell = evaluator.identify(SPACE.grid().cell(positions));
    List<Object> values = new ArrayList<>();
    columns.forEach(column -> values.add(column.value(cell)));
    return values;
  }

  @Test
  void standForThemselvesOnOtherAxes() {
    AlikePositions alike =
        AlikePositions.of(SPACE, Axis.BATCH, List.of(CellColumns.named("batch")));
    assertThat(alike.firsts().toArray()).containsExactly(0, 1);
    assertThat(IntStream.range(0, 2).map(alike::first).toArray()).containsExactly(0, 1);
  }
}
