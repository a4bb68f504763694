package dev.ridgeline.run;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.plugin.RidgelineCatalog;
import dev.ridgeline.remote.LocalFiles;
import dev.ridgeline.remote.Locations;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.metrics.sink.PrometheusServlet;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Sessions of Spark with the settings of Ridgeline. */
final class SparkSessions {

  private static final String MASTER = "spark.master";
  private static final String FOLDERS = "spark.local.dir";
  private static final String PROMETHEUS = "spark.metrics.conf.driver.sink.prometheusServlet.";
  private static final String LOOPBACK = "127.0.0.1";
  private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");

  /** The session that a shell keeps for the commands in it. */
  private static @Nullable SparkSession kept;

  private SparkSessions() {}

  /**
   * Opens a session. It runs on {@code master}, else on the master that spark-submit named, else on
   * all cores of this machine.
   *
   * @param name name of the application in the Spark UI
   * @param master URL of the Spark master
   * @throws ConfigException when Spark does not know this kind of master, or none answers there;
   *     when this Spark is too old
   * @throws NeedsSparkException when this JVM was started for work without Spark
   */
  static SparkSession open(String name, Optional<String> master) {
    ThisJvm.requireSpark();
    requireVersion(org.apache.spark.package$.MODULE$.SPARK_VERSION());
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    conf.setIfMissing(PROMETHEUS + "class", PrometheusServlet.class.getName());
    conf.setIfMissing(PROMETHEUS + "path", "/metrics/prometheus");
    conf.setIfMissing("spark.sql.session.timeZone", "UTC");
    conf.setIfMissing("spark.sql.debug.maxToStringFields", "1000");
    conf.setIfMissing("spark.sql.shuffle.partitions", "16");
    conf.setIfMissing(
        "spark.sql.catalog." + RidgelineCatalog.NAME, RidgelineCatalog.class.getName());
    // Tables are those of the source. Without this, a Hive metastore of Spark would add its own.
    conf.set("spark.sql.catalogImplementation", "in-memory");
    String url = master.orElseGet(() -> conf.get(MASTER, "local[*]"));
    SparkMasters.require(master.isPresent() ? "--master" : MASTER, url);
    conf.set(MASTER, url);
    TemporaryFolder.useForAllFiles();
    if (SparkMasters.isLocal(url)) {
      conf.setIfMissing("spark.ui.enabled", "false");
      keepToThisMachine(conf);
      LocalFiles.setting()
          .forEach((key, value) -> conf.setIfMissing(Locations.OF_HADOOP + key, value));
    } else {
      ownJar().ifPresent(jar -> conf.setIfMissing("spark.jars", jar));
    }
    SparkSession spark = SparkSession.builder().appName(name).config(conf).getOrCreate();
    EvaluationSource.add(spark);
    spark.sparkContext().setJobDescription(name);
    return spark;
  }

  /**
   * Checks the version of Spark, which may be that of an installation. Spark 4.2 was the first to
   * have catalogs of tables and views, one of which every session gets.
   *
   * @throws ConfigException when it is older
   */
  static void requireVersion(String version) {
    Matcher numbers = VERSION.matcher(version);
    if (numbers.lookingAt()
        && (Integer.parseInt(numbers.group(1)) < 4
            || (numbers.group(1).equals("4") && Integer.parseInt(numbers.group(2)) < 2))) {
      throw new ConfigException("SPARK_HOME", "has Spark " + version + ". Allowed: 4.2 and later.");
    }
  }

  /** Keeps a session for all that this JVM does from now on, until {@link #stopKept}. */
  static synchronized void keep(SparkSession spark) {
    kept = spark;
  }

  /** Stops the session that was kept. */
  static synchronized void stopKept() {
    if (kept != null) {
      kept.stop();
      kept = null;
    }
  }

  /** Stops a session whose command is done, where it is not kept. */
  static synchronized void close(SparkSession spark) {
    if (kept == null) {
      spark.stop();
    }
  }

  /**
   * Settings of a session inside this JVM: it listens on the loopback interface alone, asks whoever
   * connects for a secret that Spark draws, and its files are private.
   */
  private static void keepToThisMachine(SparkConf conf) {
    conf.setIfMissing("spark.driver.bindAddress", LOOPBACK);
    conf.setIfMissing("spark.driver.host", LOOPBACK);
    conf.setIfMissing("spark.authenticate", "true");
    // Spark would end the JVM with a code of its own when a task runs out of memory.
    conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
    if (conf.contains(FOLDERS)) {
      conf.set(
          FOLDERS,
          Arrays.stream(conf.get(FOLDERS).split(","))
              .map(folder -> TemporaryFolder.in(Path.of(folder.strip())).toString())
              .collect(Collectors.joining(",")));
    }
  }

  /** The jar of this class, which executors on other machines need; empty in tests. */
  private static Optional<String> ownJar() {
    String location =
        SparkSessions.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return location.endsWith(".jar") ? Optional.of(location) : Optional.empty();
  }
}
