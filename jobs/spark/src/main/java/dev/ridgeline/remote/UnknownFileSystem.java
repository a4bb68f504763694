package dev.ridgeline.remote;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.ErrorText;
import java.util.Map;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.util.VersionInfo;

/** What is said of a place whose file system cannot be opened, and which package is missing. */
public final class UnknownFileSystem {

  /** Packages by the scheme of URLs that they read. {@code %s} is the version of Hadoop. */
  private static final Map<String, String> PACKAGES =
      Map.of(
          "s3a", "org.apache.hadoop:hadoop-aws:%s",
          "abfs", "org.apache.hadoop:hadoop-azure:%s",
          "abfss", "org.apache.hadoop:hadoop-azure:%s",
          "wasb", "org.apache.hadoop:hadoop-azure:%s",
          "wasbs", "org.apache.hadoop:hadoop-azure:%s",
          "gs", "org.apache.hadoop:hadoop-gcp:%s",
          "oss", "org.apache.hadoop:hadoop-aliyun:%s",
          "cosn", "org.apache.hadoop:hadoop-cos:%s",
          "obs", "org.apache.hadoop:hadoop-huaweicloud:%s");

  /** Schemes that people know from elsewhere, and what Hadoop calls them. */
  private static final Map<String, String> CALLED = Map.of("s3", "s3a", "s3n", "s3a", "gcs", "gs");

  private UnknownFileSystem() {}

  /**
   * The error of a place that cannot be opened.
   *
   * @param place the place as the user named it
   * @param why what Hadoop said
   */
  public static ConfigException error(String place, Throwable why) {
    String scheme = place.contains(":") ? place.substring(0, place.indexOf(':')) : "";
    if (!isMissing(why)) {
      return new ConfigException(
          place, "cannot be opened: " + reason(why) + ". Maybe name a local path.");
    }
    if (CALLED.containsKey(scheme)) {
      return new ConfigException(
          place,
          "is on a file system that Hadoop does not know. Maybe write "
              + CALLED.get(scheme)
              + place.substring(scheme.length())
              + ".");
    }
    if (PACKAGES.containsKey(scheme)) {
      return new ConfigException(
          place,
          "is on a file system whose package is missing. Maybe add --packages "
              + PACKAGES.get(scheme).formatted(VersionInfo.getVersion())
              + ".");
    }
    return new ConfigException(
        place, "is on a file system that Hadoop does not know. Maybe name a local path.");
  }

  private static boolean isMissing(Throwable why) {
    for (Throwable cause = why; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnsupportedFileSystemException
          || cause instanceof ClassNotFoundException
          || cause instanceof NoClassDefFoundError) {
        return true;
      }
    }
    return false;
  }

  /** What the last cause of an error says. */
  public static String reason(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return ErrorText.plain(cause.getMessage());
  }
}
