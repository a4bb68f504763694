package dev.ridgeline.evaluate;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.Sweep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Cells of every kind of layer, deployment and draft, drawn with a fixed seed. */
final class OperatorSpace {

  static final DesignSpace SPACE =
      Sweep.read(
              Path.of("src/test/resources/sweeps/operators.yaml"),
              Catalogs.read(Path.of("../../catalogs")))
          .space();

  private static final long SEED = 20260122001L;
  private static final List<Long> PLANNED = draw(500);

  private OperatorSpace() {}

  /** 500 cells that have steps, the same in every run. */
  static List<Long> plannedCells() {
    return PLANNED;
  }

  private static List<Long> draw(int count) {
    SplittableRandom random = new SplittableRandom(SEED);
    CellEvaluator evaluator = new CellEvaluator(SPACE);
    List<Long> drawn = new ArrayList<>();
    while (drawn.size() < count) {
      long cell = random.nextLong(SPACE.grid().cells());
      if (evaluator.evaluate(cell).has(Availability.STEP)) {
        drawn.add(cell);
      }
    }
    return drawn;
  }
}
