package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.TestSweep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fleets for a demand, from a live sweep and from a run of it. */
class FleetCommandTest {

  private static final String LOCAL = "--master=local[1]";

  private static final String DEMAND =
      """
      name: two
      workloads:
        - {name: talk, workflow: chat, users: 500, hours: [1, 0.2], targets: {tpotSeconds: 50 ms}}
        - {name: code, workflow: coding, requestsPerSecond: 2, hours: [0.1, 1]}
      available: {racks: 40}
      """;

  @TempDir private static Path directory;
  private static Path sweep;
  private static Path run;
  private static Path demand;

  @BeforeAll
  static void runASweep() {
    sweep =
        TestSweep.write(
            directory,
            "chips.yaml",
            TestSweep.TINY
                .replace("name: tiny", "name: chips")
                .replace("[h100-sxm]", "[h100-sxm, l40s]")
                .replace("[chat]", "[chat, coding]")
                .replace("[1, 8, 4096]", "[1, 2, 4, 8, 16]"));
    run = directory.resolve("run");
    assertThat(
            CommandLineRun.of(
                    "sweep", sweep.toString(), CommandLineRun.CATALOGS, LOCAL, "--out=" + run)
                .code())
        .isZero();
    demand = TestSweep.write(directory, "demand.yaml", DEMAND);
  }

  private static CommandLineRun fleet(Path of, Path source, String... more) {
    String[] arguments =
        Arrays.copyOf(
            new String[] {
              "fleet", of.toString(), source.toString(), CommandLineRun.CATALOGS, LOCAL
            },
            5 + more.length);
    System.arraycopy(more, 0, arguments, 5, more.length);
    return CommandLineRun.of(arguments);
  }

  /** A run has the cells of its sweep, so it has the same answer, which is written as tables. */
  @Test
  void aRunAnswersAsItsSweepDoes() {
    Path out = directory.resolve("fleet");
    CommandLineRun live = fleet(demand, sweep, "--out=" + out);
    assertThat(live.err()).doesNotContain("Exception");
    assertThat(live.code()).isZero();
    assertThat(live.out())
        .contains("two: ", " $/h for ", "Bought:", "What more is worth", "talk", "code")
        .contains("Accelerators without work cost ");
    for (String table :
        List.of("fleet_plan", "fleet_systems", "fleet_hours", "fleet_values", "columns")) {
      assertThat(out.resolve(table)).isDirectory();
    }
    CommandLineRun page =
        CommandLineRun.of(
            "report", out.toString(), LOCAL, "--out=" + directory.resolve("day.html"));
    assertThat(page.err()).doesNotContain("Exception");
    assertThat(page.code()).as("the day of a fleet is a page").isZero();
    assertThat(directory.resolve("day.html"))
        .content()
        .contains("in the busiest hour", "<p class=\"lead\">Buy ", "of something is worth");
    CommandLineRun hours = fleet(demand, sweep, "--format=csv", "--table=fleet_hours");
    CommandLineRun stored = fleet(demand, run, "--format=csv", "--table=fleet_hours");
    assertThat(stored.code()).isZero();
    assertThat(stored.out()).isEqualTo(hours.out()).startsWith("hour,pool,mix,");
    assertThat(hours.out().lines().filter(line -> line.startsWith("1,"))).isNotEmpty();
  }

  /** What cannot be served has an exit code of its own, and says what comes nearest. */
  @Test
  void aDemandThatNothingMeetsSaysWhatIsNearest() {
    Path fast = TestSweep.write(directory, "fast.yaml", DEMAND.replace("50 ms", "1 ms"));
    CommandLineRun none = fleet(fast, run);
    assertThat(none.code()).isEqualTo(Main.NOT_MET);
    assertThat(none.out()).contains("Nothing meets the targets of 'talk'", "TPOT");
    Path small =
        TestSweep.write(directory, "small-site.yaml", DEMAND.replace("racks: 40", "watts: 1 kW"));
    CommandLineRun over = fleet(small, run);
    assertThat(over.code()).isEqualTo(Main.NOT_MET);
    assertThat(over.out()).contains("kW");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "users: 500 | users: -5 | /workloads/0/users: is '-5' (line 3). | Allowed: ",
        "users: 500 | user: 500 | /workloads/0/user: unknown field 'user' (line 3). | 'users'",
        "users: 500 | users: 500, sessions: 3 | /workloads/0: states no demand, or several (line 3) | ",
        "hours: [1, 0.2] | hours: [1, 1.2] | /workloads/0/hours/1: is '1.2' (line 3). | a share",
        "hours: [1, 0.2] | hours: [1] | /workloads/0/hours: has 1 shares (line 3). | ",
        "50 ms | 50 | /workloads/0/targets/tpotSeconds: is '50', which is 50 s (line 3). | '50 ms'",
        "chat | chats | /workloads/0/workflow: unknown workflow 'chats' | Maybe you meant 'chat'.",
        "users: 500 | users: 500, model: llama-3.1-8 | /workloads/0/model: unknown | 'llama-3.1-8b'",
        "racks: 40 | accelerators: {h100-sx: 8} | /available/accelerators/h100-sx: unknown | 'h100-sxm'",
        "racks: 40 | rack: 40 | /available/rack: unknown field 'rack' (line 5). | 'racks'",
        "name: two | nam: two | /nam: unknown field 'nam' (line 1). | Maybe you meant 'name'.",
      })
  void aMistakeInADemandIsLocated(String right, String wrong, String place, String advice) {
    Path mistaken =
        TestSweep.write(directory, "mistaken.yaml", DEMAND.replaceFirst(quoted(right), wrong));
    Path out = directory.resolve("never");
    CommandLineRun refused = fleet(mistaken, run, "--out=" + out);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .startsWith(mistaken + ": ")
        .contains(place)
        .contains(advice == null ? "" : advice)
        .doesNotContain("Exception");
    assertThat(Files.exists(out)).isFalse();
  }

  private static String quoted(String text) {
    return Pattern.quote(text);
  }
}
