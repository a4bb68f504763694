package dev.ridgeline.remote;

import dev.ridgeline.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Places that people name by a path or by a URL, and the settings of their file systems. */
public final class Locations {

  private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");
  private static final Pattern LOCAL_URL = Pattern.compile("(?i)file:/.*");

  /** Beginning of Spark's settings that are those of Hadoop. */
  public static final String OF_HADOOP = "spark.hadoop.";

  private Locations() {}

  /** Whether a place is named by a URL rather than by a path. */
  public static boolean isUrl(String place) {
    return URL.matcher(place).matches();
  }

  /**
   * The settings of the file system of a place, found without a session of Spark. A path needs none
   * of what Spark adds.
   */
  public static Configuration settings(String place) {
    if (isUrl(place)) {
      return SparkHadoopUtil.get().newConfiguration(new SparkConf());
    }
    Configuration settings = new Configuration();
    LocalFiles.setting().forEach(settings::setIfUnset);
    System.getProperties()
        .forEach(
            (name, value) -> {
              if (name.toString().startsWith(OF_HADOOP)) {
                settings.set(name.toString().substring(OF_HADOOP.length()), value.toString());
              }
            });
    return settings;
  }

  /**
   * The path of a place that is read. A URL makes a path of a file system that reads alone.
   *
   * @throws ConfigException when nothing reads URLs of its scheme, or it cannot be opened
   */
  public static Path path(String place) {
    return isUrl(place) ? path(place, settings(place)) : Path.of(place);
  }

  /**
   * As {@link #path(String)}, with the settings of a session.
   *
   * @param hadoop settings of the file systems of URLs
   */
  public static Path path(String place, Configuration hadoop) {
    if (!isUrl(place)) {
      return Path.of(place);
    }
    org.apache.hadoop.fs.Path named;
    try {
      named = new org.apache.hadoop.fs.Path(place);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(place, "is no URL: " + UnknownFileSystem.reason(e));
    }
    if (LOCAL_URL.matcher(place).matches()) {
      return Path.of(named.toUri().getPath());
    }
    try {
      FileSystem files = FileSystem.newInstance(named.toUri(), hadoop);
      return new RemoteFileSystem(files, named.toUri()).path(named);
    } catch (IOException | RuntimeException e) {
      // Such as a URL without a host, or the file system of a library that is not there.
      throw UnknownFileSystem.error(place, e);
    }
  }
}
