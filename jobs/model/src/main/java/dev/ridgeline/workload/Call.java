package dev.ridgeline.workload;

/**
 * A call of the model in a task. It is a turn of the task itself, or the same turn of all of its
 * sub-agents, who call at once.
 *
 * @param request the request of each caller
 * @param earlierTokens context that it finds, in tokens; 0 in the first turn of a task
 * @param callers calls of this kind at once: 1, or the number of sub-agents
 * @param inheritedTokens part of that context whose state the callers hold once together; 0 for the
 *     turns of the task itself
 * @param comesBack whether it follows a wait for a tool, in which its state may leave memory
 * @param unsavedTokens tokens of the earlier context that no earlier wait has moved to a tier
 */
public record Call(
    Request request,
    double earlierTokens,
    int callers,
    double inheritedTokens,
    boolean comesBack,
    double unsavedTokens) {

  /** Whether sub-agents call, who inherit the context of their parent. */
  public boolean isForked() {
    return inheritedTokens > 0;
  }
}
