package dev.ridgeline.deployment;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.EngineState;
import dev.ridgeline.catalog.LayerGroup;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.operator.StateSize;

/** The state of a sequence as an engine stores it, in whole pages and in its own layout. */
final class StoredState {

  /** Bits of a cache whose latents are stored with scales and 16-bit positions. */
  private static final double SCALED_CACHE_BITS = 8;

  private StoredState() {}

  /**
   * The state that an engine stores for a sequence.
   *
   * @param ideal state that follows from the elements of the model
   * @param share share of a sequence's state on the accelerator: that of the layers of its stage,
   *     and that of the tokens of its ranks
   * @param chunkTokens new tokens of a pass
   */
  static StateSize of(
      StateSize ideal,
      EngineState engine,
      Model model,
      Quantization quantization,
      double share,
      int chunkTokens) {
    StateSize stored = ideal;
    if (engine.windowsKeepChunk()) {
      stored =
          new StateSize(
              stored.perSequence(),
              stored.perToken(),
              stored.windows().stream()
                  .map(w -> new StateSize.Recent(w.tokens() + chunkTokens - 1, w.perToken()))
                  .toList());
    }
    if (engine.sparseLatentBytes() > 0 && quantization.kvBits() == SCALED_CACHE_BITS) {
      double more = 0;
      for (LayerGroup group : model.layers()) {
        if (group.attention() instanceof Attention.Latent mla && mla.indexer().exists()) {
          double elements = mla.kvLoraRank() + mla.ropeHeadDim();
          more += group.count() * (engine.sparseLatentBytes() - elements * quantization.kvBytes());
        }
      }
      stored =
          new StateSize(stored.perSequence(), stored.perToken() + more * share, stored.windows());
    }
    return stored;
  }
}
