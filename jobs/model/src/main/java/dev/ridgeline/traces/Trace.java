package dev.ridgeline.traces;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** The counts of a trace: conversations, tokens, waits and arrivals, and what was dropped. */
final class Trace {

  /** Share of gaps of 0 from which on times are too coarse to say how arrivals vary. */
  private static final double COARSE = 0.5;

  final Distribution prompts = new Distribution();
  final Distribution firstPrompts = new Distribution();
  final Distribution outputs = new Distribution();
  final Distribution appended = new Distribution();
  final Distribution waits = new Distribution();
  private final Map<String, Conversation> named = new HashMap<>();
  private final List<Conversation> all = new ArrayList<>();
  private final Map<String, Long> dropped = new TreeMap<>();
  private double[] starts = new double[1024];
  private int startCount;
  private double earlierTokens;
  private double reusedTokens;
  private double firstCachedTokens;
  private double firstTokens;
  private boolean cacheIsKnown;
  private boolean waitsIncludeService;
  private long cuts;

  /** A conversation by its name, which begins where there is none yet. */
  Conversation conversation(String name) {
    return named.computeIfAbsent(name, any -> begin());
  }

  /** A new conversation. */
  Conversation begin() {
    Conversation conversation = new Conversation();
    all.add(conversation);
    return conversation;
  }

  /** Counts a call that is left out. */
  void drop(String reason) {
    dropped.merge(reason, 1L, Long::sum);
  }

  /** Counts a call. A call without tokens, such as a failed one, is left out. */
  void add(Conversation conversation, Call call) {
    if (!(call.promptTokens() > 0)) {
      drop("calls without a prompt");
      return;
    }
    if (!(call.outputTokens() > 0)) {
      drop("calls without generated tokens");
      return;
    }
    prompts.add(call.promptTokens());
    outputs.add(call.outputTokens());
    addStart(call.startSeconds());
    if (conversation.turns() == 0) {
      firstPrompts.add(call.promptTokens());
      if (!Double.isNaN(call.cachedTokens())) {
        cacheIsKnown = true;
        firstTokens += call.promptTokens();
        firstCachedTokens += call.cachedTokens();
      }
    } else {
      addLater(conversation, call);
    }
    conversation.add(call);
  }

  private void addLater(Conversation conversation, Call call) {
    double earlier = conversation.contextTokens();
    boolean grows = call.promptTokens() >= conversation.promptTokens();
    if (grows) {
      appended.add(call.promptTokens() - earlier);
    } else {
      cuts++;
    }
    if (!Double.isNaN(call.cachedTokens())) {
      cacheIsKnown = true;
      earlierTokens += earlier;
      reusedTokens += Math.min(earlier, call.cachedTokens());
    } else if (grows) {
      earlierTokens += earlier;
      reusedTokens += Math.min(earlier, call.promptTokens());
    }
    double wait = call.waitSeconds();
    if (Double.isNaN(wait) && !Double.isNaN(call.startSeconds())) {
      boolean knowsEnd = !Double.isNaN(conversation.endSeconds());
      wait =
          call.startSeconds()
              - (knowsEnd ? conversation.endSeconds() : conversation.startSeconds());
      waitsIncludeService |= !knowsEnd && !Double.isNaN(wait);
    }
    if (!Double.isNaN(wait)) {
      waits.add(Math.max(0, wait));
    }
  }

  private void addStart(double seconds) {
    if (!Double.isNaN(seconds)) {
      if (startCount == starts.length) {
        starts = Arrays.copyOf(starts, 2 * startCount);
      }
      starts[startCount++] = seconds;
    }
  }

  /** Turns of each conversation. */
  Distribution turns() {
    Distribution turns = new Distribution();
    all.stream().filter(one -> one.turns() > 0).forEach(one -> turns.add(one.turns()));
    return turns;
  }

  /** Share of the context before a later turn that the turn found in the cache. */
  OptionalDouble reuse() {
    return earlierTokens > 0
        ? OptionalDouble.of(reusedTokens / earlierTokens)
        : OptionalDouble.empty();
  }

  /**
   * Whether blocks say what was cached. Otherwise a prompt that grows is taken to keep its prefix.
   */
  boolean cacheIsKnown() {
    return cacheIsKnown;
  }

  /** Share of first prompts that earlier conversations left in the cache; 0 where unknown. */
  double sharedFirstPrompts() {
    return firstTokens > 0 ? firstCachedTokens / firstTokens : 0;
  }

  /** Whether waits are between arrivals, because the trace has no ends of requests. */
  boolean waitsIncludeService() {
    return waitsIncludeService;
  }

  void noteThatWaitsIncludeService() {
    waitsIncludeService = true;
  }

  /** Later turns whose prompt is shorter than the one before. */
  long cuts() {
    return cuts;
  }

  /** Calls that were left out, by reason. */
  Map<String, Long> dropped() {
    return dropped;
  }

  /**
   * Squared coefficient of variation of the times between arrivals; empty where the trace has no
   * times, or where most of them are equal.
   */
  OptionalDouble arrivalVariation() {
    if (startCount < 3) {
      return OptionalDouble.empty();
    }
    double[] sorted = Arrays.copyOf(starts, startCount);
    Arrays.sort(sorted);
    double mean = (sorted[startCount - 1] - sorted[0]) / (startCount - 1);
    double squares = 0;
    int zeros = 0;
    for (int i = 1; i < startCount; i++) {
      double gap = sorted[i] - sorted[i - 1];
      zeros += gap == 0 ? 1 : 0;
      squares += (gap - mean) * (gap - mean);
    }
    boolean coarse = zeros > COARSE * (startCount - 1);
    return coarse || !(mean > 0)
        ? OptionalDouble.empty()
        : OptionalDouble.of(squares / (startCount - 1) / (mean * mean));
  }

  /** Whether the trace has times of arrivals that are too coarse for their variation. */
  boolean hasCoarseTimes() {
    return startCount >= 3 && arrivalVariation().isEmpty();
  }
}
