package dev.ridgeline.operator;

import java.util.ArrayList;
import java.util.List;

/**
 * Bytes of inputs and outputs that are live at once on an accelerator: those of the step's widest
 * operator. The widest operator depends on the shape, but only few operators can be it.
 */
public final class Workspace {

  private final Amount[] candidates;

  private Workspace(List<Amount> candidates) {
    this.candidates = candidates.toArray(Amount[]::new);
  }

  /** The workspace of a step with these operators. */
  static Workspace of(List<Operator> operators) {
    List<Amount> widest = new ArrayList<>();
    for (Operator operator : operators) {
      Amount bytes = operator.activationBytes();
      if (widest.stream().noneMatch(other -> other.isNeverLessThan(bytes))) {
        widest.removeIf(bytes::isNeverLessThan);
        widest.add(bytes);
      }
    }
    return new Workspace(widest);
  }

  /**
   * Bytes in a step of this shape.
   *
   * @param sequences sequences in the step
   * @param tokens new-token rows worked on at once
   * @param contextTokens context-token rows worked on at once
   */
  public double bytes(double sequences, double tokens, double contextTokens) {
    double widest = 0;
    for (Amount candidate : candidates) {
      widest = Math.max(widest, candidate.ofRows(sequences, tokens, contextTokens));
    }
    return widest;
  }
}
