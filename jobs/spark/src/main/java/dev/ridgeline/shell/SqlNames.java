package dev.ridgeline.shell;

import java.util.Collection;

/** Names and values that can be completed. */
public interface SqlNames {

  /** Names of tables and views. */
  Collection<String> tables();

  /** Names of the columns of all tables. */
  Collection<String> columns();

  /** Names of functions. */
  Collection<String> functions();

  /** Known values of a column, as texts. */
  Collection<String> values(String column);

  /** Names of commands, without the backslash. */
  Collection<String> commands();
}
