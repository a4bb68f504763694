package dev.ridgeline.pareto;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.schema.Column;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Columns that a request names, which must be apart from each other and from a table's own. */
public final class RequestedNames {

  private RequestedNames() {}

  /**
   * Checks names.
   *
   * @param place the option that names them
   * @param requested the names
   * @param own columns that the table has whatever is requested
   * @throws ConfigException when two columns would have the same name
   */
  public static void requireApart(
      String place, List<String> requested, List<? extends Column<?>> own) {
    Set<String> taken = new HashSet<>();
    own.forEach(column -> taken.add(column.name()));
    for (String name : requested) {
      if (!taken.add(name)) {
        throw new ConfigException(
            place,
            "would give a table two columns '"
                + name
                + "'. Allowed: each column once, and none that the table has anyway.");
      }
    }
  }
}
