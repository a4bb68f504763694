package dev.ridgeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A condition is read without a SQL engine only where it means the same in one. */
class CellConditionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "status = 'OK' AND ttft_s <= 2",
        "((batch = 1))",
        "model IN ('a', 'b') or NOT tpot_s >= -1.5e-3",
        "link IS NOT NULL AND batch NOT BETWEEN 1 AND 8"
      })
  void simpleOnesAreRead(String sql) {
    assertThat(CellCondition.parse(sql)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "batch",
        "batch = '1'",
        "model = 1",
        "model < 'b'",
        "model = 'it''s'",
        "model = 'a\\'b'",
        "model = \"b200\"",
        "model LIKE 'a%'",
        "no_column = 1",
        "batch = 1 -- one",
        "batch = 1; batch = 2",
        "batch + 1 = 2",
        "tpot_s < ttft_s",
        "batch <=> 1",
        "batch = NULL",
        "batch IN ()",
        "batch = 1L",
        "lower(model) = 'a'",
        "NOT",
        "(batch = 1",
        "batch = 1)"
      })
  void othersAreLeftToASqlEngine(String sql) {
    assertThat(CellCondition.parse(sql)).isEmpty();
  }
}
