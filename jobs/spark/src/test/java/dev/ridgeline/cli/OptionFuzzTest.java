package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.TestSweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Hostile values of every option of every command: the exit code is 0 or 2, and an error is a
 * message that says where. Options are those that the commands declare, so new ones are tried, too.
 *
 * <p>Each option gets a few of the values, drawn with a fixed seed. {@code
 * -Dtest.options=-Dfuzz.values=1000} tries them all, which takes an hour.
 */
class OptionFuzzTest {

  private static final int VALUES = Integer.getInteger("fuzz.values", 1);
  private static final long SEED = Long.getLong("fuzz.seed", 7);

  /** Most characters of what an error prints. */
  private static final int MOST_CHARACTERS = 5_000;

  private static final List<String> COMMANDS =
      List.of(
          "sweep",
          "sql",
          "frontier",
          "choose",
          "explain",
          "validate",
          "verify",
          "check",
          "calibrate",
          "best",
          "init",
          "report",
          "fleet",
          "catalog");

  @TempDir private static Path directory;
  private static int places;

  @BeforeAll
  static void runASweep() throws IOException {
    Path sweep = TestSweep.tiny(directory);
    CommandLineRun done =
        CommandLineRun.of(
            "sweep",
            sweep.toString(),
            "--catalogs=" + TestSweep.CATALOGS,
            "--out=" + directory.resolve("run"));
    assertThat(done.code()).as(done.err()).isZero();
    Files.createDirectory(directory.resolve("empty"));
    Files.writeString(directory.resolve("text.txt"), "text: [");
    Files.writeString(
        directory.resolve("points.csv"),
        """
        model,accelerator,quantization,input_tokens,output_tokens,concurrency,tpot_mean_s
        llama-3.1-8b,h100-sxm,fp8,1000,200,8,0.01
        """);
    Files.writeString(
        directory.resolve("demand.yaml"),
        "name: people\nworkloads: [{name: all, workflow: chat, sessions: 8}]\n");
    Files.write(directory.resolve("bytes.yaml"), new byte[] {0, -1, -2, 10, 7});
  }

  private static List<String> hostile() {
    return List.of(
        "",
        " ",
        "0",
        "-1",
        "0.5",
        "-0.0",
        "1e400",
        "-1e400",
        "1000000000",
        "2147483647",
        "99999999999999999999",
        "NaN",
        "-Infinity",
        "null",
        "true",
        "text",
        "\u00fc\ud83d\ude00",
        "\u202eabc",
        "\u001b[31mred",
        "\t",
        "\n",
        "a\nb",
        "a\u0000b",
        "'",
        "\"",
        "`",
        "(",
        ")",
        ",",
        ",,,",
        "a,b,,c",
        ";",
        "--",
        "-- x",
        "/* x",
        "*",
        "?*[",
        "{a,b}",
        "\\",
        "%s%n%d",
        "${sys:user.home}",
        "$(id)",
        "~",
        "/nonexistent/x",
        "/nonexistent/x.yaml",
        "/dev/null",
        "/etc/passwd",
        directory.toString(),
        directory.resolve("empty").toString(),
        directory.resolve("text.txt").toString(),
        directory.resolve("bytes.yaml").toString(),
        directory.resolve("tiny.yaml").toString(),
        directory.resolve("run").toString(),
        "file:///nonexistent/x",
        "file:x",
        "a:b",
        "hdfs:///x",
        "hdfs://127.0.0.1:1/x",
        "s3a://bucket/x",
        "http://127.0.0.1:1/x",
        "nosuchscheme://x/y",
        "local[x]",
        "spark://127.0.0.1:1",
        "SELECT 1",
        "1; DROP TABLE cells",
        "1 = 1 OR reflect('a', 'b') = 'c'",
        "min nosuchcolumn, max",
        "min 1/0",
        "batch / (batch - batch)",
        "batch / (batch - batch) > 1",
        "nosuchcolumn",
        "min ttft_s, min ttft_s",
        "cell",
        "*, *",
        "batch AS b",
        "sum(batch) > 1",
        "sum(batch)",
        "row_number() OVER (ORDER BY batch) > 1",
        "explode(array(1, 2))",
        "array(1)[batch]",
        "cast(model AS INT) = 1",
        "model",
        "(".repeat(5_000),
        "(".repeat(5_000) + "1" + ")".repeat(5_000),
        "x".repeat(100_000),
        "1" + " + 1".repeat(25_000));
  }

  /** Every value of every option, by draws without repetition. */
  static Stream<Arguments> mistakes() {
    CommandLine main = Main.commandLine(new Main());
    List<Arguments> mistakes = new ArrayList<>();
    for (Map.Entry<String, CommandLine> command : new TreeMap<>(main.getSubcommands()).entrySet()) {
      if (!command.getKey().equals("help")) {
        CommandSpec spec = command.getValue().getCommandSpec();
        Stream.concat(spec.options().stream(), spec.positionalParameters().stream())
            .filter(argument -> !isOfEveryCommand(argument))
            .forEach(argument -> mistakes.addAll(mistakes(command.getKey(), argument)));
      }
    }
    assertThat(main.getSubcommands().keySet()).containsAll(COMMANDS);
    return mistakes.stream();
  }

