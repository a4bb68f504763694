package dev.ridgeline.workload;

import dev.ridgeline.catalog.Workflow;

/**
 * A workflow turn by turn: the context snowballs, because each turn appends tokens and what the
 * model generated stays.
 *
 * <p>With {@code a1} the first prompt, {@code a} the tokens appended and {@code o} those generated
 * in each turn, the prompt of turn i (1-based) is {@code a1 + (i - 1) * (a + o)}.
 *
 * @param workflow the workflow
 */
public record Session(Workflow workflow) {

  /** Prompt of turn {@code turn}, 1-based. */
  public double promptTokens(int turn) {
    if (turn < 1 || turn > workflow.turns()) {
      throw new IllegalArgumentException("turn " + turn + " of " + workflow.turns());
    }
    return workflow.firstPromptTokens()
        + (turn - 1.0) * (workflow.appendedTokens() + workflow.outputTokens());
  }

  /** Prompt of the last turn, the longest. */
  public double peakPromptTokens() {
    return promptTokens(workflow.turns());
  }

  /** Mean prompt over the turns. */
  public double meanPromptTokens() {
    return (promptTokens(1) + peakPromptTokens()) / 2;
  }

  /** Turn {@code turn}, 1-based, as a request. Nothing is cached at the first. */
  public Request turn(int turn) {
    return turn == 1
        ? new Request(promptTokens(1), 0, workflow.outputTokens())
        : at(promptTokens(turn));
  }

  /**
   * A later turn of this workflow as it would be with a prompt of {@code promptTokens}: the last
   * {@code appendedTokens} of it are new, and of the context before them the share {@code
   * prefixReuse} is cached. A prompt no longer than what a turn appends is all new.
   */
  public Request at(double promptTokens) {
    double earlier = Math.max(0, promptTokens - workflow.appendedTokens());
    return new Request(promptTokens, workflow.prefixReuse() * earlier, workflow.outputTokens());
  }
}
