package dev.ridgeline.imports;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.units.Dimension;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The indexers that pick blocks of keys for grouped queries (MiniMax-M3). */
final class BlockIndex {

  static final String CONFIG = "sparse_attention_config";
  private static final String FREQUENCY = "sparse_attention_freq";

  /** Bytes of an element of an index key, which has the model's own format. */
  private static final int ELEMENT_BYTES = 2;

  private BlockIndex() {}

  /** The indexer of each layer; none where the config has no such key. */
  static List<Attention.Indexer> read(
      ConfigKeys config, int layers, int kvHeads, ModelShape shape) {
    List<Attention.Indexer> none = Collections.nCopies(layers, Attention.Indexer.NONE);
    Optional<ConfigKeys> sparse = config.object(CONFIG);
    if (sparse.isEmpty()) {
      return none;
    }
    ConfigKeys keys = sparse.get();
    keys.requireFlag("use_sparse_attention", true, "layers without it have no such key");
    keys.requireWhole("sparse_init_block", 0, "blocks beside the picked ones are not counted");
    keys.skip("sparse_score_type", "sparse_local_block");
    int heads = keys.whole("sparse_num_index_heads", Dimension.PARTS);
    if (heads != kvHeads) {
      keys.problem(
          "sparse_num_index_heads",
          "is " + heads + ". Allowed: one for each of " + kvHeads + " key-value heads.");
    }
    int dim = keys.whole("sparse_index_dim", Dimension.WIDTH);
    int block = keys.whole("sparse_block_size", Dimension.TOKENS);
    int blocks = keys.whole("sparse_topk_blocks", Dimension.PARTS);
    long tokens = (long) block * blocks;
    if (tokens > Dimension.TOKENS.range().most()) {
      keys.problem("sparse_topk_blocks", "is " + blocks + ". Allowed: fewer blocks.");
      return none;
    }
    List<Integer> sparseLayers = keys.wholes(FREQUENCY, layers);
    List<Integer> withoutValue = keys.wholes("sparse_disable_index_value", layers);
    keys.refuseOthers();
    Attention.Indexer indexer =
        new Attention.Indexer(heads, dim, (int) tokens, dim * ELEMENT_BYTES);
    for (int layer = 0; layer < layers; layer++) {
      if (sparseLayers.get(layer) != 0 && withoutValue.get(layer) == 0) {
        keys.problem(
            "sparse_disable_index_value",
            "is 0 in layer " + layer + ". Allowed: 1, because values of an index are not counted.");
        break;
      }
    }
    shape.assume(
        "an index picks "
            + blocks
            + " blocks of "
            + block
            + " keys, each block whole; its keys are cached in 16 bits"
            + " (github.com/huggingface/transformers src/transformers/models/minimax_m3_vl)");
    return sparseLayers.stream()
        .map(value -> value == 0 ? Attention.Indexer.NONE : indexer)
        .toList();
  }
}
