package dev.ridgeline.sql;

import dev.ridgeline.config.ConfigException;
import java.util.Comparator;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.spark.QueryContext;
import org.apache.spark.QueryContextType;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.jspecify.annotations.Nullable;

/** Errors in SQL that a user wrote: those that Spark finds before it runs, and those it meets. */
public final class SqlErrors {

  /** Most characters of a message. Spark's messages may repeat the whole query. */
  private static final int LONGEST = 600;

  /**
   * Classes of SQLSTATE that are the fault of a query: cardinality, data such as a division by
   * zero, what is not supported, names and syntax, limits, and raise_error.
   */
  private static final Set<String> FAULTS_OF_QUERIES = Set.of("21", "22", "0A", "42", "54", "P0");

  /** Parts of Spark's messages that repeat the query and its plan, or name settings and codes. */
  private static final List<Pattern> LEFT_OUT =
      List.of(
          Pattern.compile("\\s*== SQL.*", Pattern.DOTALL),
          Pattern.compile(";\n.*", Pattern.DOTALL),
          Pattern.compile(" If necessary set \\S+ to \\S+ to bypass this error\\."),
          Pattern.compile(" SQLSTATE: \\w+"));

  private static final Pattern POSITION = Pattern.compile("; line \\d+ pos \\d+$");

  private SqlErrors() {}

  /**
   * Returns what a supplier returns, with errors of SQL located.
   *
   * @param place name of the SQL in messages, such as {@code --where}
   * @throws ConfigException when Spark refuses the SQL, or fails on what the SQL asks for
   */
  public static <T> T located(String place, Supplier<T> supplier) {
    return located(place, List.of(), supplier);
  }

  /**
   * Returns what a supplier returns, with errors of SQL located at the option that they arose in.
   *
   * @param place place of an error that arose in none of the options, or in an unknown one
   * @param options options that are SQL
   * @throws ConfigException when Spark refuses the SQL, or fails on what the SQL asks for
   */
  public static <T> T located(String place, List<SqlOption> options, Supplier<T> supplier) {
    try {
      return supplier.get();
    } catch (StackOverflowError e) {
      throw new ConfigException(
          place,
          "is nested too deeply. Maybe write it flatter, or raise the stack:"
              + " RIDGELINE_JAVA_OPTIONS=-Xss64m.");
    } catch (Exception e) {
      // AnalysisException and ParseException are checked, but Scala does not declare them.
      Optional<Fault> fault = fault(e);
      if (fault.isPresent()) {
        String option = option(fault.get().part(), options).orElse(place);
        String message = fault.get().message();
        // Where the SQL of an option stands in other SQL, positions count from the other's start.
        throw new ConfigException(
            option, option.startsWith("--") ? POSITION.matcher(message).replaceFirst("") : message);
      }
      throw e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
    }
  }

  /** The option that a part of SQL is of. Around the SQL of an option there may be a cast. */
  private static Optional<String> option(String part, List<SqlOption> options) {
    return options.stream()
        .filter(one -> !part.isEmpty())
        .filter(one -> one.sql().contains(part) || part.contains(one.sql()))
        .max(Comparator.comparingInt(one -> one.sql().length()))
        .map(SqlOption::option);
  }

  /**
   * What is wrong with SQL.
   *
   * @param part the part of it that failed; empty where that is not known
   */
  private record Fault(String message, String part) {}

  /** What is wrong with the SQL; empty where the error has another cause. */
  private static Optional<Fault> fault(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConfigException) {
        return Optional.empty();
      }
      if (cause instanceof SparkThrowable thrown && isFaultOfQuery(cause, thrown)) {
        String part = part(thrown);
        String where =
            part.isEmpty() || cause instanceof AnalysisException
                ? ""
                : " It is in: " + shortened(part);
        return Optional.of(new Fault(first(cause.getMessage()) + where, part));
      }
      if (cause instanceof PatternSyntaxException || cause instanceof IllegalFormatException) {
        return Optional.of(
            new Fault(first("has a wrong pattern or format: " + cause.getMessage()), ""));
      }
    }
    return Optional.empty();
  }

  private static boolean isFaultOfQuery(Throwable cause, SparkThrowable thrown) {
    String state = thrown.getSqlState();
    return cause instanceof AnalysisException
        || (state != null && FAULTS_OF_QUERIES.contains(state.substring(0, 2)));
  }

  /** The part of the SQL that failed; empty where Spark does not know it. */
  private static String part(SparkThrowable thrown) {
    QueryContext[] contexts = thrown.getQueryContext();
    return contexts != null
            && contexts.length > 0
            && contexts[0].contextType() == QueryContextType.SQL
        ? contexts[0].fragment()
        : "";
  }

  /** Spark's message without the plan and the query that follow it. */
  private static String first(@Nullable String message) {
    String text = String.valueOf(message);
    for (Pattern part : LEFT_OUT) {
      text = part.matcher(text).replaceAll("");
    }
    return shortened(text);
  }

  /** A text on one line of bounded length, without characters that control a terminal. */
  static String shortened(String text) {
    String line = printable(text);
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " ...";
  }

  private static String printable(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?");
  }
}
