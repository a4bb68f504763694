package dev.ridgeline.schema;

import java.util.List;

/** Tables as documentation. */
public final class TableReference {

  private TableReference() {}

  /** Markdown with a section for each table: what a row is, and what its columns say. */
  public static String markdown(List<? extends Table<?>> tables) {
    StringBuilder text = new StringBuilder();
    for (Table<?> table : tables) {
      text.append("\n## ").append(table.name()).append("\n\n").append(table.doc()).append("\n\n");
      text.append("| column | type | unit | null where | meaning |\n|---|---|---|---|---|\n");
      table.columns().forEach(column -> text.append(line(column)));
    }
    return text.toString();
  }

  private static String line(Column<?> column) {
    return "| `%s` | %s | %s | %s | %s |\n"
        .formatted(
            column.name(),
            cell(column.reader().typeName()),
            cell(column.unit()),
            cell(column.nulls().where()),
            cell(column.doc()));
  }

  /** Text in a table, where a bar would end the column. */
  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
