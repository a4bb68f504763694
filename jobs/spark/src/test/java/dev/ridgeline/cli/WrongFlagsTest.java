package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Values of flags that nobody can mean: each is refused with the name of its flag and exit code 2,
 * nothing is printed as an answer, and nothing is written. They are refused before catalogs are
 * read, so each takes milliseconds.
 */
class WrongFlagsTest {

  private static final String[] TIMES = {
    "-1", "0", "many", "NaN", "40 parsec", "1e9", "2 GB", "1h", "0x10", "-Infinity", "2,5 s q"
  };

  private static final String[] COUNTS = {"-1", "0.5", "many", "99999999999", "NaN", "1e3", "2x"};

  @TempDir private Path directory;

  /** A command, and the flag whose values are wrong. */
  record Mistake(List<String> command, String flag, String value) {
    @Override
    public String toString() {
      return String.join(" ", command) + " " + flag + "=" + value;
    }
  }

  private static void add(List<Mistake> all, String command, String flag, String... values) {
    List<String> words = List.of(command.split(" ", -1));
    Arrays.stream(values).forEach(value -> all.add(new Mistake(words, flag, value)));
  }

  static Stream<Mistake> mistakes() {
    List<Mistake> all = new ArrayList<>();
    String choose = "choose ../../sweep-configs/quickstart.yaml";
    add(all, "best", "--ttft", TIMES);
    add(all, "best", "--tpot", TIMES);
    add(all, choose, "--ttft", TIMES);
    add(all, choose, "--tpot", TIMES);
    add(all, "best", "--power", "-1", "many", "NaN", "200", "200 s", "0", "1e30 W");
    add(all, "best", "--dollars-per-hour", "-1", "many", "NaN", "0", "1e30", "5 EUR");
    add(all, "best", "--accelerators", COUNTS);
    add(all, "best", "--users", COUNTS);
    add(all, "best", "--top", "-1", "0", "21", "many", "2.5");
    add(all, "best", "--requests-per-second", "many", "2 per s", "-1", "0", "NaN");
    add(all, "best", "--percentile", "many", "50.5", "99999999999");
    add(all, "best", "--format", "xml", "", "JSON5");
    add(all, choose, "--draws", "many", "1.5", "99999999999");
    add(all, choose, "--seed", "many", "1.5");
    add(all, choose, "--epsilon", "many", "1,5");
    add(all, choose, "--price-spread", "many", "1,5");
    add(all, choose, "--max", "fleet_watts", "=5", "fleet_watts=many", "fleet_wats=5");
    add(all, choose, "--min", "tpot_s", "tpot_s=", "tpot_z=1");
    add(all, choose, "--objective", "least dollars", "min", "min dollars_per_tusk", "max status");
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void isRefusedByName(Mistake mistake) throws IOException {
    List<String> words = new ArrayList<>(mistake.command());
    words.add(mistake.flag() + "=" + mistake.value());
    if (mistake.command().get(0).equals("best")) {
      words.add("--write=" + directory.resolve("answer.yaml"));
    } else {
      words.add("--out=" + directory.resolve("tables"));
    }
    CommandLineRun run = CommandLineRun.of(words.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(mistake.flag()).doesNotContain("Exception", "\tat ");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).as("written").isEmpty();
    }
  }
}
