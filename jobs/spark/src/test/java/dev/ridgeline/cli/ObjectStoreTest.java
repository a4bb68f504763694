package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.store.ObjectStore;
import dev.ridgeline.testing.FileHashes;
import dev.ridgeline.testing.TestSweep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands whose sweep, catalogs and runs are in a store that renames nothing. */
class ObjectStoreTest {

  private static final String PROPERTY = "spark.hadoop." + ObjectStore.SETTING;
  private static final String LOCAL = "--master=local[2]";

  @TempDir private static Path directory;

  @BeforeAll
  static void addStore() {
    System.setProperty(PROPERTY, ObjectStore.class.getName());
  }

  @AfterAll
  static void removeStore() {
    System.clearProperty(PROPERTY);
  }

  private static String url(Path path) {
    return "store:" + path.toAbsolutePath().normalize();
  }

  /** Hashes of the files, but of those that say when the run was, and under which name. */
  private static Map<String, String> data(Path run) throws IOException {
    Map<String, String> hashes = new TreeMap<>(FileHashes.below(run));
    assertThat(hashes.remove("run.json")).isNotNull();
    hashes.keySet().removeIf(name -> name.endsWith(".crc")); // Checksums of local files.
    return hashes;
  }

  @Test
  void runsAreWrittenInPlaceAndRead() throws IOException {
    Path file = TestSweep.small(directory);
    Path here = directory.resolve("here");
    Path there = directory.resolve("there");
    String catalogs = "--catalogs=" + url(TestSweep.CATALOGS);
    assertThat(
            CommandLineRun.of("sweep", file.toString(), CommandLineRun.CATALOGS, "--out=" + here)
                .code())
        .isZero();
    CommandLineRun swept =
        CommandLineRun.of(
            "sweep", url(file), catalogs, LOCAL, "--out=" + url(there), "--partitions=0");
    assertThat(swept.code()).as(swept.err()).isZero();
    assertThat(data(there)).isEqualTo(data(here));

    Path frontier = directory.resolve("frontier");
    CommandLineRun taken =
        CommandLineRun.of("frontier", url(there), catalogs, LOCAL, "--out=" + url(frontier));
    assertThat(taken.code()).as(taken.err()).isZero();
    assertThat(CommandLineRun.of("verify", url(frontier)).out()).contains("is whole: ");
    Path local = directory.resolve("local-frontier");
    assertThat(
            CommandLineRun.of(
                    "frontier", here.toString(), LOCAL, CommandLineRun.CATALOGS, "--out=" + local)
                .code())
        .isZero();
    assertThat(data(frontier)).isEqualTo(data(local));
  }
}
