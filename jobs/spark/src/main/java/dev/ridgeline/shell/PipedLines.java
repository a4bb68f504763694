package dev.ridgeline.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Statements and commands that come through a pipe or of a file. */
public final class PipedLines implements Lines {

  private final BufferedReader reader;

  public PipedLines(BufferedReader reader) {
    this.reader = reader;
  }

  /** Lines up to the end of a statement. A statement at the end needs no semicolon. */
  @Override
  public Optional<String> next() {
    StringBuilder text = new StringBuilder();
    try {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        text.append(line).append('\n');
        if (!text.toString().isBlank() && Dialogue.isComplete(text.toString())) {
          return Optional.of(text.toString());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
  }

  @Override
  public boolean isDialogue() {
    return false;
  }

  @Override
  public void close() {
    // Whoever made the reader closes it.
  }
}
