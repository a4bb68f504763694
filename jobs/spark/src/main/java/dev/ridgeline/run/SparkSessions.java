package dev.ridgeline.run;

import dev.ridgeline.config.ConfigException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** Sessions of Spark with the settings of Ridgeline. */
final class SparkSessions {

  private SparkSessions() {}

  /**
   * Opens a session. It runs on {@code master}, else on the master that spark-submit named, else on
   * all cores of this machine.
   *
   * @param name name of the application in the Spark UI
   * @param master URL of the Spark master
   * @throws ConfigException when Spark does not know this kind of master
   */
  static SparkSession open(String name, Optional<String> master) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    conf.setIfMissing("spark.sql.session.timeZone", "UTC");
    conf.setIfMissing("spark.sql.debug.maxToStringFields", "1000");
    conf.setIfMissing("spark.sql.shuffle.partitions", "16");
    master.ifPresent(url -> conf.set("spark.master", url));
    conf.setIfMissing("spark.master", "local[*]");
    ownJar().ifPresent(jar -> conf.setIfMissing("spark.jars", jar));
    try {
      return SparkSession.builder().appName(name).config(conf).getOrCreate();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // SparkException is checked, but Scala does not declare it.
      if (String.valueOf(e.getMessage()).contains("Master URL")) {
        throw new ConfigException("--master", e.getMessage());
      }
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** Settings of Hadoop, as a session will have them. No session is started. */
  static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  /** The jar of this class, which executors on other machines need; empty in tests. */
  private static Optional<String> ownJar() {
    String location =
        SparkSessions.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return location.endsWith(".jar") ? Optional.of(location) : Optional.empty();
  }
}
