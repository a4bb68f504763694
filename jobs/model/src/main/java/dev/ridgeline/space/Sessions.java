package dev.ridgeline.space;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.WrittenAs;
import dev.ridgeline.deployment.TaskPlan;
import dev.ridgeline.units.Dimension;
import java.io.Serializable;

/**
 * Tasks in progress at once on a decode replica, those that wait for a tool included.
 *
 * @param number number of tasks; 0 for as many as keep the batch running
 */
@WrittenAs(
    """
    {"oneOf": [
      {"type": "integer", "minimum": 1, "maximum": 100000000},
      {"const": "batch"}]}
    """)
public record Sessions(int number) implements Serializable {

  /** As many as keep the batch of a replica running. */
  public static final Sessions OF_BATCH = new Sessions((int) TaskPlan.AS_MANY_AS_RUN);

  private static final String BATCH = "batch";

  /**
   * Reads {@code batch} or a number.
   *
   * @throws InvalidValueException for any other value
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Sessions of(Object written) {
    if (BATCH.equals(written)) {
      return OF_BATCH;
    }
    if (written instanceof Integer number && Dimension.SEQUENCES.range().has(number)) {
      return new Sessions(number);
    }
    throw new InvalidValueException(
        "", written, Dimension.SEQUENCES.range().allowedWhole() + ", or 'batch'");
  }

  /** Whether it is a stated number. */
  public boolean isNumber() {
    return number != OF_BATCH.number;
  }

  /** Label in tables: {@code batch} or a number. */
  public String label() {
    return number == 0 ? BATCH : Integer.toString(number);
  }
}
