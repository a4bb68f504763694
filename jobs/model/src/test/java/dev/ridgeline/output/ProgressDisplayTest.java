package dev.ridgeline.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.output.ProgressDisplay.Form;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Progress is a line every few seconds, or a bar that is drawn anew, and never in the way. */
class ProgressDisplayTest {

  private static final long SECOND = 1_000_000_000L;

  private final StringWriter text = new StringWriter();
  private long now;

  private ProgressDisplay display(Form form, int width) {
    return new ProgressDisplay(form, new PrintWriter(text), width, () -> now);
  }

  /** Lets time pass, with a tick each second. */
  private void pass(ProgressDisplay display, int seconds) {
    for (int i = 0; i < seconds; i++) {
      now += SECOND;
      display.tick();
    }
  }

  @Test
  void aLineComesAfterASecondAndThenEveryFiveSeconds() {
    ProgressDisplay display = display(Form.LINES, 80);
    display.stage("starting Spark");
    now += SECOND / 2;
    display.tick();
    assertThat(text.toString()).isEmpty();

    now += SECOND / 2;
    display.tick();
    pass(display, 10);

    assertThat(text.toString().lines())
        .containsExactly(
            "  starting Spark, 1.0 s", "  starting Spark, 6.0 s", "  starting Spark, 11 s");
  }

  @Test
  void anEvaluationSaysHowFarItIsHowFastAndHowLongItWillTake() {
    ProgressDisplay display = display(Form.LINES, 80);
    display.evaluating(10_000_000, 4_000_000);
    pass(display, 1);
    display.evaluated(500_000);
    display.evaluated(1_000_000);
    pass(display, 5);

    // 1.5 million cells in 6 s are 250,000 cells/s, and 4.5 million are left.
    assertThat(text.toString().lines())
        .containsExactly(
            "  evaluating, 4,000,000 of 10,000,000 cells, 1.0 s",
            "  evaluating, 5,500,000 of 10,000,000 cells, 18 s left");

    display.evaluationDone();
    assertThat(text.toString()).endsWith("  1,500,000 cells in 6.0 s\n");
  }

  @Test
  void withoutANumberOfCellsThereIsNoTimeLeft() {
    ProgressDisplay display = display(Form.LINES, 80);
    display.evaluating(0, 0);
    display.evaluated(3_000);
    pass(display, 2);

    assertThat(text.toString()).isEqualTo("  evaluating, 3,000 cells\n");
  }

  @Test
  void aBarIsDrawnAnewInOneLineOfTheTerminal() {
    ProgressDisplay display = display(Form.BAR, 60);
    display.evaluating(200, 0);
    display.evaluated(50);
    pass(display, 1);
    display.evaluated(50);
    pass(display, 1);

    String[] drawings = text.toString().split(Pattern.quote(ProgressDisplay.ERASE));
    assertThat(drawings).hasSize(2);
    assertThat(drawings[0]).startsWith("  evaluating [######..................] 25 %, 50 of 200");
    assertThat(drawings[1]).startsWith("  evaluating [############............] 50 %, 100 of");
    assertThat(drawings).allSatisfy(line -> assertThat(line).hasSizeLessThan(60));
  }

  @Test
  void whatIsPrintedFindsAnEmptyLineAndNoProgressUntilTheNextStage() {
    ProgressDisplay display = display(Form.BAR, 80);
    Output output =
        new Output(
            Format.TABLE, Screen.UNKNOWN, new PrintWriter(text), new PrintWriter(text), display);
    display.stage("planning");
    pass(display, 1);
    output.say("an answer\n");
    pass(display, 3);

    assertThat(text.toString())
        .isEqualTo("  planning, 1.0 s" + ProgressDisplay.ERASE + "an answer\n");

    display.stage("writing");
    pass(display, 1);
    assertThat(text.toString()).endsWith("an answer\n  writing, 1.0 s");

    display.close();
    assertThat(text.toString()).endsWith(ProgressDisplay.ERASE);
  }

  @Test
  void nothingIsShownWhereNobodyWantsIt() {
    ProgressDisplay display = display(Form.NONE, 80);
    display.evaluating(10, 0);
    display.evaluated(5);
    pass(display, 10);
    display.evaluationDone();
    display.close();

    assertThat(text.toString()).isEmpty();
    assertThat(Form.of("none")).contains(Form.NONE);
    assertThat(Form.of("loud")).isEmpty();
  }
}
