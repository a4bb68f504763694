package dev.ridgeline.cost;

/** Hears the parts of steps while they are evaluated. */
@FunctionalInterface
public interface StepListener {

  /** A listener that ignores every report; steps are then not taken apart. */
  StepListener NONE = report -> {};

  /** Hears the report of a step that was added to a cost. */
  void hear(StepReport report);
}
