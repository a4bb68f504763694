package dev.ridgeline.pareto;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.schema.Column;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names of columns in a request, which differ from each other and from a table's own columns. */
public final class RequestedNames {

  private RequestedNames() {}

  /**
   * Checks names.
   *
   * @param place option that names the columns
   * @param requested the names
   * @param own columns that the table has for every request
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
            "gives a table two columns '"
                + name
                + "'. Allowed: each column once, and none of the table's own columns.");
      }
    }
  }
}
