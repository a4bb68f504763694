package dev.ridgeline.sql;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.util.StringUtils;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Statements of SQL in one text, parted by semicolons. Semicolons in quotes and comments part
 * nothing. A text that begins with BEGIN is one statement, since it has statements within.
 */
public final class SqlScript {

  /** A word that ends up in the last statement, where that has not ended before. */
  private static final String REST = "\nrest";

  private static final Pattern COMPOUND =
      Pattern.compile("\\s*BEGIN\\b.*", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  private SqlScript() {}

  /** The statements of a text, without their semicolons. */
  public static List<String> statements(String text) {
    return COMPOUND.matcher(text).matches() ? List.of(text.strip()) : split(text);
  }

  /** Whether a semicolon ends the last statement of a text. */
  public static boolean isComplete(String text) {
    List<String> statements = split(text + REST);
    return statements.get(statements.size() - 1).equals(REST.strip());
  }

  /** Spark parts the text, as its own shell has it. */
  private static List<String> split(String text) {
    return CollectionConverters.asJava(StringUtils.splitSemiColonWithIndex(text, false)).stream()
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }
}
