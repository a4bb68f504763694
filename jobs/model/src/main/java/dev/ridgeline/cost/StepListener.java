package dev.ridgeline.cost;

/** Hears what steps are made of while they are evaluated. */
@FunctionalInterface
public interface StepListener {

  /** Nobody: a step is evaluated without being taken apart. */
  StepListener NONE = report -> {};

  /** Hears a step that was added to a cost. */
  void hear(StepReport report);
}
