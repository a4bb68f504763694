package dev.ridgeline.config;

import java.nio.charset.StandardCharsets;

/**
 * A file as it was read.
 *
 * @param file the file as the user named it
 * @param text the whole text of the file
 */
public record Source(String file, String text) {

  /** SHA-256 of the bytes of the file, in hexadecimal digits. */
  public String sha256() {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
