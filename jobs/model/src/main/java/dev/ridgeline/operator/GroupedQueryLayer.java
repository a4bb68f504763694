package dev.ridgeline.operator;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.KernelKind;
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
    Span window = Span.of(gqa.window());
    List<Operator> operators =
        List.of(
            on.projection("qkv projection", d * (h * dh + g + 2 * hkv * dh), d + h * dh + g)
                .writing(Amount.perToken(kv)),
            on.core(
                "attention",
                kernel,
                window,
                on.quantization().attentionPrecision(),
                4 * h * dh,
                kv,
                on.perToken(2 * h * dh)),
            on.projection("output projection", h * dh * d, h * dh + d));
    return new LayerShare(operators, StateSize.ofRecent(gqa.window().residentTokens(), kv));
  }
}
