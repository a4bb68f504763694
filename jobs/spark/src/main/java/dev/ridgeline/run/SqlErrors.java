package dev.ridgeline.run;

import dev.ridgeline.config.ConfigException;
import java.util.function.Supplier;
import org.apache.spark.SparkThrowable;

/** Errors in SQL that a user wrote. */
final class SqlErrors {

  private SqlErrors() {}

  /**
   * Returns what a supplier returns, with errors of SQL located.
   *
   * @param place name of the SQL in messages, such as {@code --where}
   * @throws ConfigException when Spark refuses the SQL
   */
  static <T> T located(String place, Supplier<T> supplier) {
    try {
      return supplier.get();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // AnalysisException and ParseException are checked, but Scala does not declare them.
      if (e instanceof SparkThrowable) {
        throw new ConfigException(place, firstSentences(e.getMessage()));
      }
      throw new IllegalStateException(e);
    }
  }

  /** Spark's message without the plan that follows it. */
  private static String firstSentences(String message) {
    int plan = message.indexOf(";\n");
    return (plan < 0 ? message : message.substring(0, plan)).strip().replaceAll("\\s*\\n\\s*", " ");
  }
}
