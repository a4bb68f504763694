package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions without a file, and sweeps to begin with. Neither starts Spark. */
class BestCommandTest {

  private static final String CATALOGS = "--catalogs=../../catalogs";

  @TempDir private Path directory;

  private static CommandLineRun best(String... more) {
    String[] arguments = new String[more.length + 4];
    arguments[0] = "best";
    arguments[1] = CATALOGS;
    arguments[2] = "--model=llama-3.1-8b";
    arguments[3] = "--workflow=chat";
    System.arraycopy(more, 0, arguments, 4, more.length);
    return CommandLineRun.of(arguments);
  }

  @Test
  void aQuestionIsAnsweredAndItsSweepCanBeRefined() {
    Path file = directory.resolve("best.yaml");
    CommandLineRun answer =
        best("--hardware=l4,l40s > l40s", "--tpot=60ms", "--users=200", "--write=" + file);
    assertThat(answer.err()).isEmpty();
    assertThat(answer.code()).isZero();
    assertThat(answer.out())
        .contains("Limits: TPOT at most 60 ms", "Fleet for: users=200", "Best of 2 mixes by")
        .contains("wrote " + file);
    assertThat(CommandLineRun.of("validate", file.toString(), CATALOGS).code()).isZero();
    CommandLineRun again = best("--hardware=l4", "--write=" + file);
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("exists, and is not replaced");
  }

  @Test
  void anAnswerThatNothingKeepsTheLimitsHasAnExitCodeOfItsOwn() {
    CommandLineRun none = best("--hardware=l4", "--ttft=1ms", "--format=csv");
    assertThat(none.code()).isEqualTo(Main.NOT_MET).isEqualTo(3);
    assertThat(none.out()).contains("rank,mix,is_within").contains("l4,false").contains("ttft_s");
  }

  @Test
  void anyColumnIsAnObjective() {
    CommandLineRun most =
        best("--hardware=l4,l40s", "--ttft=5s", "--tpot=60ms", "--objective=max max_sessions");
    assertThat(most.code()).isZero();
    assertThat(most.out()).contains("Best of 2 mixes by max max_sessions:", "max_sessions  $/1k");
    assertThat(best("--objective=max session").err())
        .contains("--objective: 1 problem", "Maybe you meant");
  }

  @Test
  void wrongOptionsAreNamed() {
    assertThat(best("--hardware=l5").err()).contains("--hardware: 1 problem").contains("'l4'");
    assertThat(best("--hardware=l4", "--top=0").code()).isEqualTo(2);
    assertThat(best("--hardware=l4", "--power=200").err()).contains("--power");
    assertThat(best("--hardware=l4", "--power=9kW", "--accelerators=3").code()).isEqualTo(2);
  }

  @Test
  void initWritesAValidSweepAndReplacesNothing() throws IOException {
    Path file = directory.resolve("agents.yaml");
    CommandLineRun init =
        CommandLineRun.of("init", file.toString(), CATALOGS, "--model=qwen3-30b-a3b", "--ttft=2s");
    assertThat(init.err()).isEmpty();
    assertThat(init.code()).isZero();
    assertThat(CommandLineRun.of("validate", file.toString(), CATALOGS).out())
        .contains("is valid:");
    String text = Files.readString(file);
    CommandLineRun again = CommandLineRun.of("init", file.toString(), CATALOGS);
    assertThat(again.code()).isEqualTo(2);
    assertThat(Files.readString(file)).isEqualTo(text);
  }
}
