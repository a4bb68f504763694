package dev.ridgeline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.store.MortalFileSystem.Death;
import dev.ridgeline.store.RunDirectory.Replacing;
import dev.ridgeline.testing.FileHashes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that dies before any one of its changes to the files of a run, and another that comes
 * after it. A place never reads as a complete run that it is not, and ends with the bytes of a run
 * that nobody stopped.
 */
class KilledRunTest {

  private static final Configuration HADOOP = MortalFileSystem.hadoop();
  private static final Replacing NOTHING = new Replacing(false, false);
  private static final Replacing ALL = new Replacing(true, true);
  private static final RunManifest OLD = StoredRuns.inputs("old");
  private static final RunManifest NEW = StoredRuns.inputs("new");

  @TempDir private Path parent;

  /** The scheme of the file system. */
  String scheme() {
    return "mortal";
  }

  /** Settings with which Hadoop knows the scheme. */
  Configuration hadoop() {
    return HADOOP;
  }

  /** How many changes later a process dies than the one before it. */
  int step() {
    return 1;
  }

  /**
   * Checks how long a complete run stayed that another one replaced.
   *
   * @param kept deaths after which it was still there
   */
  void assertKept(int kept, int deaths) {
    // The old run is there until all of the new one is written, which is most of the changes.
    assertThat(kept).isGreaterThan(deaths / 2).isLessThan(deaths);
  }

  @AfterEach
  void liveForEver() {
    MortalFileSystem.live(Integer.MAX_VALUE);
  }

  private interface Work {
    void run() throws IOException;
  }

  /** Runs the work, which dies after so many changes. Returns whether it lived to its end. */
  private boolean survives(int changes, Path place, Work work) throws IOException {
    MortalFileSystem.live(changes);
    try {
      work.run();
      return true;
    } catch (Death death) {
      return false;
    } finally {
      MortalFileSystem.live(Integer.MAX_VALUE);
      bury(place);
    }
  }

  /** Lets the lock of a dead process be that of one, because this JVM lives on. */
  private static void bury(Path place) throws IOException {
    for (Path lock : locks(place)) {
      byte[] bytes = Files.readAllBytes(lock);
      Json.parse(bytes, RunLock.Content.class)
          .ifPresent(
              content -> {
                ProcessIdentity living = content.owner();
                ProcessIdentity dead =
                    new ProcessIdentity(living.host(), living.machine(), living.pid(), "before");
                write(lock, new RunLock.Content(content.token(), dead, content.since(), 0));
              });
    }
  }

