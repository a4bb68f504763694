package dev.ridgeline.operator;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.KernelKind;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.catalog.TensorGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Latent attention (MLA) with or without an indexer: the operator tables of those names in
 * jobs/model/README.md. Heads are split among accelerators. The projections down to the latents and
 * the cached latent are copied to each of them.
 *
 * <p>Prefill expands the latents of cached and new tokens to keys and values of all heads, and
 * attends over those. Decode attends over the latents themselves, because it multiplies queries and
 * outputs with the expansion matrices ("absorbed"). Prefill does the same where an indexer picks
 * the latents, since every query has its own.
 */
final class LatentLayer {

  private final Attention.Latent mla;
  private final Shard on;
  private final double d;
  private final double h;
  private final double rq;
  private final double rkv;
  private final double dn;
  private final double dr;
  private final double dv;
  private final double g;
  private final double kvB;

  private LatentLayer(Attention.Latent mla, Shard on) {
    this.mla = mla;
    this.on = on;
    this.d = on.hidden();
    this.h = on.split(mla.heads());
    this.rq = mla.queryLoraRank();
    this.rkv = mla.kvLoraRank();
    this.dn = mla.nopeHeadDim();
    this.dr = mla.ropeHeadDim();
    this.dv = mla.valueHeadDim();
    this.g = mla.outputGate() ? h * dv : 0;
    this.kvB = on.quantization().kvBytes();
  }

  static LayerShare of(Attention.Latent mla, Shard on) {
    return new LatentLayer(mla, on).share();
  }

  private LayerShare share() {
    StateSize latents = StateSize.ofToken((rkv + dr) * kvB);
    List<Operator> operators = new ArrayList<>(queriesAndLatents());
    if (mla.indexer().exists()) {
      if (mla.indexer().scores()) {
        operators.addAll(index(mla.indexer()));
      }
      operators.addAll(absorbed(Span.picked(mla.indexer().topK())));
    } else {
      operators.addAll(on.prefills() ? expanded() : absorbed(Span.ALL));
    }
    operators.add(on.projection("output projection", h * dv * d, h * dv + d));
    StateSize indexKeys = StateSize.ofToken(mla.indexer().keyBytes());
    return new LayerShare(operators, latents.plus(indexKeys));
  }

  private List<Operator> queriesAndLatents() {
    Amount latents = Amount.perToken((rkv + dr) * kvB);
    if (rq == 0) {
      double q = h * (dn + dr);
      return List.of(
          on.projection("query and latent projection", d * (q + g + rkv + dr), d + q + g)
              .writing(latents));
    }
    return List.of(
        on.projection("latent projection", d * (rq + g + rkv + dr), d + rq + g).writing(latents),
        on.projection("query expansion", rq * h * (dn + dr), rq + h * (dn + dr)));
  }

  private List<Operator> expanded() {
    return List.of(
        new Operator(
            "kv expansion",
            OperatorClass.PROJECTION,
            KernelKind.GEMM,
            1,
            Span.ALL,
            on.quantization().gemmPrecision(TensorGroup.ATTENTION),
            Amount.perContextToken(2 * rkv * h * (dn + dv)),
            rkv * h * (dn + dv) * on.quantization().weightBytes(TensorGroup.ATTENTION),
            Optional.empty(),
            Amount.perContextToken(rkv * kvB),
            Amount.NONE,
            on.perContextToken(h * (dn + dv))),
        on.core(
            "attention",
            KernelKind.PREFILL_LATENT_ATTENTION,
            Span.ALL,
            on.quantization().attentionPrecision(),
            2 * h * (dn + dr + dv),
            dr * kvB,
            on.perToken(h * (dn + dr + dv)).plus(on.perContextToken(h * (dn + dv)))));
  }

  private List<Operator> absorbed(Span span) {
    return List.of(
        on.projection("key absorption", h * dn * rkv, h * (dn + rkv)),
        on.core(
            "attention",
            kernel(),
            span,
            on.quantization().attentionPrecision(),
            2 * h * (rkv + dr + rkv),
            (rkv + dr) * kvB,
            on.perToken(h * (rkv + dr + rkv))),
        on.projection("value absorption", h * rkv * dv, h * (rkv + dv)));
  }

  /**
   * The indexer: scores of all tokens before a query, in FP8. Its projections and keys are copied
   * to every accelerator. Accelerators that share the keys in decode score each their own, with all
   * heads. So no queries come from others, unlike those of split heads in {@link ContextShare}.
   */
  private List<Operator> index(Attention.Indexer indexer) {
    double hi = indexer.heads();
    double di = indexer.headDim();
    double keyB = indexer.keyBytes();
    double ranks = on.prefills() ? 1 : on.sharding().dcp();
    return List.of(
        on.projection("index query projection", rq * hi * di, rq + hi * di),
        on.projection("index key projection", d * (di + hi), d + di + hi)
            .writing(Amount.perToken(keyB)),
        on.core(
            "index scores",
            kernel(),
            Span.ALL,
            Precision.FP8,
            2 * hi * di / ranks,
            keyB,
            on.perToken(hi * di / ranks)));
  }

  private KernelKind kernel() {
    return on.prefills() ? KernelKind.PREFILL_LATENT_ATTENTION : KernelKind.DECODE_LATENT_ATTENTION;
  }
}
