package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedCatalogsTest {

  @TempDir private Path directory;

  private Path jar(Map<String, String> files) throws IOException {
    Path jar = Files.createTempFile(directory, "made", ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        out.putNextEntry(new JarEntry(file.getKey()));
        out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
      }
    }
    return jar;
  }

  private Path unpacked(Map<String, String> files) throws IOException {
    try (JarFile jar = new JarFile(jar(files).toFile())) {
      return ShippedCatalogs.unpack(jar, directory.resolve("cache"));
    }
  }

  @Test
  void catalogsAreUnpackedAndNothingElse() throws IOException {
    Path place =
        unpacked(Map.of("catalogs/models/a.yaml", "id: a\n", "dev/ridgeline/Main.class", "x"));
    assertThat(place.resolve("models/a.yaml")).content().isEqualTo("id: a\n");
    try (Stream<Path> files = Files.walk(place).filter(Files::isRegularFile)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void theSameCatalogsAreUnpackedOnce() throws IOException {
    Path first = unpacked(Map.of("catalogs/models/a.yaml", "id: a\n"));
    Files.writeString(first.resolve("mark"), "");
    assertThat(unpacked(Map.of("catalogs/models/a.yaml", "id: a\n"))).isEqualTo(first);
    assertThat(first.resolve("mark")).exists();
  }

  @Test
  void otherCatalogsHaveAnotherPlace() throws IOException {
    Path first = unpacked(Map.of("catalogs/models/a.yaml", "id: a\n"));
    assertThat(unpacked(Map.of("catalogs/models/a.yaml", "id: b\n"))).isNotEqualTo(first);
    try (Stream<Path> all = Files.list(directory.resolve("cache"))) {
      assertThat(all).as("no unfinished folder").hasSize(2);
    }
  }
}
