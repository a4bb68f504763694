package dev.ridgeline.catalog;

import dev.ridgeline.config.Require;
import java.util.Map;

/**
 * How an agent task looks to the model: a sequence of turns over a context that snowballs. Each
 * later turn appends what the user or the tools said, and what the model generates stays in the
 * context.
 *
 * @param turns model calls in one task
 * @param firstPromptTokens prompt of the first turn: system prompt, tool descriptions, task
 * @param appendedTokens tokens that each later turn appends before the model is called
 * @param outputTokens tokens generated in each turn
 * @param toolWaitSeconds mean wait between two turns of a task
 * @param prefixReuse share of the earlier context whose state is found in the cache at a later turn
 */
public record Workflow(
    String id,
    String name,
    int turns,
    int firstPromptTokens,
    int appendedTokens,
    int outputTokens,
    double toolWaitSeconds,
    double prefixReuse,
    Map<String, String> sources)
    implements Entry {

  public Workflow {
    Require.positive("turns", turns);
    Require.positive("firstPromptTokens", firstPromptTokens);
    Require.positive("appendedTokens", appendedTokens);
    Require.positive("outputTokens", outputTokens);
    Require.notNegative("toolWaitSeconds", toolWaitSeconds);
    Require.share("prefixReuse", prefixReuse);
    sources = Map.copyOf(sources);
    Sources.requireFor(
        sources,
        "turns",
        "firstPromptTokens",
        "appendedTokens",
        "outputTokens",
        "toolWaitSeconds",
        "prefixReuse");
  }
}
