package dev.ridgeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.sweep.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The law of zeros: no column of any cell prints {@code -0}, which readers take for a fault. */
class NegativeZeroTest {

  private static final Catalogs OURS = Catalogs.read(Path.of("../../catalogs"));
  private static final int CELLS = 300;

  static List<Path> sweeps() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../../sweep-configs"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("sweeps")
  void noColumnIsNegativeZero(Path file) {
    DesignSpace space = Sweep.read(file, OURS).space();
    CellEvaluator evaluator = new CellEvaluator(space);
    SplittableRandom random = new SplittableRandom(21);
    TreeSet<String> negative = new TreeSet<>();
    int priced = 0;
    for (int i = 0; i < CELLS; i++) {
      CellResult cell = evaluator.evaluate(random.nextLong(space.grid().cells()));
      priced += cell.has(Availability.PRICE) ? 1 : 0;
      for (CellColumn column : CellColumns.ALL) {
        if (column.value(cell) instanceof Double number && number.equals(-0.0)) {
          negative.add(column.name());
        }
      }
    }
    assertThat(negative).isEmpty();
    assertThat(priced).as("cells with all columns").isPositive();
  }
}
