package dev.ridgeline.deployment;

import dev.ridgeline.catalog.Drafter;
import java.util.Optional;

/**
 * Speculative decoding: a drafter proposes tokens cheaply, and one step of the model verifies them.
 *
 * @param drafter drafter of the tokens; empty for plain decoding
 * @param drafts tokens drafted for each sequence in a step
 * @param acceptedTokens mean tokens that a step yields, the model's own included
 */
public record Draft(Optional<Drafter> drafter, int drafts, double acceptedTokens) {

  /** Plain decoding, with one token a step. */
  public static final Draft NONE = new Draft(Optional.empty(), 0, 1);

  /** Number of new tokens of a sequence in a step of the model. */
  int tokensPerStep() {
    return 1 + drafts;
  }
}
