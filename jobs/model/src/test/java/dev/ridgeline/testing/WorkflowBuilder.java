package dev.ridgeline.testing;

import dev.ridgeline.catalog.Workflow;
import java.util.Map;

/** Builds how a task looks. */
public final class WorkflowBuilder {

  private int turns = 1;
  private int firstPromptTokens = 1000;
  private int appendedTokens = 200;
  private int outputTokens = 100;
  private double toolWaitSeconds;
  private double prefixReuse = 1;
  private double thinkSeconds;

  private WorkflowBuilder() {}

  /** One turn of 1,000 tokens and 100 more; later turns append 200, wait 0 s and reuse all. */
  public static WorkflowBuilder aWorkflow() {
    return new WorkflowBuilder();
  }

  public WorkflowBuilder turns(int count) {
    turns = count;
    return this;
  }

  public WorkflowBuilder firstPromptTokens(int tokens) {
    firstPromptTokens = tokens;
    return this;
  }

  public WorkflowBuilder appendedTokens(int tokens) {
    appendedTokens = tokens;
    return this;
  }

  public WorkflowBuilder outputTokens(int tokens) {
    outputTokens = tokens;
    return this;
  }

  /** Wait between two turns. */
  public WorkflowBuilder toolWaitSeconds(double seconds) {
    toolWaitSeconds = seconds;
    return this;
  }

  /** Pause of a person after a task. */
  public WorkflowBuilder thinkSeconds(double seconds) {
    thinkSeconds = seconds;
    return this;
  }

  /** Share of the earlier context that is found in the cache. */
  public WorkflowBuilder prefixReuse(double share) {
    prefixReuse = share;
    return this;
  }

  public Workflow build() {
    return new Workflow(
        "by-hand",
        "By hand",
        turns,
        firstPromptTokens,
        appendedTokens,
        outputTokens,
        toolWaitSeconds,
        prefixReuse,
        thinkSeconds,
        Workflow.POISSON,
        Map.of(),
        MadeUp.sources(
            "turns",
            "firstPromptTokens",
            "appendedTokens",
            "outputTokens",
            "toolWaitSeconds",
            "prefixReuse",
            "thinkSeconds"));
  }
}
