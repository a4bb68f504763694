package dev.ridgeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Window;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The closed forms of what queries see, against counts query by query and key by key. */
class SpanTest {

  private static final Percentage ROUNDING = Percentage.withPercentage(1e-9);

  /** Whole numbers of tokens, passes that divide them, and a limit. */
  record Step(int newTokens, int cached, int passes, int limit) {}

  static Stream<Step> steps() {
    SplittableRandom random = new SplittableRandom(2601_22001L);
    return Stream.generate(
            () -> {
              int passes = 1 + random.nextInt(5);
              return new Step(
                  passes * (1 + random.nextInt(40)),
                  random.nextInt(200),
                  passes,
                  1 + random.nextInt(150));
            })
        .limit(200);
  }

  private static Span recent(int tokens) {
    return new Span(Span.Kind.RECENT, tokens);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void pairsAreWhatEveryQuerySees(Step step) {
    double all = 0;
    double limited = 0;
    for (int i = 1; i <= step.newTokens(); i++) {
      all += step.cached() + i;
      limited += Math.min(step.cached() + i, step.limit());
    }
    assertThat(Span.ALL.pairs(step.newTokens(), step.cached()))
        .as("law: pairs without a limit")
        .isCloseTo(all, ROUNDING);
    assertThat(recent(step.limit()).pairs(step.newTokens(), step.cached()))
        .as("law: pairs of a sliding window")
        .isCloseTo(limited, ROUNDING);
  }

  /** Marks the keys that some query of a pass sees, and counts them, pass by pass. */
  @ParameterizedTest
  @MethodSource("steps")
  void aPassReadsOnceWhatAnyOfItsQueriesSees(Step step) {
    int chunk = step.newTokens() / step.passes();
    double all = 0;
    double recent = 0;
    double picked = 0;
    for (int pass = 0; pass < step.passes(); pass++) {
      int first = step.cached() + pass * chunk;
      boolean[] seen = new boolean[first + chunk];
      for (int query = first; query < first + chunk; query++) {
        for (int key = Math.max(0, query - step.limit() + 1); key <= query; key++) {
          seen[key] = true;
        }
      }
      for (boolean key : seen) {
        recent += key ? 1 : 0;
      }
      all += first + chunk;
      picked += Math.min(first + chunk, chunk * step.limit());
    }
    assertThat(Span.ALL.reach(step.newTokens(), step.cached(), step.passes()))
        .as("law: keys without a limit")
        .isCloseTo(all, ROUNDING);
    assertThat(recent(step.limit()).reach(step.newTokens(), step.cached(), step.passes()))
        .as("law: keys of a sliding window")
        .isCloseTo(recent, ROUNDING);
    assertThat(
            new Span(Span.Kind.PICKED, step.limit())
                .reach(step.newTokens(), step.cached(), step.passes()))
        .as("law: keys that every query picks")
        .isCloseTo(picked, ROUNDING);
  }

  /** Over whole chunks, the mean of what the places of a chunk see is half of it. */
  @ParameterizedTest
  @MethodSource("steps")
  void aChunkedWindowCountsItsMean(Step step) {
    double seen = 0;
    for (int place = 1; place <= step.limit(); place++) {
      seen += place;
    }
    Window window = new Window(Window.Kind.CHUNKED, step.limit());
    assertThat(window.visibleTokens())
        .as("law: mean over the places of a chunk")
        .isCloseTo(seen / step.limit(), ROUNDING);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aWiderSpanNeverSeesLess(Step step) {
    double narrow = recent(step.limit()).pairs(step.newTokens(), step.cached());
    double wide = recent(step.limit() + 1).pairs(step.newTokens(), step.cached());
    assertThat(wide).as("law: one token wider").isGreaterThanOrEqualTo(narrow);
    assertThat(Span.ALL.pairs(step.newTokens(), step.cached()))
        .as("law: no limit at all")
        .isGreaterThanOrEqualTo(wide);
  }
}
