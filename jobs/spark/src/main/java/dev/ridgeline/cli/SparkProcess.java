package dev.ridgeline.cli;

import dev.ridgeline.run.NeedsSparkException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A process of the launcher that runs a command in a JVM for Spark. */
final class SparkProcess {

  private SparkProcess() {}

  /**
   * Runs a command again, with the input and output of this process, and returns its exit code. The
   * process ends with this one.
   */
  static int run(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(NeedsSparkException.launcher().orElseThrow());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put(SparkMaster.ALWAYS, "1");
    try {
      Process process = builder.start();
      Thread end = new Thread(() -> end(process));
      Runtime.getRuntime().addShutdownHook(end);
      int code = process.waitFor();
      Runtime.getRuntime().removeShutdownHook(end);
      return code;
    } catch (IOException e) {
      throw new UncheckedIOException("Spark cannot be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Spark ran", e);
    }
  }

  /** Ends a process and waits for it, so that its last words come before this one ends. */
  private static void end(Process process) {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
