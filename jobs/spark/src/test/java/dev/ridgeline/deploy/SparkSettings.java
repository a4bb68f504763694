package dev.ridgeline.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.internal.config.ConfigEntry;

/** Names of settings, held against those that Spark and Hadoop declare. */
final class SparkSettings {

  /** Their classes declare an entry for each setting, once they are initialized. */
  private static final List<String> DECLARING =
      List.of(
          "org.apache.spark.internal.config.package$",
          "org.apache.spark.internal.config.UI$",
          "org.apache.spark.internal.config.History$",
          "org.apache.spark.deploy.k8s.Config$",
          "org.apache.spark.deploy.yarn.config.package$");

  /** Settings whose names hold a name that the user gives (running-on-kubernetes.html). */
  private static final Pattern WITH_A_NAME =
      Pattern.compile(
          "spark\\.kubernetes\\.(driver|executor)\\.("
              + "secretKeyRef\\.[A-Z][A-Z0-9_]*"
              + "|secrets\\.[a-z0-9-]+"
              + "|volumes\\.emptyDir\\.[a-z0-9-]+\\.(mount\\.path|options\\.(sizeLimit|medium))"
              + ")");

  /** Settings that hadoop-aws documents and Hadoop's list of defaults lacks. */
  private static final Set<String> WITHOUT_DEFAULT = Set.of("fs.s3a.endpoint.region");

  private static final Pattern NAME = Pattern.compile("<name>\\s*([^<\\s]+)\\s*</name>");

  private SparkSettings() {}

  /** The settings of a file. */
  static Properties read(Path file) throws IOException {
    Properties settings = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      settings.load(reader);
    }
    return settings;
  }

  /** Names on lines of a file that are switched off. */
  static List<String> commentedOut(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith("# spark."))
          .map(line -> line.substring(2, line.indexOf(' ', 2)))
          .toList();
    }
  }

  /** Those of some names that neither Spark nor Hadoop has. */
  static List<String> unknown(Iterable<String> names) throws ClassNotFoundException {
    for (String declaring : DECLARING) {
      Class.forName(declaring);
    }
    Set<String> ofHadoop = namesOfHadoop();
    List<String> unknown = new ArrayList<>();
    for (String name : names) {
      boolean known =
          name.startsWith("spark.hadoop.")
              ? ofHadoop.contains(name.substring("spark.hadoop.".length()))
              : ConfigEntry.findEntry(name) != null || WITH_A_NAME.matcher(name).matches();
      if (!known) {
        unknown.add(name);
      }
    }
    return unknown;
  }

  /** The names in Hadoop's list of defaults, which has entries without a value, too. */
  private static Set<String> namesOfHadoop() {
    Set<String> names = new HashSet<>(WITHOUT_DEFAULT);
    try (InputStream list = Configuration.class.getResourceAsStream("/core-default.xml")) {
      String text = new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8);
      NAME.matcher(text).results().forEach(name -> names.add(name.group(1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }
}
