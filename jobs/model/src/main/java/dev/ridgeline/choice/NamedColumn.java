package dev.ridgeline.choice;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;

/** Looks up the columns of cells that a request names. */
final class NamedColumn {

  private NamedColumn() {}

  /**
   * Returns the numeric column with a name.
   *
   * @param place option that is named in messages
   * @throws ConfigException where there is none, with the nearest names
   */
  static CellColumn numeric(String place, String name) {
    for (CellColumn column : CellColumns.ALL) {
      if (column.name().equals(name)) {
        if (!column.isNumeric()) {
          throw new ConfigException(
              place, "names '" + name + "', a column of texts. Allowed: a column of numbers.");
        }
        return column;
      }
    }
    throw new ConfigException(
        place,
        "unknown column '"
            + name
            + "'."
            + NearestName.advice(
                name,
                CellColumns.ALL.stream()
                    .filter(CellColumn::isNumeric)
                    .map(CellColumn::name)
                    .toList()));
  }
}
