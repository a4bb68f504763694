package dev.ridgeline.cli;

import dev.ridgeline.output.Output;
import dev.ridgeline.run.SqlSession;
import dev.ridgeline.run.SqlSession.Rights;
import dev.ridgeline.shell.Dialogue;
import dev.ridgeline.shell.Lines;
import dev.ridgeline.shell.PipedLines;
import dev.ridgeline.shell.TerminalLines;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "shell",
    mixinStandardHelpOptions = true,
    description =
        "Asks a finished run or a sweep in SQL, one statement after another, and runs other commands"
            + " on it. Spark starts once. The tab key completes names and values, and a history is"
            + " kept. Where the input is no terminal, it is read as a file.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline shell runs/quickstart",
      "  ridgeline> SELECT status, count(*) FROM cells GROUP BY status;",
      "  ridgeline> \\choose --ttft 2s --tpot 40ms",
      "  ridgeline> \\d best"
    })
final class ShellCommand implements Callable<Integer> {

  @Mixin private SparkMaster spark;
  @Mixin private CatalogArguments catalogs;
  @Mixin private FormatOptions format;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "SOURCE",
      description = "Sweep file (.yaml), or directory of a finished run.")
  private String source;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "100",
      description = "Most rows that are printed of an answer (default: ${DEFAULT-VALUE}).")
  private int rows;

  @Option(
      names = "--allow-writes",
      description = "Lets every statement of Spark run (default: SQL only reads the source).")
  private boolean allowWrites;

  @Override
  public Integer call() {
    WholeNumbers.require(spec, "--rows", rows, 1, SqlSession.MOST_IN_MEMORY);
    Output output = format.output(spec);
    Rights rights = SqlCommand.rights(allowWrites);
    try (ShellAnswers answers =
            new ShellAnswers(
                SqlSession.keep(
                    source, catalogs.directories(), rights, spark.url(), output.progress()),
                catalogs,
                rights,
                source,
                spec,
                output,
                rows);
        Lines lines = lines(answers)) {
      output.progress().hide();
      if (lines.isDialogue()) {
        output.say(String.format("%s. \\? tells what can be asked, \\q ends.%n", source));
      }
      return new Dialogue(lines, answers).run();
    }
  }

  /** The lines of the terminal, else those of the standard input. */
  private static Lines lines(ShellAnswers answers) {
    return TerminalLines.open(answers.names(), history(), answers::cancel)
        .orElseGet(
            () ->
                new PipedLines(
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))));
  }

  /** The file of earlier lines, at the usual place for what programs remember. */
  private static Path history() {
    String state = Objects.requireNonNullElse(System.getenv("XDG_STATE_HOME"), "");
    Path folder =
        state.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(state);
    return folder.resolve(Path.of("ridgeline", "history"));
  }
}
