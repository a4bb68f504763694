package dev.ridgeline.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which version this program is, and the commit that it was built from.
 *
 * @param version number of the version, such as {@code 0.1.0}
 * @param commit first digits of the hash of the commit; empty where the build knew none
 * @param date day of the commit, as ISO 8601; empty where there is no commit
 * @param changed whether the sources differed from the commit
 */
public record ProgramVersion(String version, String commit, String date, boolean changed) {

  /** The file that the build writes into the jar (deploy/release/commit). */
  private static final String FILE = "/META-INF/ridgeline.properties";

  /** The version of this program. Its number is "development" where the build wrote none. */
  public static ProgramVersion current() {
    return Holder.CURRENT;
  }

  private static final class Holder {
    private static final ProgramVersion CURRENT = of(read());
  }

  private static Properties read() {
    Properties stated = new Properties();
    try (InputStream in = ProgramVersion.class.getResourceAsStream(FILE)) {
      if (in != null) {
        stated.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return stated;
  }

  /** The version that a build states. */
  static ProgramVersion of(Properties stated) {
    return new ProgramVersion(
        stated.getProperty("version", "development"),
        stated.getProperty("commit", ""),
        stated.getProperty("date", ""),
        Boolean.parseBoolean(stated.getProperty("changed")));
  }

  /** Such as {@code 0.1.0 (commit 28f8486a1b2c of 2026-11-27)}. */
  @Override
  public String toString() {
    return commit.isEmpty()
        ? version
        : "%s (commit %s of %s%s)".formatted(version, commit, date, changed ? ", changed" : "");
  }
}
