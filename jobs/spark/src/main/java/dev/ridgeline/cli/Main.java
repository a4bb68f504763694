package dev.ridgeline.cli;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.output.ProgressDisplay;
import dev.ridgeline.remote.Locations;
import dev.ridgeline.run.NeedsSparkException;
import dev.ridgeline.run.QuietLog;
import dev.ridgeline.store.ProgramVersion;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command {@code ridgeline}. Its exit code is 0 when done, 1 when failed, 2 for wrong input.
 */
@Command(
    name = "ridgeline",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Explores which hardware serves AI agents at the lowest cost.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline sweep sweep-configs/quickstart.yaml",
      "  ridgeline sql runs/quickstart \"SELECT count(*) FROM cells\"",
      "  ridgeline choose sweep-configs/quickstart.yaml --ttft 10 --tpot 0.05",
      "  ridgeline help sweep"
    })
public final class Main {

  /**
   * The commands in the order of the help. Each is built only where it is asked for: to read the
   * annotations of all of them takes longer than most of what they do.
   */
  private static final Map<String, Supplier<Object>> COMMANDS = commands();

  private static final int FAILED = 1;
  static final int WRONG_INPUT = 2;

  /** Exit code of an answer that nothing keeps the limits. */
  static final int NOT_MET = 3;

  /** Commands that are about all of them. */
  private static final Set<String> OF_ALL = Set.of("completion", "help", "shell");

  /** Commands that end with that code. */
  private static final Set<String> MAY_MISS = Set.of("best", "choose", "fleet");

  /** Most characters of a line of a message, which may repeat what a user gave. */
  private static final int LONGEST = 2_000;

  private static final int END = 300;

  /** Least and most characters of a line of help. Picocli refuses fewer. */
  private static final int LEAST_HELP_WIDTH = 55;

  private static final int HELP_WIDTH = 100;

  /** What every file system says in the end. */
  private static final String DISK_IS_FULL = "No space left on device";

  @Option(
      names = "--stacktrace",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Prints the stack trace of an error.")
  private boolean stacktrace;

  /** How Spark calls a driver that a cluster runs. */
  private static final String IN_CLUSTER = "cluster";

  /** Says how progress is shown: {@code bar}, {@code lines} or {@code none}. */
  private static final String PROGRESS = "RIDGELINE_PROGRESS";

  private ProgressDisplay progress = ProgressDisplay.NONE;

  Main() {}

  /** The main command that a command belongs to. */
  static Main of(CommandSpec command) {
    return (Main) command.root().userObject();
  }

  /** What the command is doing, on the standard error until the command ends. */
  ProgressDisplay progress(PrintWriter err) {
    progress.close();
    progress =
        ProgressDisplay.of(
            progressForm(System.getenv(PROGRESS)), err, FormatOptions.screen().width());
    return progress;
  }

  /**
   * The form of a value of the variable; lines where it has none.
   *
   * @throws ConfigException when there is no form of that name
   */
  static ProgressDisplay.Form progressForm(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return ProgressDisplay.Form.LINES;
    }
    return ProgressDisplay.Form.of(value)
        .orElseThrow(
            () -> new ConfigException(PROGRESS, "is '" + value + "'. Allowed: bar, lines, none."));
  }

  public static void main(String[] arguments) {
    prepare();
    int code = run(arguments);
    // YARN takes every exit of a driver of its own for a failure, also one with this code.
    if (code != 0 || !IN_CLUSTER.equals(System.getProperty("spark.submit.deployMode"))) {
      System.exit(code);
    }
  }

  /** Settings of the JVM, before anything else. */
  static void prepare() {
    // Picocli would look for a class of Groovy in each jar of the class path.
    System.setProperty("picocli.disable.closures", "true");
    QuietLog.ifNobodyChose();
  }

  /** Runs a command and returns the exit code. */
  static int run(String... arguments) {
    Main main = new Main();
    CommandLine command =
        commandLine(main, arguments)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .registerConverter(Path.class, Main::path)
            .setUsageHelpWidth(
                Math.max(LEAST_HELP_WIDTH, Math.min(FormatOptions.screen().width(), HELP_WIDTH)))
            .setParameterExceptionHandler((error, given) -> main.reportUsage(error))
            .setExecutionExceptionHandler(
                (error, failed, parsed) ->
                    error instanceof NeedsSparkException
                        ? main.startSpark(arguments)
                        : main.report(error, failed));
    try {
      return command.execute(arguments);
    } catch (Error e) {
      // Such as no memory, or Hadoop's FSError. Picocli handles exceptions alone.
      return main.report(e, command);
    } finally {
      main.progress.close();
    }
  }

  /** Runs the command in a process for Spark, which shows what it does by itself. */
  private int startSpark(String... arguments) {
    progress.close();
    return SparkProcess.run(arguments);
  }

  /**
   * The command that a command line asks for, below the main command, or all commands where it may
   * ask for several. Help has their exit codes.
   */
  static CommandLine commandLine(Main main, String... arguments) {
    CommandLine command = new CommandLine(main);
    Optional<String> asked =
        Arrays.stream(arguments)
            .filter(word -> !word.startsWith("-"))
            .findFirst()
            .filter(word -> COMMANDS.containsKey(word) && !OF_ALL.contains(word));
    COMMANDS.forEach(
        (name, made) -> {
          if (asked.isEmpty() || name.equals(asked.get())) {
            command.addSubcommand(name, made.get());
          }
        });
    addExitCodes(command);
    return command;
  }

