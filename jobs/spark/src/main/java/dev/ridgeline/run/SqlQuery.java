package dev.ridgeline.run;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.output.Output;
import dev.ridgeline.run.SqlSession.Rights;
import dev.ridgeline.run.SqlSession.Statement;
import dev.ridgeline.sql.SqlScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * SQL of a finished run or of a sweep: one statement, or several that semicolons part.
 *
 * @param source directory of the run, or path of the sweep file
 * @param catalogs catalogs of the sweep
 * @param place where the SQL stands, for messages
 * @param sql the statements
 * @param rows most rows that are printed of each answer
 * @param rights what the statements may do
 */
public record SqlQuery(
    String source, CatalogDirectories catalogs, String place, String sql, int rows, Rights rights) {

  /**
   * Prints the answers, with an empty line between two. No statement runs before all are checked.
   *
   * @throws ConfigException when the sweep or a statement is wrong, or the run is not complete
   */
  public void execute(Optional<String> master, Output output) {
    List<Statement> statements = statements();
    try (SqlSession session =
        SqlSession.open(source, catalogs, rights, statements, master, output.progress())) {
      for (int i = 0; i < statements.size(); i++) {
        if (i > 0) {
          output.out().println();
        }
        session.answer(statements.get(i), rows, output);
      }
    }
  }

  private List<Statement> statements() {
    List<String> texts = SqlScript.statements(sql);
    if (texts.isEmpty()) {
      throw new ConfigException(place, "has no statement. Allowed: SQL such as FROM cells.");
    }
    List<Statement> statements = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String which = texts.size() == 1 ? place : place + ", statement " + (i + 1);
      statements.add(new Statement(which, texts.get(i)));
    }
    return statements;
  }
}
