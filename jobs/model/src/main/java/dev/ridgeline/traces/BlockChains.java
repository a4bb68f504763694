package dev.ridgeline.traces;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls linked by the blocks of their prompts. The number of a block stands for its tokens and for
 * all tokens before it, as in a cache of prefixes. A call continues the conversation whose last
 * whole block is within its own prompt, and whose last prompt is no longer. Each call is continued
 * once at most.
 */
final class BlockChains {

  private final int blockTokens;
  private final LongSet seen;

  /** Conversations by the last whole block of their last call. */
  private final Map<Long, Conversation> tails = new HashMap<>();

  BlockChains(int blockTokens) {
    this(blockTokens, new LongSet());
  }

  private BlockChains(int blockTokens, LongSet seen) {
    this.blockTokens = blockTokens;
    this.seen = seen;
  }

  /** Chains of their own over the same cache. */
  BlockChains beside() {
    return new BlockChains(blockTokens, seen);
  }

  /** Tokens of the prompt in blocks that earlier calls had, from its beginning. */
  double cachedTokens(long[] blocks, double promptTokens) {
    int found = 0;
    while (found < blocks.length && seen.contains(blocks[found])) {
      found++;
    }
    return Math.min(promptTokens - 1, (double) found * blockTokens);
  }

  /** Notes the blocks of a call. */
  void see(long[] blocks) {
    for (long block : blocks) {
      seen.add(block);
    }
  }

  /** The conversation that a call continues, or one that it begins. */
  Conversation conversation(long[] blocks, double promptTokens, Supplier<Conversation> begin) {
    int whole = (int) Math.min(blocks.length, promptTokens / blockTokens);
    Conversation continued = null;
    for (int i = whole - 1; i >= 0 && continued == null; i--) {
      continued = taken(blocks[i], promptTokens);
    }
    Conversation conversation = continued == null ? begin.get() : continued;
    if (whole > 0) {
      tails.put(blocks[whole - 1], conversation);
    }
    return conversation;
  }

  private @Nullable Conversation taken(long block, double promptTokens) {
    Conversation tail = tails.get(block);
    if (tail == null || tail.promptTokens() > promptTokens) {
      return null;
    }
    tails.remove(block);
    return tail;
  }
}
