package dev.ridgeline.space;

import dev.ridgeline.catalog.Workflow;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How requests arrive.
 *
 * @param variation squared coefficient of variation of the times between arrivals; null for that of
 *     the workflow
 */
public record Arrivals(@Nullable Double variation) implements Serializable {

  /** The variation that the workflow states. */
  public static final Arrivals OF_WORKFLOW = new Arrivals(null);

  /** Label in tables: {@code workflow} or a number. */
  public String label() {
    return variation == null ? "workflow" : variation.toString();
  }

  /** Squared coefficient of variation of the times between arrivals of a workflow. */
  public double variation(Workflow workflow) {
    return variation == null ? workflow.arrivalVariation() : variation;
  }
}
