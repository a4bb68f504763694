package dev.ridgeline.cli;

import dev.ridgeline.run.SqlSession;
import dev.ridgeline.shell.SqlNames;
import dev.ridgeline.sql.SqlFunctions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names and values of the source of a shell. They are looked up when they are first completed. */
final class ShellNames implements SqlNames {

  private static final int MOST_VALUES = 200;

  private final Set<String> commands;
  private final Set<String> columns = new LinkedHashSet<>();
  private final Map<String, List<String>> values = new HashMap<>();
  private SqlSession session;

  ShellNames(SqlSession session, Set<String> commands) {
    this.session = session;
    this.commands = commands;
  }

  /** Shows the names of another source from now on. */
  void show(SqlSession other) {
    session = other;
    columns.clear();
    values.clear();
  }

  @Override
  public Collection<String> tables() {
    return session.tables();
  }

  @Override
  public Collection<String> columns() {
    if (columns.isEmpty()) {
      List<String> tables = new ArrayList<>(session.tables());
      tables.forEach(table -> columns.addAll(session.columns(table)));
    }
    return columns;
  }

  @Override
  public Collection<String> functions() {
    return SqlFunctions.names();
  }

  @Override
  public Collection<String> values(String column) {
    return values.computeIfAbsent(column, any -> session.values(any, MOST_VALUES));
  }

  @Override
  public Collection<String> commands() {
    return commands;
  }
}
