package dev.ridgeline.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Positions of all sizes are those of an array, whether they are listed, a run or marked. */
class PositionsTest {

  private static final int MANY = 3 * Positions.MOST_LISTED;

  /** Positions, and the same as an array. */
  private static final class Case {

    final Positions positions;
    final int[] array;

    Case(Positions positions, int[] array) {
      this.positions = positions;
      this.array = array;
    }

    @Override
    public String toString() {
      return array.length + " positions";
    }
  }

  static Stream<Case> cases() {
    return Stream.of(0, 1, 7, Positions.MOST_LISTED, Positions.MOST_LISTED + 1, MANY)
        .flatMap(
            size -> {
              Positions run = Positions.run(0, size);
              int[] all = IntStream.range(0, size).toArray();
              int[][] ranges = {{1, 3}, {5, size / 2}, {size / 2 + 9, size + 4}};
              int[][] one = {{5, Math.max(5, size - 1)}};
              List<IntPredicate> tests =
                  List.of(
                      position -> true,
                      position -> false,
                      position -> position % 5 != 3,
                      position -> position % 1000 == 999,
                      position -> position > 70,
                      position -> position < 70_000 || position > 90_000);
              Stream<Case> filtered =
                  tests.stream()
                      .flatMap(
                          test ->
                              Stream.of(
                                  new Case(
                                      run.where(test), IntStream.of(all).filter(test).toArray()),
                                  new Case(
                                      run.where(test).where(position -> position % 2 == 0),
                                      IntStream.of(all)
                                          .filter(test)
                                          .filter(position -> position % 2 == 0)
                                          .toArray()),
                                  new Case(
                                      run.where(test).within(ranges),
                                      IntStream.of(all)
                                          .filter(test)
                                          .filter(position -> isWithin(position, ranges))
                                          .toArray())));
              return Stream.concat(
                  Stream.of(
                      new Case(run, all),
                      new Case(
                          run.within(one),
                          IntStream.of(all).filter(position -> isWithin(position, one)).toArray()),
                      new Case(run.within(new int[0][]), new int[0])),
                  filtered);
            });
  }

  private static boolean isWithin(int position, int[][] ranges) {
    return Stream.of(ranges).anyMatch(range -> range[0] <= position && position < range[1]);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void areThoseOfAnArray(Case one) {
    assertThat(one.positions.size()).isEqualTo(one.array.length);
    assertThat(one.positions.stream().toArray()).isEqualTo(one.array);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 200 && one.array.length > 0; i++) {
      int place = i == 0 ? one.array.length - 1 : random.nextInt(one.array.length);
      assertThat(one.positions.at(place)).isEqualTo(one.array[place]);
      assertThat(one.positions.placeOf(one.array[place])).isEqualTo(place);
      assertThat(one.positions.below(one.array[place])).isEqualTo(place);
    }
    for (int i = 0; i < 200; i++) {
      int from = random.nextInt(MANY + 1000);
      int to = from + 1 + random.nextInt(500);
      int[] between = IntStream.of(one.array).filter(at -> at >= from && at < to).toArray();
      assertThat(one.positions.between(from, to).toArray()).isEqualTo(between);
      boolean isIn = between.length > 0 && between[0] == from;
      assertThat(one.positions.placeOf(from) >= 0).isEqualTo(isIn);
    }
  }
}
