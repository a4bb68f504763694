package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An agent task as the model sees it: a sequence of turns over a context that grows. Each later
 * turn appends the words of the user or the results of tools. Generated tokens stay in the context.
 *
 * @param id name by which sweeps refer to it, and name of its file
 * @param name name for people
 * @param turns model calls in one task
 * @param firstPromptTokens prompt of the first turn: system prompt, tool descriptions, task
 * @param appendedTokens tokens that each later turn appends before the model is called
 * @param outputTokens tokens generated in each turn
 * @param toolWaitSeconds mean wait between two turns of a task
 * @param prefixReuse share of the earlier context whose state is found in the cache at a later turn
 * @param thinkSeconds mean pause of a person between two tasks
 * @param arrivalVariation squared coefficient of variation of the times between arrivals of
 *     requests; 1 for Poisson arrivals, more for bursts
 * @param sharedPrefixTokens part of the first prompt that all tasks have in common, such as the
 *     system prompt. Its state is held once for all of them.
 * @param subAgents sub-agents that fork the context of a task
 * @param percentiles spread of prompts, outputs, turns, appended tokens and waits, where a source
 *     states it. The cost model uses the means above, and a cache the spread of waits.
 * @param sources where each number comes from, by field or by part of one
 */
public record Workflow(
    String id,
    String name,
    @Measured(Dimension.TURNS) int turns,
    @Measured(Dimension.TOKENS) int firstPromptTokens,
    @Measured(Dimension.TOKENS) int appendedTokens,
    @Measured(Dimension.TOKENS) int outputTokens,
    @Measured(value = Dimension.SECONDS, orZero = true, of = Plausible.PAUSE)
        double toolWaitSeconds,
    @Measured(value = Dimension.SHARE, orZero = true) double prefixReuse,
    @Measured(value = Dimension.SECONDS, orZero = true, of = Plausible.PAUSE) double thinkSeconds,
    @Measured(value = Dimension.RATIO, orZero = true) double arrivalVariation,
    @Measured(value = Dimension.TOKENS, orZero = true) int sharedPrefixTokens,
    SubAgents subAgents,
    Map<Quantity, Percentiles> percentiles,
    Map<String, String> sources)
    implements Entry {

  /** The pause between two tasks, unless a workflow states it: none. */
  public static final double NO_THINK_SECONDS = 0;

  /** The variation of arrivals, unless a workflow states it: arrivals independent of each other. */
  public static final double POISSON = 1;

  /** Tokens that all tasks have in common, unless a workflow states them: none. */
  public static final int NO_SHARED_PREFIX = 0;

  /** The quantities of a workflow that can have percentiles. */
  public enum Quantity {
    /** Whole prompts, cached and new. */
    PROMPT_TOKENS,
    OUTPUT_TOKENS,
    TURNS,
    APPENDED_TOKENS,
    TOOL_WAIT_SECONDS
  }

  /**
   * Percentiles of a quantity.
   *
   * @param p50 median
   * @param p90 value that nine of ten do not exceed; 0 where the source does not state it
   * @param p99 value that 99 of 100 do not exceed; 0 where the source does not state it
   */
  public record Percentiles(
      @Measured(value = Dimension.FACTOR, orZero = true) double p50,
      @Measured(value = Dimension.FACTOR, orZero = true) double p90,
      @Measured(value = Dimension.FACTOR, orZero = true) double p99)
      implements Serializable {

    public Percentiles {
      Require.inRange(Percentiles.class, "p50", p50);
      Require.inRange(Percentiles.class, "p90", p90);
      Require.inRange(Percentiles.class, "p99", p99);
      if ((p90 > 0 && p90 < p50) || (p99 > 0 && p99 < p90)) {
        throw new InvalidValueException("p90", p90, "at least p50 and at most p99");
      }
    }

    @JsonCreator
    static Percentiles of(
        @JsonProperty("p50") double p50,
        @JsonProperty("p90") Optional<Double> p90,
        @JsonProperty("p99") Optional<Double> p99) {
      return new Percentiles(p50, p90.orElse(0.0), p99.orElse(0.0));
    }
  }

  public Workflow {
    Require.inRange(Workflow.class, "turns", turns);
    Require.inRange(Workflow.class, "firstPromptTokens", firstPromptTokens);
    Require.inRange(Workflow.class, "appendedTokens", appendedTokens);
    Require.inRange(Workflow.class, "outputTokens", outputTokens);
    Require.inRange(Workflow.class, "toolWaitSeconds", toolWaitSeconds);
    Require.inRange(Workflow.class, "prefixReuse", prefixReuse);
    Require.inRange(Workflow.class, "thinkSeconds", thinkSeconds);
    Require.inRange(Workflow.class, "arrivalVariation", arrivalVariation);
    Require.inRange(Workflow.class, "sharedPrefixTokens", sharedPrefixTokens);
    if (sharedPrefixTokens >= firstPromptTokens) {
      throw new InvalidValueException(
          "sharedPrefixTokens", sharedPrefixTokens, "less than firstPromptTokens");
    }
    if (subAgents.exist() && subAgents.afterTurn() >= turns) {
      throw new InvalidValueException(
          "subAgents/afterTurn", subAgents.afterTurn(), "a turn before the last, of " + turns);
    }
    // In the order of the quantities, so that two writings of an entry are equal.
    Map<Quantity, Percentiles> ordered = new EnumMap<>(Quantity.class);
    ordered.putAll(percentiles);
    percentiles = Collections.unmodifiableMap(ordered);
    sources = Map.copyOf(sources);
    List<String> fields =
        new ArrayList<>(
            List.of(
                "turns",
                "firstPromptTokens",
                "appendedTokens",
                "outputTokens",
                "toolWaitSeconds",
                "prefixReuse"));
    if (thinkSeconds != NO_THINK_SECONDS || sources.containsKey("thinkSeconds")) {
      fields.add("thinkSeconds");
    }
    if (arrivalVariation != POISSON || sources.containsKey("arrivalVariation")) {
      fields.add("arrivalVariation");
    }
    if (sharedPrefixTokens != NO_SHARED_PREFIX || sources.containsKey("sharedPrefixTokens")) {
      fields.add("sharedPrefixTokens");
    }
    if (subAgents.exist() || sources.containsKey("subAgents")) {
      fields.add("subAgents");
    }
    if (!percentiles.isEmpty()) {
      fields.add("percentiles");
    }
    Sources.requireFor(sources, fields.toArray(String[]::new));
  }

  /** Model calls of a task one after the other: its turns, and those of one sub-agent. */
  public int turnsInRow() {
    return turns + (subAgents.exist() ? subAgents.turns() : 0);
  }

  /** Model calls of a task, those of all sub-agents included. */
  public long calls() {
    return turns + (subAgents.exist() ? (long) subAgents.count() * subAgents.turns() : 0);
  }

  /**
   * Mean pause between two requests of one person or agent, in seconds. It is the sum of the waits
   * in a task and of the pause after it, over the turns.
   */
  public double pauseSeconds() {
    return ((turns - 1) * toolWaitSeconds + thinkSeconds) / turns;
  }

  @JsonCreator
  static Workflow of(
      @JsonProperty("id") String id,
      @JsonProperty("name") String name,
      @JsonProperty("turns") int turns,
      @JsonProperty("firstPromptTokens") int firstPromptTokens,
      @JsonProperty("appendedTokens") int appendedTokens,
      @JsonProperty("outputTokens") int outputTokens,
      @JsonProperty("toolWaitSeconds") double toolWaitSeconds,
      @JsonProperty("prefixReuse") double prefixReuse,
      @JsonProperty("thinkSeconds") Optional<Double> thinkSeconds,
      @JsonProperty("arrivalVariation") Optional<Double> arrivalVariation,
      @JsonProperty("sharedPrefixTokens") Optional<Integer> sharedPrefixTokens,
      @JsonProperty("subAgents") Optional<SubAgents> subAgents,
      @JsonProperty("percentiles") Optional<Map<Quantity, Percentiles>> percentiles,
      @JsonProperty("sources") Map<String, String> sources) {
    return new Workflow(
        id,
        name,
        turns,
        firstPromptTokens,
        appendedTokens,
        outputTokens,
        toolWaitSeconds,
        prefixReuse,
        thinkSeconds.orElse(NO_THINK_SECONDS),
        arrivalVariation.orElse(POISSON),
        sharedPrefixTokens.orElse(NO_SHARED_PREFIX),
        subAgents.orElse(SubAgents.NONE),
        percentiles.orElse(Map.of()),
        sources);
  }
}
