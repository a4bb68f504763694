package dev.ridgeline.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** SQL's logic on single truths, and the same on sets of them. */
class TruthTest {

  private static final List<Truth> SINGLE = List.of(Truth.TRUE, Truth.FALSE, Truth.UNKNOWN);

  @ParameterizedTest
  @CsvSource({
    "TRUE, TRUE, TRUE, TRUE",
    "TRUE, FALSE, FALSE, TRUE",
    "TRUE, UNKNOWN, UNKNOWN, TRUE",
    "FALSE, FALSE, FALSE, FALSE",
    "FALSE, UNKNOWN, FALSE, UNKNOWN",
    "UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN"
  })
  void tablesOfSql(Truth one, Truth other, Truth both, Truth either) {
    assertThat(one.and(other)).isEqualTo(both);
    assertThat(other.and(one)).isEqualTo(both);
    assertThat(one.or(other)).isEqualTo(either);
    assertThat(other.or(one)).isEqualTo(either);
  }

  @Test
  void theOppositeOfUnknownIsUnknown() {
    assertThat(Truth.of(true).not()).isEqualTo(Truth.FALSE);
    assertThat(Truth.of(false).not()).isEqualTo(Truth.TRUE);
    assertThat(Truth.UNKNOWN.not()).isEqualTo(Truth.UNKNOWN);
  }

  private static Stream<Truth> members(Truth set) {
    return SINGLE.stream().filter(one -> set.orElse(one) == set);
  }

  private static Truth set(Stream<Truth> members) {
    return members.reduce(Truth.NEVER, Truth::orElse);
  }

  @ParameterizedTest
  @EnumSource
  void setsAreCombinedMemberByMember(Truth one) {
    assertThat(set(members(one))).isEqualTo(one);
    assertThat(one.not()).isEqualTo(set(members(one).map(Truth::not)));
    assertThat(one.mayBeTrue()).isEqualTo(members(one).anyMatch(member -> member == Truth.TRUE));
    for (Truth other : Truth.values()) {
      assertThat(one.and(other))
          .isEqualTo(set(members(one).flatMap(a -> members(other).map(a::and))));
      assertThat(one.or(other))
          .isEqualTo(set(members(one).flatMap(a -> members(other).map(a::or))));
    }
  }

  @Test
  void everySetOfTheThreeIsAConstant() {
    assertThat(Arrays.stream(Truth.values()).map(set -> members(set).toList()))
        .hasSize(8)
        .doesNotHaveDuplicates();
  }
}
