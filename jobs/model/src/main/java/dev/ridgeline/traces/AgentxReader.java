package dev.ridgeline.traces;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one conversation of a coding agent an object, with times in s. Block numbers are those of
 * the conversation alone. A subagent is a conversation of its own within the same cache.
 */
final class AgentxReader implements ObjectReader {

  private static final String REQUESTS = "requests";
  private static final double SECOND = 1;

  /** A call and the conversation that it belongs to. */
  private record Linked(Conversation conversation, Call call) {}

  @Override
  public void read(TraceObject object, Trace trace) {
    double block = object.tokens("block_size");
    if (object.isSound() && block < 1) {
      object.problem("block_size", "is 0. Allowed: a whole number of tokens of at least 1.");
    }
    if (object.isSound()) {
      thread(object, new BlockChains((int) block), trace);
    }
  }

  /** Adds the calls of one thread, and those of its subagents. */
  private static void thread(TraceObject object, BlockChains chains, Trace trace) {
    Map<Conversation, Integer> lengths = new HashMap<>();
    List<Linked> calls = new ArrayList<>();
    Conversation last = null;
    for (TraceObject request : object.objects(REQUESTS)) {
      if ("subagent".equals(request.nameIfGiven("type"))) {
        thread(request, chains.beside(), trace);
        continue;
      }
      double prompt = request.tokens("in");
      double output = request.tokens("out");
      long[] blocks = request.wholes("hash_ids");
      double start = request.instantIfGiven("t", SECOND).orElse(Double.NaN);
      double end = start + request.secondsIfGiven("api_time", SECOND);
      double think = request.secondsIfGiven("think_time", SECOND);
      if (!request.isSound()) {
        return;
      }
      double cached = blocks.length > 0 ? chains.cachedTokens(blocks, prompt) : Double.NaN;
      Conversation conversation =
          blocks.length > 0 || last == null
              ? chains.conversation(blocks, prompt, Conversation::new)
              : last;
      chains.see(blocks);
      double wait = Double.isNaN(think) ? wait(conversation, start, trace) : think;
      conversation.add(new Call(start, end, wait, prompt, output, cached));
      lengths.merge(conversation, 1, Integer::sum);
      // Times of a conversation are its own, and say nothing of arrivals.
      calls.add(
          new Linked(conversation, new Call(Double.NaN, Double.NaN, wait, prompt, output, cached)));
      last = conversation;
    }
    add(calls, lengths, trace);
  }

  /** Time since the last call of a conversation ended, or else since it began. */
  private static double wait(Conversation conversation, double start, Trace trace) {
    double end = conversation.endSeconds();
    double wait = start - (Double.isNaN(end) ? conversation.startSeconds() : end);
    if (Double.isNaN(end) && !Double.isNaN(wait)) {
      trace.noteThatWaitsIncludeService();
    }
    return Math.max(0, wait);
  }

  /** Adds the calls of a thread, but for single ones beside longer conversations. */
  private static void add(List<Linked> calls, Map<Conversation, Integer> lengths, Trace trace) {
    boolean isLong = lengths.values().stream().anyMatch(length -> length > 1);
    Map<Conversation, Conversation> kept = new HashMap<>();
    for (Linked linked : calls) {
      if (isLong && lengths.getOrDefault(linked.conversation(), 1) == 1) {
        trace.drop("single calls beside the thread of a conversation");
      } else {
        Conversation begun = kept.computeIfAbsent(linked.conversation(), any -> trace.begin());
        trace.add(begun, linked.call());
      }
    }
  }

  @Override
  public String assumption() {
    return "a request continues the one whose last whole block it contains; a context that begins"
        + " anew is a conversation of its own";
  }
}
