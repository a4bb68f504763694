package dev.ridgeline.schema;

import java.util.List;

/** The reference page of tables. */
public final class TableReference {

  private TableReference() {}

  /** Markdown with one section for each table: the meaning of a row, and all columns. */
  public static String markdown(List<? extends Table<?>> tables) {
    StringBuilder text = new StringBuilder();
    for (Table<?> table : tables) {
      text.append("\n## ").append(table.name()).append("\n\n");
      text.append(sentenceOnALine(table.doc())).append("\n\n");
      text.append("| column | type | unit | null where | meaning |\n|---|---|---|---|---|\n");
      table.columns().forEach(column -> text.append(line(column)));
    }
    return text.toString();
  }

  private static String sentenceOnALine(String doc) {
    return doc.replace(". ", ".\n");
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

  /** Escapes the bars of a text, which would end a column of the table. */
  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
