package dev.ridgeline.run;

import java.net.URISyntaxException;
import java.net.URL;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.spark.SparkConf;

/** The log of a driver that Spark's own scripts have started. */
public final class QuietLog {

  /** Name of the settings in the jar: warnings and errors, in one line each. */
  private static final String OWN = "/log4j2.properties";

  /** End of the URL of the settings that Spark takes where nobody gave any. */
  private static final String OF_SPARK = "org/apache/spark/log4j2-defaults.properties";

  /** Setting that Spark's scripts make in a driver. */
  private static final String SUBMITTED = "spark.app.name";

  private QuietLog() {}

  /**
   * Lets a submitted driver log warnings and errors alone. Settings of the user or of the cluster
   * stay. A JVM that the launcher started has found the settings itself.
   */
  public static void ifNobodyChose() {
    if (System.getProperty(SUBMITTED) == null) {
      return;
    }
    // Spark takes its own settings when it logs for the first time, whatever is there by then.
    new SparkConf(false).initializeLogIfNecessary(false, true);
    // Spark has a class loader of its own in a submitted driver, and with it a log of its own.
    LoggerContext context =
        (LoggerContext) LogManager.getContext(SparkConf.class.getClassLoader(), false);
    String chosen = context.getConfiguration().getConfigurationSource().getLocation();
    URL own = QuietLog.class.getResource(OWN);
    if (own != null && (chosen == null || chosen.endsWith(OF_SPARK))) {
      try {
        context.setConfigLocation(own.toURI());
      } catch (URISyntaxException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
