package dev.ridgeline.evaluate;

/** The columns of the table of cells as documentation. */
public final class ColumnReference {

  private ColumnReference() {}

  /** A Markdown table with one row for each column. */
  public static String markdown() {
    StringBuilder table =
        new StringBuilder(
            "| column | type | unit | null unless | meaning |\n|---|---|---|---|---|\n");
    for (CellColumn column : CellColumns.ALL) {
      table.append(
          "| `%s` | %s | %s | %s | %s |%n"
              .formatted(
                  column.name(),
                  column.reader().typeName(),
                  column.unit().replace("|", "\\|"),
                  condition(column.availability()),
                  column.doc()));
    }
    return table.toString().replace(System.lineSeparator(), "\n");
  }

  private static String condition(Availability availability) {
    return switch (availability) {
      case ALWAYS -> "";
      case STEP -> "laid out";
      case SERVING -> "fits";
      case PRICE -> "priced";
      case FLEET -> "sized";
    };
  }
}
