package dev.ridgeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.sweep.Sweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hundreds of good files, each with one thing made wrong at a random place: every one is an error
 * that names the file and the place, never a silent default and never a stack trace.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileInputTest {

  /** Scalars that a file may leave out. */
  private static final Set<String> OPTIONAL =
      Set.of(
          "basis",
          "halfSaturationTokens",
          "lowLatencyAllToAllSeconds",
          "residualStreams",
          "smallBandwidth",
          "smallLatencySeconds");

  private static final Path OURS = Path.of("../../catalogs");

  /** Wrong files together: {@code ROUNDS x FILES}. */
  private static final int ROUNDS = 8;

  private static final int FILES = 50;

  /** Overlays of wrong entries, each with as many files. */
  private static final int OVERLAYS = 2;

  private Path directory;
  private Path catalogs;

  @BeforeAll
  void copyCatalogs(@TempDir Path temporary) throws IOException {
    directory = temporary;
    catalogs = directory.resolve("catalogs");
    try (Stream<Path> files = Files.walk(OURS)) {
      for (Path file : files.toList()) {
        Path copy = catalogs.resolve(OURS.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  /** One wrong line of one file. */
  record Mutation(Path file, int line, Harm harm, String text) {
    @Override
    public String toString() {
      return file + " line " + line + " " + harm;
    }
  }

  /** Many files that are wrong at once; each of them has one wrong line. */
  record Round(int number, List<Mutation> mutations) {
    @Override
    public String toString() {
      return "round " + number;
    }
  }

  static Stream<Round> rounds() throws IOException {
    return rounds(ROUNDS, 2601_22001L);
  }

  static Stream<Round> overlays() throws IOException {
    return rounds(OVERLAYS, 18L);
  }

  private static Stream<Round> rounds(int rounds, long seed) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(OURS)) {
      files =
          all.filter(file -> file.toString().endsWith(".yaml"))
              .filter(file -> !file.startsWith(OURS.resolve("measurements")))
              .sorted()
              .collect(Collectors.toCollection(ArrayList::new));
    }
    Random random = new Random(seed);
    return IntStream.range(0, rounds)
        .mapToObj(
            number -> {
              Collections.shuffle(files, random);
              return new Round(
                  number, files.stream().limit(FILES).map(file -> mutation(file, random)).toList());
            });
  }

  private static Mutation mutation(Path file, Random random) {
    List<String> lines = read(file);
    while (true) {
      int at = random.nextInt(lines.size());
      String line = lines.get(at);
      // A scalar on a line of its own; comments, lists, maps and prose have other forms.
      if (!line.matches("( *)([A-Za-z0-9]+): [^\\[{\"#|>]+") || line.contains("name:")) {
        continue;
      }
      String indent = line.substring(0, line.length() - line.stripLeading().length());
      String field = line.substring(indent.length(), line.indexOf(':'));
      String value = line.substring(line.indexOf(':') + 1).strip();
      Harm harm = Harm.values()[random.nextInt(Harm.values().length)];
      if (!harm.fits(value) || (harm == Harm.MISSING && OPTIONAL.contains(field))) {
        continue;
      }
      List<String> harmed = new ArrayList<>(lines.subList(0, at));
      String replaced = harm.apply(indent, field, value);
      if (!replaced.isEmpty()) {
        harmed.add(replaced.stripTrailing());
      }
      harmed.addAll(lines.subList(at + 1, lines.size()));
      return new Mutation(OURS.relativize(file), at + 1, harm, String.join("\n", harmed) + "\n");
    }
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * All wrong files are in one report, each with located problems, and no good file is. Catalogs
   * are read once for all files of a round, since reading them takes nearly all of the time.
   */
  @ParameterizedTest
  @MethodSource("rounds")
  void everyWrongThingIsALocatedError(Round round) throws IOException {
    Map<String, String> good = new TreeMap<>();
    for (Mutation mutation : round.mutations()) {
      Path file = catalogs.resolve(mutation.file().toString());
      good.put(file.toString(), Files.readString(file));
      Files.writeString(file, mutation.text());
    }
    try {
      Throwable error = errorOf(() -> Catalogs.read(catalogs));
      assertThat(error).isInstanceOf(ConfigException.class);
      List<Problem> problems = ((ConfigException) error).problems();
      assertThat(problems).allMatch(problem -> good.containsKey(problem.file()));
      assertThat(problems)
          .extracting(Problem::text)
          .allMatch(text -> text.contains(": ") && text.lines().count() == 1)
          .noneMatch(text -> text.contains("com.fasterxml"))
          .noneMatch(text -> text.contains("Exception"));
      for (Mutation mutation : round.mutations()) {
        String file = catalogs.resolve(mutation.file().toString()).toString();
        assertThat(problems)
            .as(mutation::toString)
            .anyMatch(problem -> problem.file().equals(file));
        assertThat(error.getMessage()).contains(file);
      }
    } finally {
      for (Map.Entry<String, String> file : good.entrySet()) {
        Files.writeString(Path.of(file.getKey()), file.getValue());
      }
    }
  }

  /** Overlays of wrong entries: each is reported by its own path, and no file of the base is. */
  @ParameterizedTest
  @MethodSource("overlays")
  void everyWrongEntryOfAnOverlayIsALocatedError(Round round, @TempDir Path mine)
      throws IOException {
    for (Mutation mutation : round.mutations()) {
      Path file = mine.resolve(mutation.file().toString());
      Files.createDirectories(file.getParent());
      Files.writeString(file, mutation.text());
    }
    Throwable error = errorOf(() -> new CatalogDirectories(OURS, List.of(mine)).read());
    assertThat(error).isInstanceOf(ConfigException.class);
    List<Problem> problems = ((ConfigException) error).problems();
    assertThat(problems)
        .allMatch(problem -> Path.of(problem.file()).startsWith(mine))
        .extracting(Problem::text)
        .noneMatch(text -> text.contains("Exception") || text.contains("fasterxml"));
    for (Mutation mutation : round.mutations()) {
      String file = mine.resolve(mutation.file().toString()).toString();
      assertThat(problems).as(mutation::toString).anyMatch(at -> at.file().equals(file));
    }
  }

  private static Throwable errorOf(Runnable action) {
    try {
      action.run();
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  @Test
  void anIdCannotLeadOutOfTheDirectory() throws IOException {
    Path file = catalogs.resolve("links/ib-ndr-400.yaml");
    String good = Files.readString(file);
    try {
      Files.writeString(file, good.replace("id: ib-ndr-400", "id: ../../secret"));
      assertThat(errorOf(() -> Catalogs.read(catalogs)))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("/id: is '../../secret'");
    } finally {
      Files.writeString(file, good);
    }
  }

  @Test
  void aSweepCannotNameAPathForItsResults() throws IOException {
    Path sweep = directory.resolve("sweep.yaml");
    String good = Files.readString(Path.of("../../sweep-configs/quickstart.yaml"));
    Files.writeString(sweep, good.replace("name: quickstart", "name: ../../secret"));
    assertThat(errorOf(() -> Sweep.read(sweep, Catalogs.read(OURS))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("/name: is '../../secret'");
  }

  /** A text that would be 10^9 words long if aliases were followed. */
  @Test
  void aBillionLaughsAreNotLaughed() throws IOException {
    StringBuilder text = new StringBuilder("a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for (char name = 'b'; name <= 'j'; name++) {
      char before = (char) (name - 1);
      text.append(name).append(": &").append(name).append(" [");
      text.append(("*" + before + ", ").repeat(8)).append('*').append(before).append("]\n");
    }
    List<Problem> problems = new ArrayList<>();
    new YamlReader().parse("laughs.yaml", text.toString(), Named.class, problems);
    assertThat(problems).isNotEmpty();
    assertThat(problems.toString()).contains("is a YAML alias");
  }

  private record Named(String name) {}

  @Test
  void anOverlayReplacesByIdAndIsCheckedToo() throws IOException {
    Path overlay = directory.resolve("mine");
    Files.createDirectories(overlay.resolve("links"));
    String link = Files.readString(OURS.resolve("links/ib-ndr-400.yaml"));
    Path mine = overlay.resolve("links/ib-ndr-400.yaml");
    Files.writeString(mine, link.replace("bytesPerSecond: 50 GB/s", "bytesPerSecond: 45 GB/s"));
    Catalogs both = new CatalogDirectories(OURS, List.of(overlay)).read();
    assertThat(both.links().find("ib-ndr-400").orElseThrow().bytesPerSecond()).isEqualTo(45e9);
    assertThat(both.links().byId()).hasSameSizeAs(Catalogs.read(OURS).links().byId());
    assertThat(both.hashesByDirectory())
        .satisfiesExactly(
            ofBase -> assertThat(ofBase).containsKey("links/ib-ndr-400.yaml").hasSizeGreaterThan(1),
            ofMine -> assertThat(ofMine).containsOnlyKeys("links/ib-ndr-400.yaml"));

    Files.createDirectories(overlay.resolve("acelerators"));
    assertThat(errorOf(() -> new CatalogDirectories(OURS, List.of(overlay)).read()))
        .hasMessageContaining("is not a folder of a catalog")
        .hasMessageContaining("Maybe you meant 'accelerators'.");
    assertThat(
            errorOf(
                () -> new CatalogDirectories(OURS, List.of(directory.resolve("nowhere"))).read()))
        .hasMessageContaining("is not a directory of catalogs");
  }
}
