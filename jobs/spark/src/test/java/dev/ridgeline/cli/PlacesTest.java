package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.FileHashes;
import dev.ridgeline.testing.TestSweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Places as people name them, and what commands do to what is there. */
class PlacesTest {

  private static final String CATALOGS = CommandLineRun.CATALOGS;
  private static final String LOCAL = "--master=local[1]";

  @TempDir private static Path directory;
  private static Path sweep;
  private static Path run;

  @BeforeAll
  static void runASweep() {
    sweep = TestSweep.tiny(directory);
    run = directory.resolve("run");
    assertThat(sweep(sweep, run).code()).isZero();
  }

  private static CommandLineRun sweep(Path file, Path out, String... more) {
    String[] arguments = {"sweep", file.toString(), CATALOGS, LOCAL, "--out=" + out};
    return CommandLineRun.of(concat(arguments, more));
  }

  private static String[] concat(String[] first, String[] second) {
    return Stream.of(first, second).flatMap(Arrays::stream).toArray(String[]::new);
  }

  /** A sweep, a query and a frontier of a place whose name is a pattern elsewhere. */
  @ParameterizedTest
  @ValueSource(strings = {"a{1,2}", "[ab] c", "back\\slash*"})
  void everyCommandTakesANameLiterally(String name, @TempDir Path parent) throws IOException {
    Path file = Files.copy(sweep, parent.resolve(name + ".yaml"));
    Path place = parent.resolve(name);
    assertThat(sweep(file, place).code()).isZero();
    CommandLineRun counted =
        CommandLineRun.of(
            "sql", LOCAL, place.toString(), "SELECT count(*) AS n FROM cells, models");
    assertThat(counted.code()).isZero();
    assertThat(counted.out()).containsPattern("(?m)^ *\\d+$");
    Path frontier = parent.resolve(name + " frontier");
    CommandLineRun taken =
        CommandLineRun.of("frontier", LOCAL, CATALOGS, place.toString(), "--out=" + frontier);
    assertThat(taken.code()).isZero();
    CommandLineRun points =
        CommandLineRun.of("sql", LOCAL, frontier.toString(), "SELECT count(*) FROM frontier");
    assertThat(points.code()).isZero();
    assertThat(CommandLineRun.of("verify", place.toString()).out())
        .startsWith(place + " is whole: 14 files, ")
        .contains("6 cells, each once.", "from " + file);
    assertThat(CommandLineRun.of("verify", frontier.toString()).out())
        .startsWith(frontier + " is whole: ")
        .doesNotContain("cells");
  }

  @ParameterizedTest
  @ValueSource(strings = {"frontier", "choose"})
  void nothingIsWrittenOverItsOwnSource(String command, @TempDir Path parent) throws IOException {
    Map<String, String> before = FileHashes.below(run);
    Path link = Files.createSymbolicLink(parent.resolve("link"), run);
    for (String out : new String[] {run.toString(), "file:" + run, link.toString(), run + "/."}) {
      CommandLineRun refused =
          CommandLineRun.of(
              command, LOCAL, CATALOGS, run.toString(), "--out=" + out, "--overwrite", "--discard");
      assertThat(refused.code()).as(out).isEqualTo(2);
      assertThat(refused.err()).contains("--out: 1 problem", "is the run that is read");
    }
    assertThat(FileHashes.below(run)).isEqualTo(before);
  }

  /** What can be refused is refused before Spark starts, which even a wrong master shows. */
  @ParameterizedTest
  @ValueSource(strings = {"sweep", "frontier", "choose"})
  void aPlaceIsRefusedBeforeAnyWork(String command, @TempDir Path parent) throws IOException {
    Files.writeString(parent.resolve("notes.txt"), "mine");
    CommandLineRun refused =
        CommandLineRun.of(
            command, sweep.toString(), CATALOGS, "--out=" + parent, "--master=local[1]");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("is not empty and holds no run");
    assertThat(refused.out()).doesNotContain("Cheapest");
    assertThat(parent.toFile().list()).containsExactly("notes.txt");
  }

  @Test
  void damagedRunIsAnsweredByNoCommand(@TempDir Path parent) throws IOException {
    Path damaged = parent.resolve("run");
    assertThat(sweep(sweep, damaged).code()).isZero();
    try (var files = Files.list(damaged.resolve("cells"))) {
      Files.delete(files.filter(file -> file.toString().endsWith(".parquet")).findFirst().get());
    }
    for (String[] command :
        new String[][] {
          {"sql", damaged.toString(), "SELECT 1", LOCAL},
          {"frontier", damaged.toString(), LOCAL},
          {"choose", damaged.toString(), LOCAL, "--ttft=10", "--tpot=1"},
          {"explain", damaged.toString(), "--cell=0", LOCAL},
          {"verify", damaged.toString()}
        }) {
      CommandLineRun refused = CommandLineRun.of(command);
      assertThat(refused.code()).as(command[0]).isEqualTo(2);
      assertThat(refused.err())
          .startsWith(damaged + ": 1 problem")
          .contains("cells/part-00000-00000.zstd.parquet: is missing.");
    }
  }

  /** The order decides which overlay wins. */
  @Test
  void overlaysInAnotherOrderAreOtherInputs(@TempDir Path parent) throws IOException {
    Path cheap = overlay(parent, "cheap", "1");
    Path dear = overlay(parent, "dear", "9");
    Path place = parent.resolve("run");
    assertThat(sweep(sweep, place, "--catalog=" + cheap, "--catalog=" + dear).code()).isZero();
    CommandLineRun same =
        CommandLineRun.of(
            "explain",
            place.toString(),
            "--cell=0",
            LOCAL,
            CATALOGS,
            "--catalog=" + cheap,
            "--catalog=" + dear);
    assertThat(same.code()).isZero();
    CommandLineRun other =
        CommandLineRun.of(
            "explain",
            place.toString(),
            "--cell=0",
            LOCAL,
            CATALOGS,
            "--catalog=" + dear,
            "--catalog=" + cheap);
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err())
        .contains("the catalog entry prices/h100-sxm.yaml of --catalog number 1 has changed");
  }

  private static Path overlay(Path parent, String name, String dollars) throws IOException {
    String price = Files.readString(TestSweep.CATALOGS.resolve("prices/h100-sxm.yaml"));
    Path folder = Files.createDirectories(parent.resolve(name).resolve("prices"));
    Files.writeString(
        folder.resolve("h100-sxm.yaml"),
        price.replaceAll("dollarsPerHour: [\\d.]+", "dollarsPerHour: " + dollars));
    return folder.getParent();
  }

  @Test
  void resumeAndDiscardExcludeEachOther() {
    CommandLineRun refused = sweep(sweep, run, "--resume", "--discard");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("Option '--resume' excludes '--discard'");
  }
}