  private static Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("best", BestCommand::new);
    commands.put("init", InitCommand::new);
    commands.put("sweep", SweepCommand::new);
    commands.put("sql", SqlCommand::new);
    commands.put("shell", ShellCommand::new);
    commands.put("frontier", FrontierCommand::new);
    commands.put("choose", ChooseCommand::new);
    commands.put("report", ReportCommand::new);
    commands.put("fleet", FleetCommand::new);
    commands.put("explain", ExplainCommand::new);
    commands.put("validate", ValidateCommand::new);
    commands.put("verify", VerifyCommand::new);
    commands.put("check", CheckCommand::new);
    commands.put("calibrate", CalibrateCommand::new);
    commands.put("catalog", CatalogCommand::new);
    commands.put("import", ImportCommand::new);
    commands.put("completion", CompletionCommand::new);
    commands.put("help", HelpCommand::new);
    return commands;
  }

  private static void addExitCodes(CommandLine command) {
    Map<String, String> codes = new LinkedHashMap<>();
    codes.put("0", "done");
    String failed = "failed: a full disk, no more memory, a bug";
    codes.put(
        "1", command.getCommandName().equals("check") ? failed + "; above --max-mape" : failed);
    codes.put("2", "wrong input: a file, an option, a query");
    if (MAY_MISS.contains(command.getCommandName())) {
      codes.put("3", "nothing keeps the limits or targets that were asked for");
    }
    command
        .getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(codes);
    command.getSubcommands().values().forEach(Main::addExitCodes);
  }

  private static Path path(String value) {
    try {
      return Locations.path(value);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("'" + value + "' is no path: " + e.getReason());
    }
  }

  /** Says what is wrong with the words of a command line, and what would be right. */
  private int reportUsage(ParameterException error) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    if (stacktrace) {
      error.printStackTrace(err);
    }
    if (error.getCause() instanceof ConfigException place) {
      err.println(printable(String.valueOf(place.getMessage())));
      return WRONG_INPUT;
    }
    err.println(printable(String.valueOf(error.getMessage())));
    // All of the options would push the error out of a terminal.
    if (!UnmatchedArgumentException.printSuggestions(error, err)) {
      err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    return WRONG_INPUT;
  }

  /** Says what failed, and returns the exit code. */
  int report(Throwable error, CommandLine command) {
    progress.close();
    PrintWriter err = command.getErr();
    if (stacktrace) {
      error.printStackTrace(err);
    }
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      causes.add(cause);
    }
    Optional<Throwable> wrongInput =
        causes.stream().filter(ConfigException.class::isInstance).findFirst();
    if (wrongInput.isPresent()) {
      err.println(printable(String.valueOf(wrongInput.get().getMessage())));
      return WRONG_INPUT;
    }
    if (isEnding()) {
      return FAILED; // Spark ends, too, so that what fails now is no fault.
    }
    err.println("ridgeline: " + fault(causes));
    if (!stacktrace) {
      err.println("  The option --stacktrace prints where the error arose.");
    }
    return FAILED;
  }

  /** Whether this JVM was told to end, as the interrupt key does. */
  private static boolean isEnding() {
    Thread hook = new Thread();
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      Runtime.getRuntime().removeShutdownHook(hook);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  /** What failed, in one line. An executor's error may be only a text within another error. */
  private static String fault(List<Throwable> causes) {
    if (isAmong(causes, OutOfMemoryError.class)) {
      return "the memory ran out. Maybe raise it with RIDGELINE_MEMORY=8g (default: 4g), or ask for"
          + " less at once: fewer --group-by or --workload columns, a --where, an --epsilon, more"
          + " --partitions.";
    }
    if (isAmong(causes, StackOverflowError.class)) {
      return "the stack ran out. Maybe nest SQL or values less, or raise it with"
          + " RIDGELINE_JAVA_OPTIONS=-Xss64m.";
    }
    Throwable cause = causes.get(causes.size() - 1);
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    String line = printable(message.strip().lines().findFirst().orElse(""));
    return message.contains(DISK_IS_FULL)
        ? line
            + ". Maybe free some at --out, or name a larger disk: -Dspark.local.dir=DIR in"
            + " RIDGELINE_JAVA_OPTIONS is the place of Spark's temporary files."
        : line;
  }

  private static boolean isAmong(List<Throwable> causes, Class<? extends Error> type) {
    return causes.stream()
        .anyMatch(
            cause ->
                type.isInstance(cause)
                    || String.valueOf(cause.getMessage()).contains(type.getName()));
  }

  /** A message of lines of bounded length, without characters that control a terminal. */
  private static String printable(String message) {
    return message
        .lines()
        .map(line -> line.replaceAll("\\p{Cntrl}", "?"))
        .map(Main::shortened)
        .collect(Collectors.joining(System.lineSeparator()));
  }

  /** A line without its middle where it is long: its beginning says where, and its end what. */
  private static String shortened(String line) {
    return line.length() <= LONGEST
        ? line
        : line.substring(0, LONGEST - END) + " ... " + line.substring(line.length() - END);
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"ridgeline " + ProgramVersion.current()};
    }
  }
}
