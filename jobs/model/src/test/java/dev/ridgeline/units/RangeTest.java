package dev.ridgeline.units;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Ranges in words and in numbers. */
class RangeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BYTES_PER_SECOND | bytes or bits a second, such as '3.35 TB/s' or '400 Gb/s', from 1 kB/s to 1e24 B/s",
        "SECONDS | seconds, such as '5 us' or '0.2 s', from 1 ps to 1e8 s",
        "SHARE | a share from 1e-6 to 1",
        "DOLLARS_PER_HOUR | a number from 1e-6 to 1e12 dollars an hour",
        "EFFECTIVENESS | a ratio from 1 to 100",
        "PARTS | a number from 1 to 1000000",
      })
  void aRangeSaysItsUnitAndItsEnds(Dimension dimension, String allowed) {
    assertThat(dimension.range().allowed()).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TURNS | a whole number from 1 to 10000 turns",
        "PARTS | a whole number from 1 to 1000000",
        "BITS | a whole number from 0.01 to 1024 bits",
      })
  void wholeNumbersAreCalledSo(Dimension dimension, String allowed) {
    assertThat(dimension.range().allowedWhole()).isEqualTo(allowed);
  }

  static Stream<Dimension> dimensions() {
    return Arrays.stream(Dimension.values());
  }

  @ParameterizedTest
  @MethodSource("dimensions")
  void aRangeHasItsEndsAndNothingBeyond(Dimension dimension) {
    Range range = dimension.range();
    assertThat(range.least()).isLessThan(range.most());
    assertThat(range.has(range.least())).isTrue();
    assertThat(range.has(range.most())).isTrue();
    assertThat(range.has(Math.nextDown(range.least()))).isFalse();
    assertThat(range.has(Math.nextUp(range.most()))).isFalse();
    assertThat(range.has(0)).isEqualTo(dimension == Dimension.NUMBER);
    assertThat(range.has(Double.NaN)).isFalse();
    assertThat(range.has(Double.POSITIVE_INFINITY)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("dimensions")
  void aCostThatMayBeAbsentMayBeZeroAndNotNegative(Dimension dimension) {
    Range range = dimension.rangeFromZero();
    assertThat(range.has(0)).isTrue();
    assertThat(range.has(range.most())).isTrue();
    assertThat(range.has(-Double.MIN_VALUE)).isFalse();
  }

  /** What a message writes can be copied into the file. */
  @ParameterizedTest
  @MethodSource("dimensions")
  void theEndsAreWrittenAsAFileReadsThem(Dimension dimension) {
    Range range = dimension.range();
    for (double end : new double[] {range.least(), range.most()}) {
      assertThat(Quantity.parse(Quantity.exact(end, dimension), dimension)).isEqualTo(end);
    }
  }
}
