package dev.ridgeline.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file as it was read.
 *
 * @param file the file as the user named it
 * @param text the whole text of the file
 */
public record Source(String file, String text) {

  /**
   * Reads a file.
   *
   * @param problems receives why it cannot be read
   * @return the file; empty where there is a problem
   */
  public static Optional<Source> read(Path path, List<Problem> problems) {
    String file = path.toString();
    try {
      return Optional.of(new Source(file, Files.readString(path)));
    } catch (CharacterCodingException e) {
      problems.add(new Problem(file, "", 0, "is not UTF-8 text"));
    } catch (IOException e) {
      problems.add(new Problem(file, "", 0, unread(path, e)));
    }
    return Optional.empty();
  }

  /**
   * Says why a file could not be read. Of a file that lies elsewhere, the store says it.
   *
   * @param error what was thrown when it was read
   */
  public static String unread(Path path, IOException error) {
    if (!path.getFileSystem().equals(FileSystems.getDefault())
        && !(error instanceof NoSuchFileException)) {
      return "cannot be read: " + ErrorText.plain(error.getMessage());
    }
    return Files.exists(path) ? "cannot be read" : "does not exist";
  }

  /** SHA-256 of the bytes of the file, in hexadecimal digits. */
  public String sha256() {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
