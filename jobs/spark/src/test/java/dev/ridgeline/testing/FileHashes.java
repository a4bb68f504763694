package dev.ridgeline.testing;

import dev.ridgeline.config.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Hashes of files, to tell whether something touched them. */
public final class FileHashes {

  private FileHashes() {}

  /** SHA-256 of a file. */
  public static String of(Path file) throws IOException {
    return Sha256.of(Files.readAllBytes(file));
  }

  /** SHA-256 of each file below a directory, by its path there. */
  public static Map<String, String> below(Path directory) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        hashes.put(directory.relativize(file).toString(), of(file));
      }
    }
    return hashes;
  }
}
