package dev.ridgeline.sql;

import dev.ridgeline.config.ConfigException;
import java.util.Set;

/** A rule that says which SQL of a user may run. It needs no session of Spark. */
public sealed interface SqlRule permits ReadOnly, SqlRule.Everything {

  /** A rule of SQL that reads these tables and nothing else, and writes nothing. */
  static SqlRule readOnly(Set<String> tables) {
    return new ReadOnly(tables);
  }

  /** A rule of expressions over columns, which read no table. */
  static SqlRule ofColumns() {
    return new ReadOnly(Set.of());
  }

  /** A rule that lets every statement run. */
  static SqlRule everything() {
    return new Everything();
  }

  /**
   * Checks a statement.
   *
   * @param place name of the SQL in messages
   * @throws ConfigException when it cannot be parsed, or may not run
   */
  void requireQuery(String place, String sql);

  /**
   * Checks an expression, such as a condition.
   *
   * @param place name of the SQL in messages, such as {@code --where}
   * @throws ConfigException when it cannot be parsed, or may not run
   */
  void requireExpression(String place, String sql);

  /**
   * Checks the name of a table that a function reads.
   *
   * @param place name of the function
   * @throws ConfigException when the table may not be read
   */
  void requireTable(String place, String name);

  /** The rule that lets every statement run. Spark reports what it cannot parse. */
  record Everything() implements SqlRule {

    @Override
    public void requireQuery(String place, String sql) {}

    @Override
    public void requireExpression(String place, String sql) {}

    @Override
    public void requireTable(String place, String name) {}
  }
}
