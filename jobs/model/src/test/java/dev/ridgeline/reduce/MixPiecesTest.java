package dev.ridgeline.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.frontier.Ties;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import dev.ridgeline.sweep.Sweep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rectangles of mixes cover each pair of pools once, whatever a filter has left of them. */
class MixPiecesTest {

  private static final List<List<String>> GROUPS =
      List.of(
          List.of("model"),
          List.of("prefill"),
          List.of("decode", "tier"),
          List.of("link"),
          List.of("prefill", "decode", "ffn", "link", "tier"));

  private static Reduction by(List<String> groups) {
    return new Reduction(
        groups,
        List.of(new Reduction.Measure("ttft_s", false)),
        new Points.OfMeasures(1),
        Set.of(Status.OK),
        List.of(),
        new Reduction.Kept(Ties.COLLAPSE, 0, 1));
  }

  @Test
  void coverEachPairOnce() {
    int whole = 0;
    for (long seed = 0; seed < 60; seed++) {
      Sweep sweep = seed % 3 == 0 ? RandomSweeps.sweep(seed) : RandomSweeps.ofProducts(seed);
      SplittableRandom random = new SplittableRandom(seed);

      boolean isWhole = seed % 2 == 0;
      GridSlice slice =
          GridSlice.all(sweep.space().grid())
              .where(Axis.HARDWARE, position -> isWhole || random.nextInt(3) > 0);
      for (List<String> groups : GROUPS) {
        whole += coverEachPairOnce(sweep.space(), slice, by(groups));
      }
    }
    assertThat(whole).as("rectangles of several left and right parts").isGreaterThan(50);
  }

  private static int coverEachPairOnce(DesignSpace space, GridSlice slice, Reduction reduction) {
    GroupTable groups = new GroupTable(space, reduction);
    List<Integer> covered = new ArrayList<>();
    int ofSeveral = 0;
    for (PairRectangle rectangle :
        PairRectangle.of(MixPieces.of(space.hardware(), slice, reduction, groups))) {
      Set<Object> common = new HashSet<>();
      for (int l = 0; l < rectangle.lefts(); l++) {
        for (int r = 0; r < rectangle.rights(); r++) {
          int position = rectangle.position(l, r);
          covered.add(position);
          HardwareMix mix = space.hardware().get(position);
          HardwareMix above = space.hardware().get(rectangle.position(0, r));
          HardwareMix beside = space.hardware().get(rectangle.position(l, 0));
          assertThat(mix.prefill()).isEqualTo(beside.prefill());
          assertThat(mix.decode()).isEqualTo(above.decode());
          assertThat(mix.feedForward()).isEqualTo(above.feedForward());
          assertThat(mix.tier()).isEqualTo(above.tier());
          common.add(
              List.of(
                  mix.deployment(),
                  mix.link().orElseThrow().id(),
                  groups.classOf(Axis.HARDWARE, position)));
        }
      }
      assertThat(common).hasSize(1);
      ofSeveral += rectangle.lefts() > 1 && rectangle.rights() > 1 ? 1 : 0;
    }
    assertThat(covered)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.of(slice.positions(Axis.HARDWARE))
                .filter(position -> space.hardware().get(position).link().isPresent())
                .boxed()
                .toList());
    return ofSeveral;
  }
}
