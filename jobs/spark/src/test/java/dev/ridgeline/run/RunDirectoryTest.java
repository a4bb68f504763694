package dev.ridgeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.testing.FileHashes;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a run may go, and when it counts as complete. */
class RunDirectoryTest {

  private static final RunManifest MANIFEST =
      new RunManifest(
          "1",
          "4",
          "17",
          "2026-01-01T00:00:00Z",
          "small",
          "small.yaml",
          "ab",
          "name: small",
          "catalogs",
          new TreeMap<>(Map.of("models/a.yaml", "cd")),
          2,
          new TreeMap<>(Map.of("OK", 2L)),
          List.of("models"));

  @TempDir private Path parent;

  @Test
  void placeThatIsNotThereIsMade() {
    Path root = parent.resolve("a").resolve("b");
    claim(root, false);
    assertThat(root).isDirectory();
    assertThat(directory(root).isComplete()).isFalse();
    assertThat(directory(root).manifest()).isEmpty();
  }

  @Test
  void emptyDirectoryIsTaken() {
    claim(parent, false);
    assertThat(directory(parent).isComplete()).isFalse();
  }

  @Test
  void completedRunSaysWhatItIs() {
    complete(parent);
    assertThat(directory(parent).isComplete()).isTrue();
    assertThat(directory(parent).manifest()).contains(MANIFEST);
  }

  @Test
  void completeRunIsKeptUnlessToldOtherwise() throws IOException {
    complete(parent);
    Files.writeString(parent.resolve("cells"), "rows");
    Map<String, String> before = FileHashes.below(parent);

    assertThatThrownBy(() -> claim(parent, false))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(parent.toString())
        .hasMessageContaining("holds a complete run. Maybe add --overwrite");
    assertThat(FileHashes.below(parent)).isEqualTo(before);

    claim(parent, true);
    assertThat(parent.resolve("cells")).doesNotExist();
    assertThat(directory(parent).isComplete()).isFalse();
  }

