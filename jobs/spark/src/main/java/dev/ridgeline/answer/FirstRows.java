package dev.ridgeline.answer;

import dev.ridgeline.output.Output;
import dev.ridgeline.output.Rows;
import java.util.Locale;

/**
 * The first rows of a table.
 *
 * @param rows the first rows
 * @param more whether there are more rows than these
 */
public record FirstRows(Rows rows, boolean more) {

  /** At most {@code limit} of some rows. */
  public static FirstRows of(Rows all, int limit) {
    return new FirstRows(all.first(limit), all.values().size() > limit);
  }

  /** Says that there are more rows, where there are. */
  public void sayIfMore(Output output) {
    if (more) {
      output.say(
          String.format(Locale.ROOT, "... and more rows than these %d%n", rows.values().size()));
    }
  }
}
