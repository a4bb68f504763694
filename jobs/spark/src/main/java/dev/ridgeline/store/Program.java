package dev.ridgeline.store;

import dev.ridgeline.config.Sha256;
import dev.ridgeline.sweep.Sweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;

/** This program, as the JVM runs it. */
final class Program {

  private static final String PACKAGES = "dev/ridgeline/";

  private Program() {}

  /**
   * SHA-256 of the names and check sums of all classes of this program. It is the same whether they
   * lie in folders or in a jar, which knows the check sums without being unpacked.
   */
  static String sha256() {
    return Holder.SHA256;
  }

  private static final class Holder {
    private static final String SHA256 = computed();
  }

  private static String computed() {
    SortedMap<String, Long> classes = new TreeMap<>();
    try {
      for (Class<?> part : new Class<?>[] {Sweep.class, Program.class}) {
        Path place = Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(place)) {
          addFolder(place, classes);
        } else {
          addJar(place, classes);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    StringBuilder text = new StringBuilder();
    classes.forEach((name, sum) -> text.append(name).append(' ').append(sum).append('\n'));
    return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void addJar(Path place, SortedMap<String, Long> classes) throws IOException {
    try (ZipFile jar = new ZipFile(place.toFile())) {
      jar.stream()
          .filter(entry -> entry.getName().startsWith(PACKAGES) && !entry.isDirectory())
          .forEach(entry -> classes.put(entry.getName(), entry.getCrc()));
    }
  }

  private static void addFolder(Path root, SortedMap<String, Long> classes) throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve(PACKAGES))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        CRC32 sum = new CRC32();
        sum.update(Files.readAllBytes(file));
        classes.put(root.relativize(file).toString(), sum.getValue());
      }
    }
  }
}
