package dev.ridgeline.deployment;

import dev.ridgeline.catalog.Drafter;
import java.util.Optional;

/**
 * Speculative decoding: tokens are drafted cheaply, and a step of the model verifies them at once.
 *
 * @param drafter what drafts; empty for plain decoding
 * @param drafts tokens drafted for each sequence in a step
 * @param acceptedTokens mean tokens that a step yields, that of the model included
 */
public record Draft(Optional<Drafter> drafter, int drafts, double acceptedTokens) {

  /** Plain decoding: one token a step. */
  public static final Draft NONE = new Draft(Optional.empty(), 0, 1);

  /** New tokens of a sequence that a step of the model works on. */
  int tokensPerStep() {
    return 1 + drafts;
  }
}
