package dev.ridgeline.testing;

import dev.ridgeline.catalog.SubAgents;
import dev.ridgeline.catalog.Workflow;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Builds how a task looks. */
public final class WorkflowBuilder {

  private int turns = 1;
  private int firstPromptTokens = 1000;
  private int appendedTokens = 200;
  private int outputTokens = 100;
  private double toolWaitSeconds;
  private double prefixReuse = 1;
  private double thinkSeconds;
  private int sharedPrefixTokens;
  private SubAgents subAgents = SubAgents.NONE;
  private Map<Workflow.Quantity, Workflow.Percentiles> percentiles = Map.of();

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

  /** Part of the first prompt that all tasks have in common. */
  public WorkflowBuilder sharedPrefixTokens(int tokens) {
    sharedPrefixTokens = tokens;
    return this;
  }

  /** Sub-agents that a task forks at once after a turn. */
  public WorkflowBuilder subAgents(SubAgents forked) {
    subAgents = forked;
    return this;
  }

  /** Waits between two turns with a median below their mean. */
  public WorkflowBuilder toolWaitSeconds(double median, double mean) {
    percentiles =
        Map.of(Workflow.Quantity.TOOL_WAIT_SECONDS, new Workflow.Percentiles(median, 0, 0));
    return toolWaitSeconds(mean);
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
        sharedPrefixTokens,
        subAgents,
        percentiles,
        MadeUp.sources(
            Stream.of(
                    Stream.of(
                        "turns",
                        "firstPromptTokens",
                        "appendedTokens",
                        "outputTokens",
                        "toolWaitSeconds",
                        "prefixReuse",
                        "thinkSeconds",
                        "sharedPrefixTokens"),
                    subAgents.exist() ? Stream.of("subAgents") : Stream.<String>of(),
                    percentiles.isEmpty() ? Stream.<String>of() : Stream.of("percentiles"))
                .flatMap(Function.identity())
                .toArray(String[]::new)));
  }
}
