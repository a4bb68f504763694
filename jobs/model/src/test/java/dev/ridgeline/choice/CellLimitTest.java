package dev.ridgeline.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.choice.CellLimit.Kind;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits of columns, objectives, and the place of candidates by both. */
class CellLimitTest {

  private static final Mix MIX = new Mix("a", "a", null, null, "none");

  @Test
  void aLimitIsReadWithTheUnitOfItsColumn() {
    assertThat(
            CellLimit.parse(
                "--max", Kind.AT_MOST, List.of("fleet_watts=200 kW", " tpot_s = 40ms", "cell=7")))
        .containsExactly(
            new CellLimit("fleet_watts", Kind.AT_MOST, 200_000),
            new CellLimit("tpot_s", Kind.AT_MOST, 0.04),
            new CellLimit("cell", Kind.AT_MOST, 7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fleet_watts             | Allowed: COLUMN=VALUE",
        "fleet_watt=5            | Maybe you meant 'fleet_watts'",
        "model=5                 | a column of texts",
        "fleet_watts=0           | a number above 0 in W",
        "fleet_watts=5 s         | a number above 0 in W",
        "fleet_accelerators=many | a number above 0.",
      })
  void anythingElseIsRefused(String written, String message) {
    assertThatThrownBy(() -> CellLimit.parse("--max", Kind.AT_MOST, List.of(written)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--max")
        .hasMessageContaining(message);
  }

  @Test
  void targetsAreLimitsOfTheLatenciesThatTheyName() {
    assertThat(CellLimit.of(LatencyTargets.NONE)).isEmpty();
    assertThat(CellLimit.of(new LatencyTargets(2, 0.05, 90)))
        .containsExactly(
            new CellLimit("ttft_p90_s", Kind.AT_MOST, 2),
            new CellLimit("tpot_s", Kind.AT_MOST, 0.05));
  }

  /** A request may be fast where the turns of tasks wait for each other, or compute all again. */
  @Test
  void targetsAlsoLimitTheTurnsOfTasks() {
    LatencyTargets targets = new LatencyTargets(2, 0.05);
    List<CellLimit> ofRequests = CellLimit.of(targets);
    assertThat(CellLimit.of(targets, CellObjective.PRICE, List.of(), true)).isEqualTo(ofRequests);
    for (String sessions : List.of("max max_sessions", "max knee_sessions")) {
      assertThat(
              CellLimit.of(targets, CellObjective.parse("--objective", sessions), List.of(), true))
          .as("sessions at which a cell might be, not those that it has")
          .isEqualTo(ofRequests);
    }
    for (String ofTasks : List.of("max agents_per_megawatt", "min dollars_per_task")) {
      CellObjective objective = CellObjective.parse("--objective", ofTasks);
      assertThat(CellLimit.of(targets, objective, List.of(), true))
          .containsExactly(
              new CellLimit("ttft_s", Kind.AT_MOST, 2),
              new CellLimit("tpot_s", Kind.AT_MOST, 0.05),
              new CellLimit("turn_ttft_s", Kind.AT_MOST, 2));
      assertThat(CellLimit.of(LatencyTargets.NONE, objective, List.of(), true)).isEmpty();
    }
  }

  @Test
  void aLimitFromBelowIsExceededTheOtherWay() {
    CellLimit least = new CellLimit("output_tokens_per_s_per_user", Kind.AT_LEAST, 30);
    assertThat(least.isKept(30)).isTrue();
    assertThat(least.isKept(29)).isFalse();
    assertThat(least.isKept(Double.NaN)).isFalse();
    assertThat(least.excess(20)).as("30 / 20").isEqualTo(1.5);
    CellLimit most = new CellLimit("tpot_s", Kind.AT_MOST, 0.04);
    assertThat(most.isKept(0.04)).isTrue();
    assertThat(most.excess(0.06)).as("0.06 / 0.04").isEqualTo(0.06 / 0.04);
  }

  /** TTFT is 1.5 times its limit, TPOT twice, and the tokens a second 1.2 times too few. */
  @Test
  void theMissIsOfTheLimitThatIsFurthestExceeded() {
    List<CellLimit> limits =
        List.of(
            new CellLimit("ttft_s", Kind.AT_MOST, 2),
            new CellLimit("tpot_s", Kind.AT_MOST, 0.05),
            new CellLimit("output_tokens_per_s_per_user", Kind.AT_LEAST, 12));
    assertThat(Standing.missed(limits, new double[] {3, 0.1, 10}))
        .isEqualTo(new Miss(limits.get(1), 0.1));
    assertThat(Standing.missed(limits, new double[] {2, 0.05, 12})).isNull();
  }

  private static Standing standing(long cell, double objective, double excess) {
    Miss miss = excess > 1 ? new Miss(new CellLimit("tpot_s", Kind.AT_MOST, 1), excess) : null;
    return new Standing(MIX, cell, objective, 1, 1, 1, miss, "");
  }

  @Test
  void candidatesWithinTheLimitsComeFirstAndThenThoseThatMissLeast() {
    Standing cheap = standing(1, 8, 0);
    Standing dear = standing(2, 10, 0);
    Standing near = standing(3, 2, 1.1);
    Standing far = standing(4, 1, 3);
    Standing none = Standing.without(MIX, "DOES_NOT_FIT");
    List<Ranked> ranked = Ranked.of(List.of(none, far, dear, near, cheap), CellObjective.PRICE);
    assertThat(ranked).extracting(Ranked::standing).containsExactly(cheap, dear, near, far, none);
    assertThat(ranked).extracting(Ranked::rank).containsExactly(1, 2, 3, 4, 5);
    assertThat(ranked.get(1).factor()).as("10 / 8").isEqualTo(1.25);
    assertThat(ranked.get(4).factor()).isNaN();
  }

  @Test
  void whatIsMaximizedHasTheMostFirst() {
    CellObjective most = CellObjective.parse("--objective", "max fleet_requests_per_s");
    Standing more = standing(1, most.minimized(40), 0);
    Standing less = standing(2, most.minimized(25), 0);
    List<Ranked> ranked = Ranked.of(List.of(less, more), most);
    assertThat(ranked).extracting(Ranked::value).containsExactly(40.0, 25.0);
    assertThat(ranked.get(1).factor()).as("40 / 25").isEqualTo(1.6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dollars_per_task        | 'min' or 'max'",
        "least dollars_per_task  | 'min' or 'max'",
        "min dollars_per_tasks   | Maybe you meant 'dollars_per_task'",
        "max model               | a column of texts",
      })
  void anObjectiveIsASenseAndAColumnOfNumbers(String written, String message) {
    assertThatThrownBy(() -> CellObjective.parse("--objective", written))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  /** A cell whose context is too long passed the check of its sharding. */
  @Test
  void theReasonIsTheStatusOfTheCellsThatComeFurthest() {
    assertThat(
            Stream.of(Status.values())
                .sorted(Comparator.comparingInt(Standing::progress).reversed())
                .limit(5))
        .containsExactly(
            Status.OK,
            Status.FLEET_TOO_SMALL,
            Status.NO_PRICE,
            Status.DOES_NOT_FIT,
            Status.CONTEXT_TOO_LONG);
    assertThat(Standing.progress(Status.INVALID_PARALLELISM))
        .isLessThan(Standing.progress(Status.CONTEXT_TOO_LONG));
  }
}
