package dev.ridgeline.pareto;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The yardstick of cold processes: the compiler of Java on a file of many small classes. Like a
 * command it loads classes, interprets them, and compiles a part. It uses no code of the model, so
 * only the machine and the JDK change its time.
 */
final class ColdStart {

  /** Options of the launcher for commands without Spark. */
  private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final int CLASSES = 400;

  private static final Pattern CHILDREN =
      Pattern.compile("(\\d+)m([\\d.]+)s\\s+(\\d+)m([\\d.]+)s\\s*$");

  private ColdStart() {}

  /** CPU seconds of the compiler, in a process of its own. */
  static double seconds() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("ridgeline-gate");
    StringBuilder source = new StringBuilder();
    for (int i = 0; i < CLASSES; i++) {
      source.append(
          """
          final class Part%1$d {
            private final java.util.Map<String, Double> values = new java.util.TreeMap<>();
            double sum(java.util.List<String> keys) {
              return keys.stream().filter(values::containsKey).mapToDouble(values::get).sum() + %1$d;
            }
            String text(Object value) {
              for (var entry : values.entrySet()) {
                values.merge(entry.getKey() + value, entry.getValue() * 2, (a, b) -> a + b);
              }
              return "part " + values + (value instanceof Integer number ? number + 1 : 0);
            }
          }
          """
              .formatted(i));
    }
    Path file = Files.writeString(folder.resolve("Parts.java"), source);
    double seconds =
        secondsOf(
            List.of("-m", "jdk.compiler/com.sun.tools.javac.Main", "-proc:none", file.toString()));
    if (!Files.exists(folder.resolve("Part" + (CLASSES - 1) + ".class"))) {
      throw new IllegalStateException("the compiler left no classes in " + folder);
    }
    Gate.delete(folder);
    return seconds;
  }

  /** CPU seconds of a JVM with the launcher's options for a quick start, and these words. */
  static double secondsOf(List<String> words) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("bash", "-c", "\"$@\" >/dev/null 2>&1; TIMEFORMAT=; times", "bash"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(QUICK);
    command.addAll(words);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String times = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Matcher children = CHILDREN.matcher(times.strip());
    if (!children.find()) {
      throw new IllegalStateException("no times of a process: " + times);
    }
    return 60 * (Integer.parseInt(children.group(1)) + Integer.parseInt(children.group(3)))
        + Double.parseDouble(children.group(2))
        + Double.parseDouble(children.group(4));
  }
}
