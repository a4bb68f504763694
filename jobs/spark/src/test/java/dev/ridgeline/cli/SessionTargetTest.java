package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.TestSweep;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands say up to which time to first token they count sessions. */
class SessionTargetTest {

  private static final String SWEEP =
      TestSweep.TINY.replace("name: tiny", "name: agents").replace("chat", "coding")
          + "  kvPolicies: [lru]\n"
          + "targets: {ttftSeconds: 8 s}\n";

  private static final String COUNTED =
      "max_sessions counts the sessions of a replica with a mean turn_ttft_s of at most ";

  @TempDir private static Path directory;

  private static CommandLineRun run(String command, String source, String... more) {
    return CommandLineRun.of(
        Stream.concat(Stream.of(command, source, CommandLineRun.CATALOGS), Arrays.stream(more))
            .toArray(String[]::new));
  }

  /** A text without its line breaks, which depend on the screen. */
  private static String unwrapped(String text) {
    return text.replaceAll("\\s+", " ");
  }

  /** What a choice ranks by follows --ttft, and not the target of the sweep. */
  @Test
  void aChoiceCountsSessionsWithinItsOwnTarget() {
    String sweep = TestSweep.write(directory, "agents.yaml", SWEEP).toString();
    String[] most = {"--objective=max max_sessions", "--format=csv"};
    String own = run("choose", sweep, most).out();
    CommandLineRun fast = run("choose", sweep, most[0], most[1], "--ttft=500ms");
    assertThat(fast.out()).startsWith("model,").isNotEqualTo(own);
    assertThat(unwrapped(fast.err())).contains(COUNTED + "500 ms (--ttft).");
    assertThat(unwrapped(run("choose", sweep, most[0]).out()))
        .contains(COUNTED + "8 s (targets.ttftSeconds of the sweep).");
    String stated =
        TestSweep.write(directory, "stated.yaml", SWEEP + "settings: {turnTtftSeconds: 8 s}\n")
            .toString();
    CommandLineRun kept = run("choose", stated, most[0], most[1], "--ttft=500ms");
    assertThat(unwrapped(kept.err()))
        .contains(COUNTED + "8 s (settings.turnTtftSeconds of the sweep).");
    CommandLineRun two = run("choose", sweep, most[0], "--ttft=1s,2s");
    assertThat(two.code()).isEqualTo(2);
    assertThat(two.err()).startsWith("--ttft: 1 problem").contains("Maybe ask once for each");
    assertThat(unwrapped(run("frontier", sweep, "--objectives=max max_sessions, min tpot_s").out()))
        .contains(COUNTED + "8 s");
  }

  /** A run has counted already, so that another target is an error and no wrong number. */
  @Test
  void aRunRefusesAnotherTarget() {
    String sweep = TestSweep.write(directory, "again.yaml", SWEEP).toString();
    String out = directory.resolve("run").toString();
    assertThat(run("sweep", sweep, "--out=" + out).code()).isZero();
    String most = "--objective=max max_sessions";
    assertThat(run("choose", out, most, "--ttft=8s").code()).isZero();
    CommandLineRun other = run("choose", out, most, "--ttft=500ms");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err())
        .contains("turn_ttft_s of at most 8 s (targets.ttftSeconds of the sweep), not of at most")
        .contains("Maybe name the sweep file instead of the run, or ask with --ttft 8s.");
    assertThat(run("choose", out, "--ttft=500ms", "--objective=min tpot_s").code())
        .as("what reads no sessions is asked as before")
        .isNotEqualTo(2);
  }
}
