package dev.ridgeline.cli;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.output.Format;
import dev.ridgeline.output.Output;
import dev.ridgeline.run.SqlSession;
import dev.ridgeline.run.SqlSession.Rights;
import dev.ridgeline.run.SqlSession.Statement;
import dev.ridgeline.shell.Dialogue;
import dev.ridgeline.shell.SqlNames;
import dev.ridgeline.sql.SqlScript;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Answers what a user of the shell asks: SQL, commands of the shell, and any other command of
 * Ridgeline, which gets the source of the shell where it takes one.
 */
final class ShellAnswers implements Dialogue.Answers, AutoCloseable {

  private static final String HELP =
      """
      SQL;                     a statement ends with a semicolon
      \\d                       the tables
      \\d TABLE                 the columns of a table
      \\open SOURCE             another run or sweep
      \\rows N                  most rows that are printed
      \\format FORMAT           table, json, csv or markdown
      \\choose, \\explain, ...  a command of ridgeline, of this source where it takes one
      \\q                       the end
      """;

  private static final List<String> OWN = List.of("?", "d", "format", "open", "q", "rows");

  private final CatalogArguments catalogs;
  private final Rights rights;
  private final CommandSpec shell;
  private SqlSession session;
  private ShellNames names;
  private String source;
  private Output output;
  private int rows;

  /**
   * Answers of a source.
   *
   * @param session session of the source
   * @param shell the command that the shell is
   * @param rows most rows that are printed of an answer
   */
  ShellAnswers(
      SqlSession session,
      CatalogArguments catalogs,
      Rights rights,
      String source,
      CommandSpec shell,
      Output output,
      int rows) {
    this.session = session;
    this.catalogs = catalogs;
    this.rights = rights;
    this.source = source;
    this.shell = shell;
    this.output = output;
    this.rows = rows;
    this.names = new ShellNames(session, commands());
  }

  /** Names of the source that is open now. */
  SqlNames names() {
    return names;
  }

  /** Stops what is being answered. */
  void cancel() {
    session.cancel();
  }

  @Override
  public void close() {
    session.close();
  }

  @Override
  public int sql(String statements) {
    return reported(
        () -> {
          for (String statement : SqlScript.statements(statements)) {
            session.answer(new Statement("query", statement), rows, output);
          }
        });
  }

  @Override
  public int command(String name, List<String> words) {
    CommandLine command = shell.root().subcommands().get(name);
    return command == null || name.equals(shell.name())
        ? reported(() -> own(name, words))
        : Main.run(line(command.getCommandSpec(), words).toArray(String[]::new));
  }

  /** Reports what goes wrong as commands do, and returns the exit code. */
  private int reported(Runnable work) {
    try {
      work.run();
      return 0;
    } catch (RuntimeException e) {
      output.progress().hide();
      return Main.of(shell).report(e, shell.commandLine());
    }
  }

  /** The words of another command, with the source and the catalogs where it takes them. */
  private List<String> line(CommandSpec command, List<String> words) {
    List<String> line = new ArrayList<>(words);
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      if (parameter.paramLabel().equals("SOURCE")) {
        line.add(Math.min(parameter.index().min(), line.size()), source);
      }
    }
    line.add(0, command.name());
    if (command.findOption("--catalogs") != null) {
      line.addAll(catalogs.words());
    }
    return line;
  }

  private void own(String name, List<String> words) {
    switch (name) {
      case "?" -> output.say(HELP);
      case "d" -> describe(words);
      case "open" -> open(only("a run or a sweep", words));
      case "rows" -> rows = rows(only("a number of rows", words));
      case "format" -> output = output.in(format(only("a form", words)));
      default ->
          throw new ConfigException(
              "\\" + name, "is no command." + NearestName.advice(name, commands()));
    }
  }

  private static String only(String what, List<String> words) {
    if (words.size() != 1) {
      throw new ConfigException(
          "shell", "needs " + what + ", and nothing else, after the command.");
    }
    return words.get(0);
  }

  private void describe(List<String> words) {
    if (words.isEmpty()) {
      output.print(session.tableRows());
    } else {
      String table = only("a table", words);
      session.answer(
          new Statement("\\d", "DESCRIBE `" + table.replace("`", "``") + "`"),
          SqlSession.MOST_IN_MEMORY,
          output);
    }
  }

  private void open(String other) {
    session = session.reopen(other, catalogs.directories(), rights);
    names.show(session);
    source = other;
  }

  private static int rows(String word) {
    if (!word.matches("[1-9][0-9]{0,6}") || Integer.parseInt(word) > SqlSession.MOST_IN_MEMORY) {
      throw new ConfigException(
          "\\rows", "is '" + word + "'. Allowed: 1 to " + SqlSession.MOST_IN_MEMORY + ".");
    }
    return Integer.parseInt(word);
  }

  private static Format format(String word) {
    return Arrays.stream(Format.values())
        .filter(format -> format.toString().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    "\\format", "is '" + word + "'. Allowed: table, json, csv, markdown."));
  }

  private Set<String> commands() {
    Set<String> commands = new TreeSet<>(shell.root().subcommands().keySet());
    commands.remove(shell.name());
    commands.addAll(OWN);
    return commands;
  }
}
