package dev.ridgeline.traces;

import dev.ridgeline.traces.TraceFormat.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests with {@code input_length}, {@code output_length}, and, where given, {@code
 * timestamp} and {@code delay} in ms, {@code session_id} and {@code hash_ids}. Without session ids,
 * blocks link requests to conversations.
 */
final class MooncakeReader implements ObjectReader {

  private static final double MILLISECOND = 1e-3;

  private final int blockTokens;
  private final BlockChains chains;
  private boolean links;

  MooncakeReader(Settings settings) {
    blockTokens = settings.blockTokens();
    chains = new BlockChains(blockTokens);
  }

  @Override
  public void read(TraceObject object, Trace trace) {
    double prompt = object.tokens("input_length");
    double output = object.tokens("output_length");
    double start = object.instantIfGiven("timestamp", MILLISECOND).orElse(Double.NaN);
    double wait = object.secondsIfGiven("delay", MILLISECOND);
    long[] blocks = object.wholes("hash_ids");
    String session = object.nameIfGiven("session_id");
    if (blocks.length > 0) {
      requireBlocks(object, blocks, prompt);
    }
    if (!object.isSound()) {
      return;
    }
    double cached = blocks.length > 0 ? chains.cachedTokens(blocks, prompt) : Double.NaN;
    Conversation conversation = conversation(trace, session, blocks, prompt);
    chains.see(blocks);
    trace.add(conversation, new Call(start, Double.NaN, wait, prompt, output, cached));
  }

  private Conversation conversation(
      Trace trace, @Nullable String session, long[] blocks, double prompt) {
    if (session != null) {
      return trace.conversation(session);
    }
    links |= blocks.length > 0;
    return blocks.length > 0 ? chains.conversation(blocks, prompt, trace::begin) : trace.begin();
  }

  private void requireBlocks(TraceObject object, long[] blocks, double prompt) {
    double most = Math.ceil(prompt / blockTokens);
    double least = Math.floor(prompt / blockTokens);
    if (blocks.length < least || blocks.length > most) {
      object.problem(
          "hash_ids",
          String.format(
              "has %d blocks for %.0f tokens. Allowed: a block for each %d tokens. Maybe another"
                  + " --block-tokens.",
              blocks.length, prompt, blockTokens));
    }
  }

  @Override
  public String assumption() {
    return links
        ? "a request continues the one whose last whole block of "
            + blockTokens
            + " tokens it contains"
        : "";
  }
}
