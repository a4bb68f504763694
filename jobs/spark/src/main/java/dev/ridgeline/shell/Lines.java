package dev.ridgeline.shell;

import java.util.Optional;

/** Statements and commands as a user or a file gives them. */
public interface Lines extends AutoCloseable {

  /** The next statements or command; empty where there is none any more. */
  Optional<String> next();

  /** Whether a user waits for each answer, and goes on after an error. */
  boolean isDialogue();

  @Override
  void close();
}
