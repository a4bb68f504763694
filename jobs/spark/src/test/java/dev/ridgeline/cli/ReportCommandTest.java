package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.TestSweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of what other commands leave, and wrong input. */
class ReportCommandTest {

  private static final String LOCAL = "--master=local[2]";

  @TempDir private static Path directory;

  private static CommandLineRun report(Path source, String... more) {
    String[] arguments = new String[more.length + 4];
    arguments[0] = "report";
    arguments[1] = source.toString();
    arguments[2] = CommandLineRun.CATALOGS;
    arguments[3] = LOCAL;
    System.arraycopy(more, 0, arguments, 4, more.length);
    return CommandLineRun.of(arguments);
  }

  @Test
  void choicesHaveAnAnswerAndTheFiguresOfTheChosenCells() throws IOException {
    Path sweep = TestSweep.tiny(directory);
    Path choices = directory.resolve("choices");
    CommandLineRun chosen =
        CommandLineRun.of("choose", sweep.toString(), CommandLineRun.CATALOGS, "--out=" + choices);
    assertThat(chosen.code()).as(chosen.err()).isZero();
    Path page = directory.resolve("choices.html");
    CommandLineRun made = report(choices, "--out=" + page);
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(Files.readString(page))
        .contains(
            "The cheapest mix is h100-sxm for 2 of 2 workloads.",
            "\"name\":\"cost\"",
            "\"name\":\"roofline\"")
        .contains("charts of all cells are left out")
        .doesNotContain("\"name\":\"explore\"");
    CommandLineRun choosing = report(choices, "--out=" + page, "--ttft=1s");
    assertThat(choosing.code()).isEqualTo(2);
    assertThat(choosing.err()).contains("holds no cells to choose from");
  }

  @Test
  void aFrontierHasAReportOfItsPoints() throws IOException {
    Path sweep = TestSweep.tiny(directory);
    Path frontier = directory.resolve("frontier");
    CommandLineRun taken =
        CommandLineRun.of(
            "frontier", sweep.toString(), CommandLineRun.CATALOGS, "--out=" + frontier);
    assertThat(taken.code()).as(taken.err()).isZero();
    Path page = directory.resolve("frontier.html");
    CommandLineRun made = report(frontier, "--out=" + page, "--objective=min dollars_per_task");
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(Files.readString(page))
        .contains("The cells are the points of a frontier", "\"name\":\"explore\"")
        .contains("min dollars_per_task");
  }

  /**
   * The points lack cells that are the best of one kind of hardware, so the page claims nothing.
   */
  @Test
  void aFrontierDoesNotSayWhatSimplerHardwareCosts() throws IOException {
    Path sweep = TestSweep.tiny(directory);
    Path frontier = directory.resolve("points");
    CommandLineRun.of("frontier", sweep.toString(), CommandLineRun.CATALOGS, "--out=" + frontier);
    Path page = directory.resolve("points.html");
    CommandLineRun made = report(frontier, "--out=" + page);
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(Files.readString(page))
        .contains("are compared in a report of the sweep", "\"name\":\"cost\"")
        .doesNotContain("One kind costs", "\"name\":\"regret\"", "\"name\":\"sure\"");
  }

  @Test
  void wrongInputIsOneErrorBeforeSparkStarts() throws IOException {
    Path sweep = TestSweep.tiny(directory);
    Path other = Files.writeString(directory.resolve("other.txt"), "mine");
    refuses("Option '--format' needs '--figure'", sweep, "--format=svg");
    refuses("Maybe you meant 'regret'", sweep, "--figure=regrets");
    refuses("exists, and is no page of a report", sweep, "--out=" + other);
    refuses(
        "is in a folder that does not exist", sweep, "--out=" + directory.resolve("no/page.html"));
    refuses("is a folder", sweep, "--out=" + directory);
    refuses("has no table checks", sweep, "--checks=" + TestSweep.tiny(directory));
    refuses("A report evaluates at most", TestSweep.huge(directory));
    assertThat(Files.readString(other)).isEqualTo("mine");
  }

  private static void refuses(String why, Path source, String... options) {
    CommandLineRun refused = report(source, options);
    assertThat(refused.code()).as(refused.out()).isEqualTo(2);
    assertThat(refused.err()).contains(why);
  }
}
