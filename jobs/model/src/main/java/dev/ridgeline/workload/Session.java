package dev.ridgeline.workload;

import dev.ridgeline.catalog.Workflow;

/**
 * A workflow turn by turn. Its context grows, because each turn appends tokens and the generated
 * tokens stay.
 *
 * <p>With {@code a1} the first prompt, {@code a} the tokens appended and {@code o} those generated
 * in each turn, the prompt of turn i (1-based) is {@code a1 + (i - 1) * (a + o)}. The part of the
 * first prompt that all tasks share is cached in every turn.
 *
 * @param workflow the workflow
 * @param growth factor on the first prompt and on the tokens that each turn appends; generated
 *     tokens are not scaled
 */
public record Session(Workflow workflow, double growth) {

  public Session {
    if (!(growth > 0)) {
      throw new IllegalArgumentException("growth " + growth);
    }
  }

  /** A session of the workflow, with no scaling. */
  public Session(Workflow workflow) {
    this(workflow, 1);
  }

  /**
   * Returns a session whose growth is scaled so that its last prompt has this many tokens.
   *
   * @throws IllegalArgumentException when the generated tokens alone exceed the prompt
   */
  static Session peakingAt(Workflow workflow, double promptTokens) {
    double generated = (workflow.turns() - 1.0) * workflow.outputTokens();
    double appended =
        workflow.firstPromptTokens() + (workflow.turns() - 1.0) * workflow.appendedTokens();
    return new Session(workflow, (promptTokens - generated) / appended);
  }

  /** Turns of a task. */
  public int turns() {
    return workflow.turns();
  }

  public double outputTokens() {
    return workflow.outputTokens();
  }

  /** Tokens that a later turn appends. */
  public double appendedTokens() {
    return growth * workflow.appendedTokens();
  }

  /** Prompt of turn {@code turn}, 1-based, in tokens. */
  public double promptTokens(int turn) {
    if (turn < 1 || turn > workflow.turns()) {
      throw new IllegalArgumentException("turn " + turn + " of " + workflow.turns());
    }
    return growth * workflow.firstPromptTokens()
        + (turn - 1.0) * (appendedTokens() + workflow.outputTokens());
  }

  /** Prompt of the last turn, which is the longest. */
  public double peakPromptTokens() {
    return promptTokens(workflow.turns());
  }

  /** Mean prompt over the turns. */
  double meanPromptTokens() {
    return (promptTokens(1) + peakPromptTokens()) / 2;
  }

  /** Tokens of the prompts of all turns. */
  public double promptTokensOfTask() {
    return turns() * meanPromptTokens();
  }

  /** Tokens of the first prompt that all tasks share, whose state is held once for all. */
  public double sharedTokens() {
    return growth * workflow.sharedPrefixTokens();
  }

  /**
   * Tokens that all turns find cached, where prefixes are reused. Turn i finds the share {@code
   * prefixReuse} of its prompt without the appended tokens, the first turn nothing. So the sum is
   * {@code prefixReuse (sum of prompts - first prompt - (turns - 1) appended)}, where all tasks
   * share no prefix.
   */
  public double cachedTokensOfTask() {
    if (workflow.sharedPrefixTokens() > 0) {
      double sum = 0;
      for (int i = 1; i <= turns(); i++) {
        sum += turn(i).cachedTokens();
      }
      return sum;
    }
    double earlier =
        promptTokensOfTask() - promptTokens(1) - (workflow.turns() - 1.0) * appendedTokens();
    return workflow.prefixReuse() * earlier;
  }

  /**
   * Turn {@code turn}, 1-based, as a request. The first turn has no cached tokens but those that
   * all tasks share, and neither has a turn that reuses no prefix.
   */
  public Request turn(int turn, boolean reusesPrefix) {
    if (turn > 1 && reusesPrefix) {
      return at(promptTokens(turn));
    }
    double shared = sharedTokens();
    return new Request(promptTokens(turn), shared, workflow.outputTokens(), shared);
  }

  /** The requests of all turns. */
  public Request[] requests(boolean reusesPrefix) {
    Request[] requests = new Request[turns()];
    for (int i = 0; i < requests.length; i++) {
      requests[i] = turn(i + 1, reusesPrefix);
    }
    return requests;
  }

  /** Turn {@code turn}, 1-based, as a request that reuses the prefix as the workflow states. */
  public Request turn(int turn) {
    return turn(turn, true);
  }

  /** Context that turn {@code turn} finds: its prompt without the tokens that it appends itself. */
  public double earlierTokens(int turn) {
    return earlier(promptTokens(turn));
  }

  private double earlier(double promptTokens) {
    return Math.max(0, promptTokens - appendedTokens());
  }

  /**
   * Returns a later turn of this workflow with a prompt of {@code promptTokens}. The last {@code
   * appendedTokens} of it are new. Of the context before them the share {@code prefixReuse} is
   * cached, and what all tasks share at least. A prompt no longer than the appended tokens is all
   * new.
   */
  public Request at(double promptTokens) {
    double earlier = earlier(promptTokens);
    double shared = Math.min(sharedTokens(), earlier);
    double cached = Math.max(workflow.prefixReuse() * earlier, shared);
    return new Request(promptTokens, cached, workflow.outputTokens(), shared);
  }
}