  private static void write(Path lock, RunLock.Content content) {
    try {
      Files.write(lock, Json.bytes(content));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Path> locks(Path place) throws IOException {
    if (!Files.exists(place)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(place)) {
      return files.filter(file -> RunLock.isLock(file.getFileName().toString())).toList();
    }
  }

  private RunDirectory directory(Path place) {
    return new RunDirectory(
        Place.of("--out", scheme() + "://" + place, hadoop()),
        new RunLock.Timing(Duration.ofDays(1), Duration.ofMillis(30)));
  }

  private void begin(Path place, RunManifest inputs, Replacing replacing) throws IOException {
    try (UnfinishedRun run = directory(place).begin(inputs, replacing)) {
      StoredRuns.write(run, inputs, hadoop());
    }
  }

  private void resume(Path place, RunManifest inputs) throws IOException {
    try (UnfinishedRun run = directory(place).resume(inputs)) {
      StoredRuns.write(run, inputs, hadoop());
    }
  }

  /** Hashes of all files but of the manifest, which says when the run was. */
  private Map<String, String> data(Path place) throws IOException {
    Map<String, String> hashes = new TreeMap<>(FileHashes.below(place));
    assertThat(hashes.remove("run.json")).isNotNull();
    return hashes;
  }

  private Map<String, String> whole(RunManifest inputs) throws IOException {
    Path place = parent.resolve("whole-" + inputs.sweep());
    begin(place, inputs, NOTHING);
    return data(place);
  }

  /** A reader sees the old run, or the new one, or that there is none; never a mixture. */
  private void assertWholeOrNone(Path place, List<Map<String, String>> allowed) throws IOException {
    RunManifest open;
    try {
      open = directory(place).verify();
    } catch (ConfigException e) {
      assertThat(e).hasMessageContaining("holds no complete run");
      return;
    }
    Map<String, String> seen = new TreeMap<>();
    for (RunFile file : directory(place).files()) {
      seen.put(file.path(), file.sha256());
    }
    assertThat(allowed)
        .as(open.sweep())
        .anySatisfy(run -> assertThat(run).containsAllEntriesOf(seen));
  }

  private void goOn(Path place, RunManifest inputs) throws IOException {
    boolean hasBegun =
        UnfinishedRun.begun(Place.of("--out", scheme() + "://" + place, hadoop())).isPresent();
    try {
      if (hasBegun) {
        resume(place, inputs);
      } else if (!directory(place).open().sweep().equals(inputs.sweep())) {
        begin(place, inputs, ALL);
      }
    } catch (ConfigException e) {
      // Nothing had begun, or all was done: the only two reasons for a place that cannot go on.
      if (e.getMessage().contains("nothing to resume")) {
        return;
      }
      assertThat(e).hasMessageContaining("holds no complete run");
      begin(place, inputs, ALL);
    }
  }

  @Test
  void aRunThatDiesAnywhereGoesOnToTheSameBytes() throws IOException {
    Map<String, String> whole = whole(NEW);
    int deaths = 0;
    for (boolean survived = false; !survived; deaths++) {
      Path place = parent.resolve("run-" + deaths);
      int life = deaths * step();
      survived = survives(life, place, () -> begin(place, NEW, NOTHING));
      assertWholeOrNone(place, List.of(whole));
      goOn(place, NEW);
      assertThat(directory(place).verify().cells()).isEqualTo(StoredRuns.CELLS);
      assertRest(place, whole);
    }
    assertThat(deaths * step()).isGreaterThan(50);
  }

  /** What is left beside the data of a run that was complete when its process died. */
  private void assertRest(Path place, Map<String, String> whole) throws IOException {
    Map<String, String> data = data(place);
    data.keySet().removeIf(name -> name.startsWith("_"));
    assertThat(data).isEqualTo(whole);
  }

  @Test
  void aRunThatReplacesAnotherLeavesOneOfThemWhole() throws IOException {
    Map<String, String> old = whole(OLD);
    Map<String, String> whole = whole(NEW);
    int deaths = 0;
    int keptOld = 0;
    for (boolean survived = false; !survived; deaths++) {
      Path place = parent.resolve("run-" + deaths);
      int life = deaths * step();
      begin(place, OLD, NOTHING);
      survived = survives(life, place, () -> begin(place, NEW, new Replacing(true, false)));
      assertWholeOrNone(place, List.of(old, whole));
      keptOld += Files.exists(place.resolve("run.json")) && !survived ? 1 : 0;
      goOn(place, NEW);
      assertRest(place, whole);
    }
    assertKept(keptOld, deaths);
  }

  /** The chunks of the first sweep are never cells of the second. */
  @Test
  void aRunThatDiesWhileItDiscardsAnotherDoesNotTakeItsChunks() throws IOException {
    Map<String, String> whole = whole(NEW);
    int deaths = 0;
    for (boolean survived = false; !survived; deaths++) {
      Path place = parent.resolve("run-" + deaths);
      int life = deaths * step();
      try (UnfinishedRun run = directory(place).begin(OLD, NOTHING)) {
        StoredRuns.writeChunk(run, OLD, 0, hadoop());
        StoredRuns.writeChunk(run, OLD, 1, hadoop());
      }
      survived = survives(life, place, () -> begin(place, NEW, new Replacing(false, true)));
      assertWholeOrNone(place, List.of(whole));
      try {
        resume(place, NEW);
      } catch (ConfigException e) {
        if (!e.getMessage().contains("nothing to resume")) {
          begin(place, NEW, ALL);
        }
      }
      assertRest(place, whole);
    }
    assertThat(deaths * step()).isGreaterThan(50);
  }

  @Test
  void aRunThatDiesTwiceGoesOnToo() throws IOException {
    Map<String, String> whole = whole(NEW);
    for (int first = 1; first < 100; first += 9) {
      for (int second = 1; second < 100; second += 7) {
        Path place = parent.resolve("run-" + first + "-" + second);
        int life = second;
        survives(first, place, () -> begin(place, NEW, NOTHING));
        survives(life, place, () -> goOn(place, NEW));
        assertWholeOrNone(place, List.of(whole));
        goOn(place, NEW);
        assertRest(place, whole);
      }
    }
  }

  @Test
  void aProcessThatLostItsPlaceCommitsNothingMore() throws IOException {
    Path place = parent.resolve("run");
    UnfinishedRun lost = directory(place).begin(NEW, NOTHING);
    StoredRuns.writeChunk(lost, NEW, 0, hadoop());
    bury(place);
    try (UnfinishedRun other = directory(place).resume(NEW)) {
      assertThatThrownBy(() -> StoredRuns.writeChunk(lost, NEW, 1, hadoop()))
          .isInstanceOf(LostLockException.class)
          .hasMessageContaining("another process took over");
      StoredRuns.write(other, NEW, hadoop());
    }
    lost.close();
    assertThat(directory(place).verify().sweep()).isEqualTo("new");
  }
}
