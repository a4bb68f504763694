package dev.ridgeline.operator;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.KernelKind;
import dev.ridgeline.catalog.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * Grouped-query attention: the operator table of that name in jobs/model/README.md.
 *
 * <p>Queries, keys, values and the gate, where there is one, are one GEMM. Its keys and values are
 * written to the cache, so they are not counted as activations.
 */
final class GroupedQueryLayer {

  private GroupedQueryLayer() {}

  static LayerShare of(Attention.GroupedQuery gqa, Shard on) {
    double d = on.hidden();
    double h = on.split(gqa.heads());
    double hkv = on.splitOrCopied(gqa.kvHeads());
    double dh = gqa.headDim();
    double g = gqa.outputGate() ? h * dh : 0;
    double kv = 2 * hkv * dh * on.quantization().kvBytes();
    KernelKind kernel = on.prefills() ? KernelKind.PREFILL_ATTENTION : KernelKind.DECODE_ATTENTION;
    Attention.Indexer indexer = gqa.indexer();
    Span seen = indexer.exists() ? Span.picked(indexer.topK()) : Span.of(gqa.window());
    List<Operator> operators = new ArrayList<>();
    operators.add(
        on.projection("qkv projection", d * (h * dh + g + 2 * hkv * dh), d + h * dh + g)
            .writing(Amount.perToken(kv)));
    StateSize state = StateSize.ofRecent(gqa.window().residentTokens(), kv);
    if (indexer.scores()) {
      operators.addAll(index(indexer, on));
      state = state.plus(StateSize.ofToken(indexer.keyBytes()));
    }
    operators.add(
        on.core(
            "attention",
            kernel,
            seen,
            on.quantization().attentionPrecision(),
            4 * h * dh,
            kv,
            on.perToken(2 * h * dh)));
    operators.add(on.projection("output projection", h * dh * d, h * dh + d));
    return new LayerShare(operators, state);
  }

  /**
   * Scores of all keys, by an index head for each key-value head and one key that they share.
   * Accelerators that share copies of a head in decode score each their own keys.
   */
  private static List<Operator> index(Attention.Indexer indexer, Shard on) {
    double d = on.hidden();
    double hi = on.splitOrCopied(indexer.heads());
    double di = indexer.headDim();
    double keyB = indexer.keyBytes();
    double ranks = on.prefills() ? 1 : on.sharding().dcp();
    return List.of(
        on.projection("index projection", d * (hi * di + di), d + hi * di)
            .writing(Amount.perToken(keyB)),
        on.core(
            "index scores",
            on.prefills() ? KernelKind.PREFILL_ATTENTION : KernelKind.DECODE_ATTENTION,
            Span.ALL,
            keyB < 2 * di ? Precision.FP8 : Precision.BF16,
            2 * hi * di / ranks,
            keyB,
            on.perToken(hi * di / ranks)));
  }
}
