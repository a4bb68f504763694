package dev.ridgeline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.store.RunDirectory.Replacing;
import dev.ridgeline.testing.FileHashes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a run may go, when it counts as complete, and what is never lost unasked. */
class RunDirectoryTest {

  private static final Configuration HADOOP = new Configuration();
  private static final RunManifest INPUTS = StoredRuns.inputs("small");
  private static final Replacing NOTHING = new Replacing(false, false);
  private static final Replacing OVERWRITE = new Replacing(true, false);
  private static final Replacing DISCARD = new Replacing(false, true);

  @TempDir private Path parent;

  @Test
  void placeThatIsNotThereIsMade() throws IOException {
    Path root = parent.resolve("a").resolve("b");
    begin(root, NOTHING);
    assertThat(root).isDirectory();
    assertIncomplete(root);
  }

  @Test
  void emptyDirectoryIsTaken() throws IOException {
    begin(parent, NOTHING);
    assertIncomplete(parent);
  }

  @Test
  void completedRunSaysWhatItIs() throws IOException {
    complete(parent);
    RunManifest manifest = directory(parent).open();
    assertThat(manifest.sweep()).isEqualTo("small");
    assertThat(manifest.cells()).isEqualTo(StoredRuns.CELLS);
    assertThat(manifest.tables()).containsExactly("columns", "models");
    assertThat(manifest.finishedAt()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z");
    assertThat(directory(parent).files()).hasSize(2 * StoredRuns.CHUNKS + 3);
    assertThat(parent.resolve("_unfinished")).doesNotExist();
  }

  @Test
  void completeRunIsKeptUnlessToldOtherwise() throws IOException {
    complete(parent);
    Map<String, String> before = FileHashes.below(parent);
    for (Replacing replacing : new Replacing[] {NOTHING, DISCARD}) {
      assertRefused(parent, replacing, "holds a complete run. Maybe add --overwrite");
    }
    assertThat(FileHashes.below(parent)).isEqualTo(before);
  }

  @Test
  void completeRunStaysWholeUntilTheNextOneIs() throws IOException {
    complete(parent);
    RunManifest other = StoredRuns.inputs("other");
    try (UnfinishedRun run = directory(parent).begin(other, OVERWRITE)) {
      StoredRuns.writeChunk(run, other, 0, HADOOP);
      assertThat(directory(parent).verify().sweep()).isEqualTo("small");
      StoredRuns.write(run, other, HADOOP);
    }
    assertThat(directory(parent).verify().sweep()).isEqualTo("other");
  }

  /** People keep notes beside their results. */
  @Test
  void whatIsNotOfTheRunStaysWhenTheRunIsReplaced() throws IOException {
    complete(parent);
    Files.writeString(parent.resolve("notes.txt"), "mine");
    try (UnfinishedRun run = directory(parent).begin(INPUTS, OVERWRITE)) {
      StoredRuns.write(run, INPUTS, HADOOP);
    }
    assertThat(parent.resolve("notes.txt")).hasContent("mine");
  }

  @Test
  void textBesideTheTablesIsOfTheRun() throws IOException {
    complete(parent);
    Path text = parent.resolve(StoredRuns.TEXT);
    assertThat(text).hasContent("text of small");
    Files.writeString(text, "TEXT of small");
    assertThatThrownBy(() -> directory(parent).open())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("views.sql: is damaged: its hash has changed");
    Files.delete(text);
    assertThatThrownBy(() -> directory(parent).open())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("views.sql: is missing");
  }

  @Test
  void tablesThatTheNextRunDoesNotHaveAreRemoved() throws IOException {
    complete(parent);
    try (UnfinishedRun run = directory(parent).begin(INPUTS, OVERWRITE)) {
      run.complete(0);
    }
    assertThat(parent.resolve("models")).doesNotExist();
    assertThat(parent.resolve("cells")).doesNotExist();
    assertThat(parent.resolve(StoredRuns.TEXT)).doesNotExist();
  }

  @Test
  void unfinishedRunWithoutAChunkIsReplaced() throws IOException {
    begin(parent, NOTHING);
    begin(parent, NOTHING);
    assertIncomplete(parent);
  }

  @Test
  void committedChunksAreKeptUnlessToldOtherwise() throws IOException {
    try (UnfinishedRun run = directory(parent).begin(INPUTS, NOTHING)) {
      StoredRuns.writeChunk(run, INPUTS, 0, HADOOP);
    }
    Map<String, String> before = FileHashes.below(parent);
    for (Replacing replacing : new Replacing[] {NOTHING, OVERWRITE}) {
      assertRefused(
          parent,
          replacing,
          "holds an unfinished run with 1 committed chunk. Maybe continue it with --resume, or throw"
              + " it away with --discard.");
    }
    assertThat(FileHashes.below(parent)).isEqualTo(before);
    begin(parent, DISCARD);
    assertThat(parent.resolve("_unfinished/cells")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void directoryOfSomethingElseIsRefusedAndLeftAsItIs(boolean overwrite) throws IOException {
    Files.writeString(Files.createDirectory(parent.resolve("thesis")).resolve("main.tex"), "text");
    Map<String, String> before = FileHashes.below(parent);
    assertRefused(parent, new Replacing(overwrite, true), "is not empty and holds no run");
    assertThat(FileHashes.below(parent)).isEqualTo(before);
  }

  @Test
  void fileIsNoPlaceForARun() throws IOException {
    Path file = Files.writeString(parent.resolve("notes.txt"), "text");
    assertRefused(file, OVERWRITE, "is a file");
    assertThat(file).hasContent("text");
  }

  @Test
  void noRunLiesInAnother() throws IOException {
    complete(parent);
    assertRefused(parent.resolve("cells/mine"), NOTHING, "lies in the run " + parent);
    assertThat(parent.resolve("cells/mine")).doesNotExist();
    assertThatCode(() -> directory(parent).verify()).doesNotThrowAnyException();
  }

  @Test
  void aPlaceIsNotItsSourceByWhateverName() throws IOException {
    Path source = parent.resolve("source");
    complete(source);
    Path link = Files.createSymbolicLink(parent.resolve("link"), source);
    for (String name :
        new String[] {
          source.toString(),
          source + "/",
          "file:" + source,
          "file://" + source,
          link.toString(),
          source + "/../link",
          parent + "/./source"
        }) {
      assertThatThrownBy(() -> of(name).requireApartFrom(source.toString(), HADOOP))
          .as(name)
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("is the run that is read");
      assertThatThrownBy(() -> of(source.toString()).requireApartFrom(name, HADOOP))
          .hasMessageContaining("is the run that is read");
    }
    assertThatThrownBy(() -> of(link + "/cells").requireApartFrom(source.toString(), HADOOP))
        .hasMessageContaining("hold each other");
    assertThatThrownBy(() -> of(parent.toString()).requireApartFrom(link.toString(), HADOOP))
        .hasMessageContaining("hold each other");
    of(parent.resolve("source2").toString()).requireApartFrom(source.toString(), HADOOP);
  }

  /** Names that are patterns, escapes or schemes elsewhere. */
  @ParameterizedTest
  @ValueSource(strings = {"a{1,2}", "[ab]", "a b", "back\\slash", "a*?", "%41", "ä:b", "a:b", "#x"})
  void everyNameIsTakenLiterally(String name) throws IOException {
    Path place = parent.resolve(name);
    complete(place);
    assertThat(place.resolve("run.json")).exists();
    assertThat(parent.toFile().list()).containsExactly(name);
    assertThat(directory(place).verify().sweep()).isEqualTo("small");
  }

  @ParameterizedTest
  @CsvSource({
    "'', --out, is empty",
    "'  ', --out, is empty",
    "nosuch:/x, nosuch:/x, is on a file system that Hadoop does not know",
  })
  void whatIsNoPlaceIsRefused(String location, String where, String what) {
    assertThatThrownBy(() -> of(location))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(where + ": ")
        .hasMessageContaining(what);
  }

  @Test
  void unfinishedRunIsTakenUpAgain() throws IOException {
    begin(parent, NOTHING);
    assertThatThrownBy(() -> directory(parent.resolve("other")).resume(INPUTS))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("holds no unfinished run. Maybe leave --resume out.");
    try (UnfinishedRun run = directory(parent).resume(INPUTS)) {
      StoredRuns.write(run, INPUTS, HADOOP);
    }
    assertThatThrownBy(() -> directory(parent).resume(INPUTS))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("holds a complete run: there is nothing to resume");
  }

  @Test
  void runOfSomethingElseIsNotTakenUpAgain() throws IOException {
    begin(parent, NOTHING);
    Map<String, String> before = FileHashes.below(parent);
    Map<String, String> catalog = Map.of("models/a.yaml", "cd");
    assertDifferent(StoredRuns.inputs("other"), "the sweep has changed");
    assertDifferent(
        StoredRuns.inputs("small", "program", Map.of("models/a.yaml", "xy"), 0),
        "the catalog entry models/a.yaml has changed");
    assertDifferent(
        StoredRuns.inputs("small", "program", Map.of(), 0),
        "the catalog entry models/a.yaml has changed");
    assertDifferent(
        StoredRuns.inputs("small", "program", catalog, 3), "--partitions was 0 and is 3");
    assertDifferent(
        StoredRuns.inputs("small", "other program", catalog, 0), "the program has changed");
    assertThat(FileHashes.below(parent)).isEqualTo(before);
  }

  private void assertDifferent(RunManifest inputs, String difference) {
    assertThatThrownBy(() -> directory(parent).resume(inputs))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(difference + ". Maybe begin anew: --discard instead of --resume.");
  }

  @Test
  void placeThatIsBeingWrittenIsLeftAlone() throws IOException {
    try (UnfinishedRun run = directory(parent).begin(INPUTS, NOTHING)) {
      Map<String, String> before = FileHashes.below(parent);
      for (Replacing replacing : new Replacing[] {NOTHING, new Replacing(true, true)}) {
        assertRefused(
            parent,
            replacing,
            "is being written by process " + ProcessHandle.current().pid() + " on ");
      }
      assertThatThrownBy(() -> directory(parent).resume(INPUTS))
          .hasMessageContaining("is being written");
      assertThat(FileHashes.below(parent)).isEqualTo(before);
      assertThat(run).isNotNull();
    }
    begin(parent, NOTHING);
  }

  @Test
  void runOfANewerVersionIsSaidToBeOne() throws IOException {
    complete(parent);
    Path manifest = parent.resolve("run.json");
    Files.writeString(manifest, "{\"format\": 7, \"unknown\": {}}");
    assertThatThrownBy(() -> directory(parent).open())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "was written by a newer version of Ridgeline, in layout 7. Allowed: layout 2.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{\"cells\": 3}", "{\"format\": 2}", "7"})
  void manifestThatIsNoneIsSaidToBeNone(String text) throws IOException {
    complete(parent);
    Files.writeString(parent.resolve("run.json"), text);
    assertThatThrownBy(() -> directory(parent).open())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("has a run.json that is damaged");
    assertRefused(parent, NOTHING, "holds a complete run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null"})
  void listOfFilesIsTheOneThatTheManifestNames(String text) throws IOException {
    complete(parent);
    Files.writeString(parent.resolve("files.json"), text);
    assertThatThrownBy(() -> directory(parent).open())
        .hasMessageContaining("is damaged: files.json");
    Files.delete(parent.resolve("files.json"));
    assertThatThrownBy(() -> directory(parent).open())
        .hasMessageContaining("is damaged: files.json");
  }

  @Test
  void everyProblemOfADamagedRunIsNamed() throws IOException {
    complete(parent);
    Files.delete(parent.resolve("cells/part-00000-00001.zstd.parquet"));
    Files.writeString(parent.resolve("models/part-00000.zstd.parquet"), "cut");
    Files.writeString(parent.resolve("columns/more.parquet"), "more");
    Files.writeString(parent.resolve("columns/_SUCCESS"), "");
    assertThatThrownBy(() -> directory(parent).open())
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(parent + ": 3 problems")
        .hasMessageContaining("cells/part-00000-00001.zstd.parquet: is missing.")
        .hasMessageContaining("models/part-00000.zstd.parquet: has 3 bytes instead of 15.")
        .hasMessageContaining("columns/more.parquet: is not of this run.");
  }

  private void assertRefused(Path place, Replacing replacing, String why) {
    assertThatThrownBy(() -> directory(place).begin(INPUTS, replacing))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(place + ": ")
        .hasMessageContaining(why);
  }

  private static void assertIncomplete(Path place) {
    assertThatThrownBy(() -> directory(place).open())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("holds no complete run");
  }

  private static void complete(Path root) throws IOException {
    try (UnfinishedRun run = directory(root).begin(INPUTS, NOTHING)) {
      StoredRuns.write(run, INPUTS, HADOOP);
    }
  }

  private static void begin(Path root, Replacing replacing) throws IOException {
    directory(root).begin(INPUTS, replacing).close();
  }

  private static RunDirectory directory(Path root) {
    return of(root.toString());
  }

  private static RunDirectory of(String location) {
    return RunDirectory.of("--out", location, HADOOP);
  }
}
