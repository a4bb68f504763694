package dev.ridgeline.store;

import dev.ridgeline.config.Sha256;
import dev.ridgeline.sweep.Sweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** This program, as the JVM runs it. */
final class Program {

  private static final String PACKAGES = "dev/ridgeline";

  private Program() {}

  /**
   * SHA-256 of all classes of this program. It is the same whether they lie in folders or in a jar.
   */
  static String sha256() {
    return Holder.SHA256;
  }

  private static final class Holder {
    private static final String SHA256 = computed();
  }

  private static String computed() {
    SortedMap<String, String> classes = new TreeMap<>();
    try {
      for (Class<?> part : new Class<?>[] {Sweep.class, Program.class}) {
        add(Path.of(location(part)), classes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    MessageDigest digest = Sha256.begin();
    classes.forEach(
        (name, hash) -> digest.update((name + ' ' + hash + '\n').getBytes(StandardCharsets.UTF_8)));
    return Sha256.hex(digest);
  }

  private static URI location(Class<?> part) throws URISyntaxException {
    return part.getProtectionDomain().getCodeSource().getLocation().toURI();
  }

  private static void add(Path place, SortedMap<String, String> classes) throws IOException {
    if (Files.isDirectory(place)) {
      addBelow(place, classes);
    } else {
      try (FileSystem jar = FileSystems.newFileSystem(place)) {
        addBelow(jar.getPath("/"), classes);
      }
    }
  }

  private static void addBelow(Path root, SortedMap<String, String> classes) throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve(PACKAGES))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        classes.put(root.relativize(file).toString(), Sha256.of(Files.readAllBytes(file)));
      }
    }
  }
}
