package dev.ridgeline.workload;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.ridgeline.config.InvalidValueException;
import java.io.Serializable;

/** At which prompt length a workflow is evaluated. */
public sealed interface ContextPoint extends Serializable {

  /** How it is written in files and tables. */
  String label();

  /** Prompt length, tokens. */
  double promptTokens(Session session);

  /**
   * Reads {@code mean}, {@code peak} or a number of tokens.
   *
   * @throws InvalidValueException for anything else
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static ContextPoint of(Object written) {
    if (written instanceof Integer tokens && tokens > 0) {
      return new Tokens(tokens);
    }
    for (Own point : Own.values()) {
      if (point.label().equals(written)) {
        return point;
      }
    }
    throw new InvalidValueException(
        "", written, "a whole number of tokens above 0, 'mean' or 'peak'");
  }

  /** A point of the workflow's own growth. */
  enum Own implements ContextPoint {
    /** The mean prompt over the turns. */
    MEAN("mean") {
      @Override
      public double promptTokens(Session session) {
        return session.meanPromptTokens();
      }
    },
    /** The prompt of the last turn. */
    PEAK("peak") {
      @Override
      public double promptTokens(Session session) {
        return session.peakPromptTokens();
      }
    };

    private final String label;

    Own(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }

  /** The same prompt for every workflow, so that workflows and models can be compared at it. */
  record Tokens(int tokens) implements ContextPoint {

    @Override
    public String label() {
      return Integer.toString(tokens);
    }

    @Override
    public double promptTokens(Session session) {
      return tokens;
    }
  }
}