  private static List<Arguments> mistakes(String command, ArgSpec argument) {
    List<Integer> drawn = new ArrayList<>();
    for (int value = 0; value < hostile().size(); value++) {
      drawn.add(value);
    }
    String name = name(argument);
    Collections.shuffle(drawn, new Random(SEED + (command + name).hashCode()));
    return drawn.stream().limit(VALUES).map(value -> Arguments.of(command, name, value)).toList();
  }

  private static boolean isOfEveryCommand(ArgSpec argument) {
    return argument instanceof OptionSpec option
        && (option.usageHelp()
            || option.versionHelp()
            || option.longestName().equals("--stacktrace"));
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  @ParameterizedTest(name = "{0} {1}, value {2}")
  @MethodSource("mistakes")
  void aHostileValueIsTakenOrRefused(String command, String name, int number) {
    String value = hostile().get(number);
    String[] arguments = arguments(command, name, value);
    CommandLineRun run = CommandLineRun.of(arguments);
    String shown = String.join(" ", arguments).replaceAll("(.{300}).*", "$1...") + "\n" + run.err();
    assertThat(run.code()).as(shown).isIn(0, 2);
    assertThat(run.err()).as(shown).doesNotContain("\tat ", "Exception", "\u001b");
    if (run.code() == 2) {
      assertThat(run.err())
          .as(shown)
          .containsPattern("problems?\\R  |See 'ridgeline|Did you mean|Possible");
      assertThat(run.err().length()).as(shown).isLessThan(MOST_CHARACTERS);
    }
  }

  /** A command that would run, with the value in the place of one of its arguments. */
  private static String[] arguments(String command, String name, String value) {
    Map<String, String> options = new TreeMap<>();
    Map<String, String> positional = new TreeMap<>();
    if (!command.equals("verify")) {
      options.put("--catalogs", TestSweep.CATALOGS.toString());
    }
    String sweep = directory.resolve("tiny.yaml").toString();
    if (List.of("sql", "frontier").contains(command)) {
      options.put("--master", "local[1]");
    }
    switch (command) {
      case "sweep" -> {
        positional.put("SWEEP", sweep);
        options.put("--out", directory.resolve("out-" + places++).toString());
      }
      case "validate" -> positional.put("SWEEP", sweep);
      case "best", "init" -> {
        options.put("--model", "llama-3.1-8b");
        options.put("--workflow", "chat");
        options.put("--hardware", "l4");
        options.put("--quantization", "fp8");
        if (command.equals("init")) {
          positional.put("FILE", directory.resolve("init-" + places++ + ".yaml").toString());
        }
      }
      case "report" -> {
        positional.put("SOURCE", sweep);
        options.put("--out", directory.resolve("page-" + places++ + ".html").toString());
      }
      case "fleet" -> {
        positional.put("DEMAND", directory.resolve("demand.yaml").toString());
        positional.put("SOURCE", sweep);
      }
      case "calibrate" -> {
        positional.put("MEASUREMENTS", directory.resolve("points.csv").toString());
        options.put("--engine", "vllm-0.29");
        options.put("--out", directory.resolve("engines-" + places++).toString());
      }
      case "catalog" -> positional.put("KIND", "models");
      case "verify" -> positional.put("RUN", directory.resolve("run").toString());
      case "check" -> positional.put("MEASUREMENTS", directory.resolve("points.csv").toString());
      case "sql" -> {
        positional.put("SOURCE", directory.resolve("run").toString());
        positional.put("query", "SELECT count(*) FROM cells");
      }
      case "explain" -> {
        positional.put("SOURCE", sweep);
        if (!name.startsWith("--")
            || List.of("--catalog", "--catalogs", "--columns").contains(name)) {
          options.put("--cell", "0");
        }
      }
      default -> {
        positional.put("SOURCE", sweep);
        if (command.equals("choose")) {
          options.put("--draws", "5");
        }
      }
    }
    if (name.startsWith("--")) {
      options.put(name, List.of("--out", "--write").contains(name) ? place(value) : value);
    } else {
      String given = command.equals("init") ? place(value) : value;
      positional.put(name.equals("QUERY") ? "query" : name, given);
    }
    return Stream.concat(
            Stream.of(command),
            Stream.concat(
                positional.values().stream(),
                options.entrySet().stream().map(one -> one.getKey() + "=" + one.getValue())))
        .collect(Collectors.toList())
        .toArray(String[]::new);
  }

  /** A relative place of a run lies below the directory of the tests. */
  private static String place(String value) {
    return value.isBlank() || value.contains(":") || value.startsWith("/")
        ? value
        : directory.resolve("places").toString() + "/" + value;
  }
}
