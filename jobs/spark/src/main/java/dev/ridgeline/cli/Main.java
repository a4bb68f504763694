package dev.ridgeline.cli;

import dev.ridgeline.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/**
 * The command {@code ridgeline}. Its exit code is 0 when done, 1 when failed, 2 for wrong input.
 */
@Command(
    name = "ridgeline",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Explores which hardware serves AI agents at the lowest cost.",
    subcommands = {
      SweepCommand.class,
      SqlCommand.class,
      FrontierCommand.class,
      ChooseCommand.class,
      ExplainCommand.class,
      ValidateCommand.class,
      VerifyCommand.class,
      CatalogCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main {

  private static final int FAILED = 1;
  private static final int WRONG_INPUT = 2;

  @Option(
      names = "--stacktrace",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Prints the stack trace of an error.")
  private boolean stacktrace;

  Main() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs a command and returns the exit code. */
  static int run(String... arguments) {
    Main main = new Main();
    return new CommandLine(main)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((error, command, parsed) -> main.report(error, command))
        .execute(arguments);
  }

  private int report(Exception error, CommandLine command) {
    if (stacktrace) {
      error.printStackTrace(command.getErr());
    }
    Throwable cause = error;
    while (cause.getCause() != null && !(cause instanceof ConfigException)) {
      cause = cause.getCause();
    }
    if (cause instanceof ConfigException) {
      command.getErr().println(cause.getMessage());
      return WRONG_INPUT;
    }
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    command.getErr().println("ridgeline: " + message.strip().lines().findFirst().orElse(""));
    if (!stacktrace) {
      command.getErr().println("  The option --stacktrace prints where the error arose.");
    }
    return FAILED;
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"ridgeline " + (version == null ? "development" : version)};
    }
  }
}
