package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ridgeline.testing.NeededPrograms;
import dev.ridgeline.testing.NeedsProgram;
import dev.ridgeline.testing.TestSweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The notebooks run from their first cell to their last, on runs that are made here. What they
 * assert of their findings holds, and the outputs that are kept in them are today's.
 */
@NeedsProgram(
    pythonModules = {"nbconvert", "ipykernel", "pandas", "matplotlib", "jpype"},
    packages = {
      "jupyter-nbconvert",
      "python3-ipykernel",
      "python3-pandas",
      "python3-matplotlib",
      "python3-jpype"
    })
class NotebooksTest {

  private static final Path KEPT = Path.of("..", "..", "notebooks");
  private static final Path FRESH = Path.of("target", "notebooks");

  /** Web pages show no larger file. */
  private static final long MOST_BYTES = 1_000_000;

  /** Numbers are printed with four digits, whose last one may be rounded either way. */
  private static final double RELATIVE_TOLERANCE = 2e-3;

  private static final Pattern NUMBER = Pattern.compile("-?\\d[\\d,]*(\\.\\d+)?(e[-+]?\\d+)?");
  private static final int MINUTES = 5;

  @TempDir private static Path runs;
  private static final List<Process> STARTED = new ArrayList<>();

  /** Runs are made one after another, and notebooks run beside them as soon as theirs are there. */
  @BeforeAll
  static void executeAll() throws Exception {
    Files.createDirectories(FRESH);
    sweep("quickstart");
    made(
        "check", TestSweep.CATALOGS.resolve("measurements").toString(), "--out=" + place("checks"));
    // The search for a better fleet has a second, in which it finds none. The first one is that of
    // any machine.
    made(
        "fleet",
        TestSweep.SHIPPED.resolve("fleets/coding-500.yaml").toString(),
        TestSweep.SHIPPED.resolve("coding-racks.yaml").toString(),
        "--time-limit=1",
        "--out=" + place("coding-500"));
    execute("2-coding-agent", "4-predicted-against-measured", "5-from-scratch");
    sweep("paper-figures");
    sweep("paper-design");
    sweep("decode-chips");
    sweep("decode-memory");
    sweep("memory");
    execute("1-paper-figures", "3-decode-memory");
    for (Process process : STARTED) {
      boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
      assertThat(ended && process.exitValue() == 0).as(log()).isTrue();
    }
  }

  @AfterAll
  static void stop() {
    STARTED.forEach(Process::destroyForcibly);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1-paper-figures",
        "2-coding-agent",
        "3-decode-memory",
        "4-predicted-against-measured",
        "5-from-scratch"
      })
  void keepsTodaysOutputs(String name) throws IOException {
    String file = name + ".ipynb";
    JsonNode kept = read(KEPT.resolve(file));
    JsonNode fresh = read(FRESH.resolve(file));
    String advice =
        "notebooks/%s keeps old outputs: cp jobs/spark/target/notebooks/*.ipynb notebooks/"
            .formatted(file);

    assertThat(figures(fresh)).as(file).isPositive();
    assertThat(figures(kept)).as(advice).isEqualTo(figures(fresh));
    List<String> before = texts(kept);
    List<String> now = texts(fresh);
    assertThat(before).as(advice).hasSameSizeAs(now);
    for (int i = 0; i < now.size(); i++) {
      assertThat(isSame(before.get(i), now.get(i)))
          .as("%s%nkept:%n%s%nnow:%n%s", advice, before.get(i), now.get(i))
          .isTrue();
    }
    assertThat(Files.size(KEPT.resolve(file))).as(file).isLessThan(MOST_BYTES);
  }

  @Test
  void numbersAreComparedToTheirLastDigit() {
    assertThat(isSame("chat  1,234  0.05", "chat 1,235 0.05")).isTrue();
    assertThat(isSame("chat  1.234e-05", "chat  1.334e-05")).isFalse();
    assertThat(isSame("chat  1.2", "coding  1.2")).isFalse();
    assertThat(isSame("1  2", "1")).isFalse();
  }

  private static void sweep(String name) {
    made("sweep", TestSweep.SHIPPED.resolve(name + ".yaml").toString(), "--out=" + place(name));
  }

  private static String place(String name) {
    return runs.resolve(name).toString();
  }

  private static void made(String... command) {
    List<String> words = new ArrayList<>(List.of(command));
    words.add(CommandLineRun.CATALOGS);
    CommandLineRun run = CommandLineRun.of(words.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
  }

  /** Starts notebooks, one after another, and does not wait for them. */
  private static void execute(String... names) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                NeededPrograms.OF_THIS_MACHINE
                    .pythonWith("nbconvert", "ipykernel", "pandas", "matplotlib", "jpype")
                    .toString(),
                "-m",
                "nbconvert",
                "--to=notebook",
                "--execute",
                // Times of cells would make each execution another file.
                "--ExecutePreprocessor.record_timing=False",
                "--output-dir=" + FRESH.toAbsolutePath()));
    for (String name : names) {
      command.add(KEPT.resolve(name + ".ipynb").toString());
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(FRESH.resolve("log.txt").toFile()));
    builder
        .environment()
        .putAll(
            Map.of(
                "RIDGELINE_RUNS", runs.toString(),
                "JAVA_HOME", System.getProperty("java.home"),
                "IPYTHONDIR", runs.resolve("ipython-" + names[0]).toString(),
                "PYTHONDONTWRITEBYTECODE", "1",
                "PYDEVD_DISABLE_FILE_VALIDATION", "1"));
    STARTED.add(builder.start());
  }

  private static String log() throws IOException {
    return Files.readString(FRESH.resolve("log.txt"));
  }

  private static JsonNode read(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private static int figures(JsonNode notebook) {
    return (int) notebook.findValues("data").stream().filter(data -> data.has("image/png")).count();
  }

  /** Tables and values that cells show, as text. */
  private static List<String> texts(JsonNode notebook) {
    List<String> texts = new ArrayList<>();
    for (JsonNode data : notebook.findValues("data")) {
      StringBuilder text = new StringBuilder();
      data.path("text/plain").forEach(line -> text.append(line.asText()));
      texts.add(text.toString());
    }
    return texts;
  }

  /** Whether two texts have the same words, and numbers that differ in their last digit at most. */
  private static boolean isSame(String before, String now) {
    if (!words(before).equals(words(now))) {
      return false;
    }
    List<Double> numbers = numbers(before);
    List<Double> others = numbers(now);
    for (int i = 0; i < numbers.size(); i++) {
      double number = numbers.get(i);
      if (Math.abs(number - others.get(i)) > RELATIVE_TOLERANCE * Math.abs(number)) {
        return false;
      }
    }
    return true;
  }

  /** A text with a mark for each number, and one space between words: columns may be wider. */
  private static String words(String text) {
    return NUMBER.matcher(text).replaceAll("#").replaceAll("\\s+", " ");
  }

  private static List<Double> numbers(String text) {
    List<Double> numbers = new ArrayList<>();
    Matcher matcher = NUMBER.matcher(text);
    while (matcher.find()) {
      numbers.add(Double.valueOf(matcher.group().replace(",", "")));
    }
    return numbers;
  }
}
