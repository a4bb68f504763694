package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of JVMs beside that of the test. Their start is most of what they do. */
public final class OtherJvm {

  /** Options of a JVM that lives for seconds, on as few cores as there may be. */
  public static final List<String> SHORT_LIVED =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:-BytecodeVerificationRemote");

  private OtherJvm() {}

  /** The command line of a class in a JVM with the class path of this one. */
  public static List<String> command(List<String> options, String mainClass, String... arguments) {
    return command(System.getProperty("java.class.path"), options, mainClass, arguments);
  }

  /**
   * The command line of a class in a JVM with the opened packages of this one.
   *
   * @param options options of the JVM beside those of every short-lived one
   */
  public static List<String> command(
      String classPath, List<String> options, String mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SHORT_LIVED);
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Sends a signal to a process, such as STOP. */
  public static void signal(String name, long pid) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor())
        .isZero();
  }
}
