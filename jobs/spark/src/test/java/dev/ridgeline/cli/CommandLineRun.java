package dev.ridgeline.cli;

import dev.ridgeline.testing.TestSweep;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What came of a command that ran in this JVM.
 *
 * @param code exit code
 * @param out what it printed
 * @param err what it printed to the standard error
 */
record CommandLineRun(int code, String out, String err) {

  /** The option that names the catalogs that come with Ridgeline. */
  static final String CATALOGS = "--catalogs=" + TestSweep.CATALOGS;

  /** Runs {@code ridgeline} with these arguments. Not for use by several threads at once. */
  static CommandLineRun of(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream realOut = System.out;
    PrintStream realErr = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int code = Main.run(arguments);
      return new CommandLineRun(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(realOut);
      System.setErr(realErr);
    }
  }
}