  @Test
  void unfinishedRunIsReplaced() throws IOException {
    claim(parent, false);
    Files.writeString(parent.resolve("cells"), "some rows");

    claim(parent, false);
    assertThat(parent.resolve("cells")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void directoryOfSomethingElseIsRefusedAndLeftAsItIs(boolean overwrite) throws IOException {
    Files.writeString(Files.createDirectory(parent.resolve("thesis")).resolve("main.tex"), "text");
    Map<String, String> before = FileHashes.below(parent);

    assertThatThrownBy(() -> claim(parent, overwrite))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(parent.toString())
        .hasMessageContaining("is not empty and holds no run");
    assertThat(FileHashes.below(parent)).isEqualTo(before);
  }

  @Test
  void fileIsNoPlaceForARun() throws IOException {
    Path file = Files.writeString(parent.resolve("notes.txt"), "text");

    assertThatThrownBy(() -> claim(file, true)).isInstanceOf(ConfigException.class);
    assertThat(file).hasContent("text");
  }

  @Test
  void unfinishedRunIsTakenUpAgain() {
    claim(parent, false);
    assertThatThrownBy(() -> directory(parent.resolve("other")).resume(MANIFEST))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("holds no unfinished run. Maybe leave --resume out.");
    directory(parent).resume(MANIFEST).close();

    directory(parent).complete(MANIFEST);
    assertThatThrownBy(() -> directory(parent).resume(MANIFEST))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("holds a complete run: there is nothing to resume");
  }

  @Test
  void runOfSomethingElseIsNotTakenUpAgain() throws IOException {
    claim(parent, false);
    Map<String, String> before = FileHashes.below(parent);
    assertDifferent(inputs("2", "ab", "cd"), "its version was 1 and is now 2");
    assertDifferent(inputs("1", "xy", "cd"), "the sweep small.yaml has changed");
    assertDifferent(inputs("1", "ab", "xy"), "the catalog entry models/a.yaml has changed");
    assertThat(FileHashes.below(parent)).isEqualTo(before);
  }

  private void assertDifferent(RunManifest inputs, String difference) {
    assertThatThrownBy(() -> directory(parent).resume(inputs))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(difference + ". Maybe leave --resume out to begin anew.");
  }

  private static RunManifest inputs(String version, String sweep, String model) {
    return new RunManifest(
        version,
        "4",
        "17",
        "",
        "small",
        "small.yaml",
        sweep,
        "name: small",
        "catalogs",
        new TreeMap<>(Map.of("models/a.yaml", model)),
        2,
        new TreeMap<>(),
        List.of());
  }

  @Test
  void placeThatIsBeingWrittenIsLeftAlone() throws IOException {
    try (RunLock lock = directory(parent).claim(false, MANIFEST)) {
      Map<String, String> before = FileHashes.below(parent);
      for (boolean overwrite : new boolean[] {false, true}) {
        assertThatThrownBy(() -> directory(parent).claim(overwrite, MANIFEST))
            .isInstanceOf(ConfigException.class)
            .hasMessageContaining(
                "is being written by process " + ProcessHandle.current().pid() + " on ");
      }
      assertThatThrownBy(() -> directory(parent).resume(MANIFEST))
          .hasMessageContaining("is being written");
      assertThat(FileHashes.below(parent)).isEqualTo(before);
      assertThat(lock).isNotNull();
    }
    claim(parent, false);
  }

  /** A process that has ended on this machine, and one elsewhere that has been silent for long. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void lockOfTheDeadIsTakenOver(boolean here) throws Exception {
    claim(parent, false);
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    String host = here ? InetAddress.getLocalHost().getHostName() : "elsewhere";
    String beat = here ? Instant.now().toString() : "2026-01-01T00:00:00Z";
    Files.writeString(
        parent.resolve("_lock.json"),
        new ObjectMapper().writeValueAsString(new RunLock.Owner(host, dead.pid(), beat, beat)));
    claim(parent, false);
    assertThat(parent.resolve("_lock.json")).doesNotExist();
  }

  @Test
  void lockOfOneElsewhereWhoWasHeardOfJustNowIsRespected() throws Exception {
    claim(parent, false);
    String now = Instant.now().toString();
    Files.writeString(
        parent.resolve("_lock.json"),
        new ObjectMapper().writeValueAsString(new RunLock.Owner("elsewhere", 1, now, now)));
    assertThatThrownBy(() -> claim(parent, false)).hasMessageContaining("process 1 on elsewhere");
  }

  @Test
  void chunkCountsFromItsMarkerOnAndKeepsItsFiles() throws IOException {
    claim(parent, false);
    RunDirectory run = directory(parent);
    Chunk chunk = new Chunk(3, 30, 40, 2);
    Path staging = parent.resolve("_staging/chunk-00003");
    Files.createDirectories(staging);
    Files.writeString(staging.resolve("of a run that was stopped"), "x");
    assertThat(run.emptyStaging(chunk)).isEqualTo(staging.toUri().toString().replace("///", "/"));
    assertThat(staging).doesNotExist();
    Files.createDirectories(staging);
    List<String> names = List.of("part-00000-ab.zstd.parquet", "part-00001-cd.zstd.parquet");
    for (String name : names) {
      Files.writeString(staging.resolve(name), name);
    }
    Files.writeString(staging.resolve("part-00001-ab.zstd.parquet"), "of a task tried again");
    assertThat(run.isCommitted(chunk)).isFalse();
    run.commit(chunk, names);
    assertThat(run.isCommitted(chunk)).isTrue();
    assertThat(staging).doesNotExist();
    assertThat(parent.resolve("cells")).doesNotExist();
    run.publish();
    run.publish();
    assertThat(parent.resolve("cells/part-00003-00001.zstd.parquet"))
        .hasContent("part-00001-cd.zstd.parquet");
    assertThat(parent.resolve("cells")).isDirectoryNotContaining("glob:**00002*");
  }

  /** As a store leaves it that renames by copying, when it is stopped in between. */
  @Test
  void publicationThatWasStoppedGoesOn() throws IOException {
    claim(parent, false);
    Path staged = Files.createDirectories(parent.resolve("_staging/cells"));
    Path cells = Files.createDirectories(parent.resolve("cells"));
    Files.writeString(cells.resolve("part-00000-00000.zstd.parquet"), "a");
    Files.writeString(staged.resolve("part-00000-00001.zstd.parquet"), "whole");
    Files.writeString(cells.resolve("part-00000-00001.zstd.parquet"), "ha");
    directory(parent).publish();
    assertThat(cells.resolve("part-00000-00000.zstd.parquet")).hasContent("a");
    assertThat(cells.resolve("part-00000-00001.zstd.parquet")).hasContent("whole");
    directory(parent).complete(MANIFEST);
    assertThat(parent.resolve("_staging")).doesNotExist();
  }

  private static void complete(Path root) {
    claim(root, false);
    directory(root).complete(MANIFEST);
  }

  private static void claim(Path root, boolean overwrite) {
    directory(root).claim(overwrite, MANIFEST).close();
  }

  private static RunDirectory directory(Path root) {
    return RunDirectory.of(root.toString(), new Configuration());
  }
}
