package dev.ridgeline.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which sides of pairs stand for others, worked by hand. */
class SideTableTest {

  private static final double GAP = 1e-9;

  private static List<Integer> kept(SideTable sides) {
    return IntStream.range(0, sides.size()).mapToObj(sides::place).toList();
  }

  /**
   * Side 0 costs $1 and takes 2 s. Side 1 costs more and takes longer. Side 2 costs more, but takes
   * 1 s. Side 3 costs and takes as much as side 0, but has 8 accelerators, and side 0 has 4.
   */
  @Test
  void aSideStandsForThoseThatAreWorse() {
    SideTable sides = new SideTable();
    sides.add(0, 1, 2, 4);
    sides.add(1, 1.5, 2.5, 4);
    sides.add(2, 1.2, 1, 4);
    sides.add(3, 1, 2, 8);
    sides.keepUndominated(GAP, GAP);
    assertThat(kept(sides)).as("3 has no sure gap to 0").containsExactly(0, 2, 3);
  }

  @Test
  void moreAcceleratorsAreNoWorse() {
    SideTable sides = new SideTable();
    sides.add(0, 1.1, 2, 4);
    sides.add(1, 1, 2, 8);
    sides.keepUndominated(GAP, GAP);
    assertThat(kept(sides)).containsExactly(1);
  }

  /** A gap that rounding may hide could make two pairs equal, and ties keep both. */
  @Test
  void equalSidesAndUnsureGapsAreKept() {
    SideTable sides = new SideTable();
    sides.add(0, 1, 2, 4);
    sides.add(1, 1, 2, 4);
    sides.add(2, 1 + 1e-12, 2, 4);
    sides.keepUndominated(GAP, GAP);
    assertThat(kept(sides)).containsExactly(0, 1, 2);
  }

  /** Where no objective depends on dollars, cheaper sides stand for nobody by that alone. */
  @Test
  void quantitiesWithoutAnObjectiveDecideNothing() {
    SideTable sides = new SideTable();
    sides.add(0, 1, 2, 4);
    sides.add(1, 5, 2, 4);
    sides.add(2, 0.5, 3, 4);
    sides.keepUndominated(Double.POSITIVE_INFINITY, GAP);
    assertThat(kept(sides)).containsExactly(0, 1, 2);
  }
}
