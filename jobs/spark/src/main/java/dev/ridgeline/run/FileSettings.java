package dev.ridgeline.run;

import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/** Settings of the file systems of places, found without a session of Spark. */
final class FileSettings {

  private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");

  /** Beginning of Spark's settings that are those of Hadoop. */
  private static final String OF_HADOOP = "spark.hadoop.";

  private FileSettings() {}

  /** Whether a place is named by a URL rather than by a path. */
  static boolean isUrl(String place) {
    return URL.matcher(place).matches();
  }

  /** The settings of the file system of a place. A path needs none of what Spark adds. */
  static Configuration of(String place) {
    if (isUrl(place)) {
      return SparkSessions.hadoop();
    }
    Configuration settings = new Configuration();
    System.getProperties()
        .forEach(
            (name, value) -> {
              if (name.toString().startsWith(OF_HADOOP)) {
                settings.set(name.toString().substring(OF_HADOOP.length()), value.toString());
              }
            });
    return settings;
  }
}
