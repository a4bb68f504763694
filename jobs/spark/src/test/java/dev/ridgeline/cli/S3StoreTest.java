package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.S3Store;
import dev.ridgeline.testing.TestSweep;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands whose sweep and runs are at {@code s3a:} URLs: Hadoop's client, and a server of S3. */
class S3StoreTest {

  private static final String LOCAL = "--master=local[2]";
  private static final String BUCKET = "s3a://bucket/";

  @TempDir private static Path directory;

  private static S3Store store;
  private static Map<String, String> settings;

  @BeforeAll
  static void startStore() throws Exception {
    store = S3Store.start("bucket");
    settings = new TreeMap<>(store.settings());
    settings.put("fs.s3a.buffer.dir", directory.resolve("buffers").toString());
    settings.forEach((name, value) -> System.setProperty("spark.hadoop." + name, value));
  }

  @AfterAll
  static void stopStore() throws Exception {
    settings.keySet().forEach(name -> System.clearProperty("spark.hadoop." + name));
    FileSystem.closeAll();
    store.close();
  }

  private static FileSystem files() throws IOException {
    Configuration hadoop = new Configuration();
    settings.forEach(hadoop::set);
    return new org.apache.hadoop.fs.Path(BUCKET).getFileSystem(hadoop);
  }

  private static void assertSucceeds(String... arguments) {
    CommandLineRun run = CommandLineRun.of(arguments);
    assertThat(run.code()).as(run.err()).isZero();
  }

  /**
   * The list of a run has the size and the hash of each file, which verify compares with it. A
   * sweep reads the cells that it has written.
   */
  @Test
  void runsAreWrittenReplacedAndRead() throws IOException {
    Path file = TestSweep.small(directory);
    Path here = directory.resolve("here");
    assertSucceeds("sweep", file.toString(), CommandLineRun.CATALOGS, "--out=" + here);

    String sweep = BUCKET + "sweeps/small.yaml";
    String run = BUCKET + "runs/small";
    try (OutputStream out = files().create(new org.apache.hadoop.fs.Path(sweep))) {
      Files.copy(file, out);
    }
    assertSucceeds(
        "sweep", sweep, CommandLineRun.CATALOGS, LOCAL, "--out=" + run, "--partitions=3");
    assertSucceeds("sweep", sweep, CommandLineRun.CATALOGS, LOCAL, "--out=" + run, "--overwrite");
    try (FSDataInputStream list =
        files().open(new org.apache.hadoop.fs.Path(run + "/files.json"))) {
      assertThat(new String(list.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(Files.readString(here.resolve("files.json")));
    }
    assertThat(CommandLineRun.of("verify", run).out()).contains("is whole: ");
  }
}
