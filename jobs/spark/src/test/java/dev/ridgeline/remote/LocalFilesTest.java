package dev.ridgeline.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.cli.Main;
import dev.ridgeline.testing.OtherJvm;
import dev.ridgeline.testing.TestSweep;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files and folders that Hadoop makes on this machine without a program of this machine. */
class LocalFilesTest {

  @TempDir private Path directory;

  private static FileSystem files(Configuration settings) throws IOException {
    return FileSystem.newInstance(URI.create("file:///"), settings);
  }

  private static int mode(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:mode") & 07777;
  }

  private org.apache.hadoop.fs.Path named(String name) {
    return new org.apache.hadoop.fs.Path(directory.resolve(name).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"022", "077", "000"})
  void filesAndFoldersHaveThePermissionsThatHadoopGives(String umask) throws IOException {
    for (boolean ours : new boolean[] {false, true}) {
      Configuration settings = new Configuration();
      settings.set("fs.permissions.umask-mode", umask);
      if (ours) {
        LocalFiles.setting().forEach(settings::set);
      }
      String name = ours ? "ours" : "theirs";
      try (FileSystem files = files(settings)) {
        assertThat(files).isExactlyInstanceOf(ours ? LocalFiles.class : LocalFileSystem.class);
        files.mkdirs(named(name));
        files.create(named(name + "/file")).close();
        files.mkdirs(named(name + "/all"), new FsPermission((short) 01777));
      }
    }
    for (String name : List.of("", "file", "all")) {
      assertThat(mode(directory.resolve("ours").resolve(name)))
          .as("/%s", name)
          .isEqualTo(mode(directory.resolve("theirs").resolve(name)));
    }
  }

  @Test
  void aSweepStartsNoProgram() throws Exception {
    Path log = directory.resolve("log");
    ProcessBuilder sweep =
        new ProcessBuilder(
                OtherJvm.command(
                    List.of(),
                    Main.class.getName(),
                    "sweep",
                    TestSweep.tiny(directory).toString(),
                    "--catalogs=" + TestSweep.CATALOGS,
                    "--out=" + directory.resolve("run")))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    sweep.environment().put("PATH", directory.toString());
    Process process = sweep.start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
  }
}
