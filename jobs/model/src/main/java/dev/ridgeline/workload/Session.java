package dev.ridgeline.workload;

import dev.ridgeline.catalog.SubAgents;
import dev.ridgeline.catalog.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

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

  /** Tokens of the prompts of all turns, those of sub-agents included. */
  public double promptTokensOfTask() {
    return turns() * meanPromptTokens() + sumOfForked(Request::promptTokens);
  }

  /** Tokens that a task generates, those of sub-agents included. */
  public double outputTokensOfTask() {
    return turns() * outputTokens() + sumOfForked(Request::outputTokens);
  }

  private double sumOfForked(ToDoubleFunction<Request> tokens) {
    if (!workflow.subAgents().exist()) {
      return 0;
    }
    List<Call> calls = new ArrayList<>();
    addForked(calls, true);
    return calls.stream()
        .mapToDouble(call -> call.callers() * tokens.applyAsDouble(call.request()))
        .sum();
  }

  /** Tokens of the first prompt that all tasks share, whose state is held once for all. */
  public double sharedTokens() {
    return growth * workflow.sharedPrefixTokens();
  }

  /**
   * Tokens that all turns find cached, where prefixes are reused. Turn i finds the share {@code
   * prefixReuse} of its prompt without the appended tokens, the first turn nothing. So the sum is
   * {@code prefixReuse (sum of prompts - first prompt - (turns - 1) appended)}, where all tasks
   * share no prefix. Those of sub-agents come on top.
   */
  public double cachedTokensOfTask() {
    return cachedTokensOfTurns() + sumOfForked(Request::cachedTokens);
  }

  private double cachedTokensOfTurns() {
    if (workflow.sharedPrefixTokens() > 0) {
      double sum = 0;
      for (int i = 1; i <= turns(); i++) {
        sum += turn(i).cachedTokens();
      }
      return sum;
    }
    double earlier =
        turns() * meanPromptTokens()
            - promptTokens(1)
            - (workflow.turns() - 1.0) * appendedTokens();
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

  /**
   * The model calls of a task in their order. The turns of sub-agents stand between those of their
   * parent, each once for all of them.
   *
   * @param reusesPrefix whether turns that come back from a wait find what the workflow states
   */
  public List<Call> calls(boolean reusesPrefix) {
    SubAgents forked = workflow.subAgents();
    List<Call> calls = new ArrayList<>();
    double unsaved = -sharedTokens();
    for (int i = 1; i <= turns(); i++) {
      boolean joins = forked.exist() && i == forked.afterTurn() + 1;
      if (joins) {
        addForked(calls, reusesPrefix);
      }
      boolean comesBack = i > 1 && !joins;
      // Sub-agents keep what their parent comes back to in use.
      Request request = turn(i, reusesPrefix || joins);
      if (i > 1) {
        unsaved += i == 2 ? earlierTokens(i) : appendedTokens() + outputTokens();
      }
      calls.add(new Call(request, i == 1 ? 0 : earlierTokens(i), 1, 0, comesBack, unsaved));
      unsaved = comesBack ? 0 : unsaved;
    }
    return calls;
  }

  /**
   * Adds the turns of sub-agents. Their parent has the context P when they begin. Each of their
   * turns appends a tokens and generates o. So the prompt of turn j (1-based) is {@code P + j a +
   * (j - 1) o}. They always find P.
   */
  private void addForked(List<Call> calls, boolean reusesPrefix) {
    SubAgents forked = workflow.subAgents();
    double inherited = inheritedTokens();
    double appended = growth * forked.appendedTokens();
    double ofTurn = appended + forked.outputTokens();
    for (int j = 1; j <= forked.turns(); j++) {
      double own = (j - 1) * ofTurn;
      double found = inherited + (reusesPrefix ? workflow.prefixReuse() * own : 0);
      Request request =
          new Request(inherited + own + appended, found, forked.outputTokens(), sharedTokens());
      calls.add(
          new Call(request, inherited + own, forked.count(), inherited, j > 1, j > 1 ? ofTurn : 0));
    }
  }

  /** Context that sub-agents inherit from their parent. */
  private double inheritedTokens() {
    return promptTokens(workflow.subAgents().afterTurn()) + outputTokens();
  }

  /** Longest context of any call of a task, at the end of its output. */
  public double longestContextTokens() {
    double own = peakPromptTokens() + outputTokens();
    SubAgents forked = workflow.subAgents();
    return forked.exist()
        ? Math.max(
            own,
            inheritedTokens()
                + forked.turns() * (growth * forked.appendedTokens() + forked.outputTokens()))
        : own;
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
