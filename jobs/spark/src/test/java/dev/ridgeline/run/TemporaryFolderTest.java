package dev.ridgeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.OtherJvm;
import dev.ridgeline.testing.TestSweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Temporary files, which nobody else reads and which no process leaves behind for good. */
class TemporaryFolderTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path place;

  @Test
  void aFolderIsOfItsUserAlone() throws IOException {
    Path folder = TemporaryFolder.in(place);
    assertThat(TemporaryFolder.in(place)).isEqualTo(folder);
    assertThat(folder.getParent()).isEqualTo(ofUser());
    for (Path one : List.of(folder, folder.getParent())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void aFolderThatSomebodyPreparedIsNotUsed() throws IOException {
    Path prepared = Files.createDirectory(place.resolve("prepared"));
    Files.createSymbolicLink(ofUser(), prepared);
    Path folder = TemporaryFolder.in(place);
    assertThat(folder).exists();
    assertThat(folder.getParent()).isNotEqualTo(ofUser());
    assertThat(prepared).isEmptyDirectory();
  }

  @Test
  void aFolderThatOthersMayEnterIsNotUsed() throws IOException {
    Files.createDirectory(ofUser());
    Files.setPosixFilePermissions(ofUser(), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(TemporaryFolder.in(place).getParent()).isNotEqualTo(ofUser());
  }

  @Test
  void whatAKilledProcessLeftIsRemovedByTheNextAndWhatALivingOneHasStays() throws Exception {
    Process killed = startHugeSweep("killed");
    Process living = startHugeSweep("living");
    try {
      Path ofKilled = folderWithSparksFiles(killed);
      Path ofLiving = folderWithSparksFiles(living);
      assertThat(namesBeside(ofUser())).containsExactlyInAnyOrder(ofUser().toString());
      killed.destroyForcibly();
      assertThat(killed.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(ofKilled).isNotEmptyDirectory();

      Path own = TemporaryFolder.in(place);
      removeByLaterStarts(ofKilled);
      assertThat(ofKilled).as("left: %s", filesIn(ofKilled)).doesNotExist();
      assertThat(ofLiving).isNotEmptyDirectory();
      assertThat(own).exists();

      living.destroy();
      assertThat(living.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(ofLiving).doesNotExist();
    } finally {
      killed.destroyForcibly();
      living.destroyForcibly();
    }
  }

  /** What a start cannot remove is left to the next one. */
  private void removeByLaterStarts(Path folder) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (Files.exists(folder) && Instant.now().isBefore(end)) {
      TimeUnit.MILLISECONDS.sleep(50);
      TemporaryFolder.removeAbandoned(ofUser());
    }
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.toList();
    }
  }

  private Path ofUser() {
    return place.resolve("ridgeline-" + System.getProperty("user.name"));
  }

  /** Everything in the place for temporary files, but for what the JVM itself puts there. */
  private List<String> namesBeside(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder.getParent())) {
      return all.map(Path::toString)
          .filter(
              name -> !name.contains("hsperfdata") && !name.matches(".*\\.(yaml|log)|.*/run-.*"))
          .toList();
    }
  }

  /** Waits until Spark has put files into the folder of a process. */
  private Path folderWithSparksFiles(Process process) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      assertThat(process.isAlive()).as("the sweep ended by itself").isTrue();
      if (Files.isDirectory(ofUser())) {
        try (Stream<Path> all = Files.walk(ofUser(), 2)) {
          List<Path> found = all.filter(one -> isOf(process, one)).toList();
          if (found.stream()
              .anyMatch(one -> one.getFileName().toString().startsWith("blockmgr-"))) {
            return ofUser().resolve(ofUser().relativize(found.get(0)).getName(0));
          }
        }
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new AssertionError("Spark made no files in " + ofUser());
  }

  private boolean isOf(Process process, Path path) {
    return !path.equals(ofUser())
        && ofUser().relativize(path).getName(0).toString().startsWith(process.pid() + "-")
        && !path.toString().endsWith(".lock");
  }

  private Process startHugeSweep(String name) throws IOException {
    List<String> command =
        OtherJvm.command(
            List.of("-Djava.io.tmpdir=" + place),
            "dev.ridgeline.cli.Main",
            "sweep",
            TestSweep.huge(place).toString(),
            "--catalogs=" + TestSweep.CATALOGS,
            "--master=local[1]",
            "--out=" + place.resolve("run-" + name),
            "--max-cells=4000000000");
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(place.resolve(name + ".log").toFile())
        .start();
  }
}
