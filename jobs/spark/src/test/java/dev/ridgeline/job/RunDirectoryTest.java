package dev.ridgeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.testing.FileHashes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static void complete(Path root) {
    claim(root, false);
    directory(root).complete(MANIFEST);
  }

  private static void claim(Path root, boolean overwrite) {
    directory(root).claim(overwrite);
  }

  private static RunDirectory directory(Path root) {
    return RunDirectory.of(root.toString(), new Configuration());
  }
}
