package dev.ridgeline.operator;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.CompressedAttention;
import dev.ridgeline.catalog.KernelKind;
import dev.ridgeline.catalog.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compressed attention: the operator table of that name in jobs/model/README.md. Heads and output
 * groups are split among accelerators. The entries, what compresses them, and the indexer are
 * copied to each of them.
 *
 * <p>One kernel attends to the entries of the latest tokens and to compressed ones. Prefill and
 * decode do the same, since key and value are one vector for all heads.
 */
final class CompressedLayer {

  /** Vectors and gates wait for their entry in 32 bits (DeepSeek's reference code, vLLM). */
  private static final double PENDING_BYTES = 4;

  private final CompressedAttention attention;
  private final Shard on;
  private final double d;
  private final double h;
  private final double rq;
  private final double dh;
  private final double go;
  private final double ro;
  private final double m;
  private final double entryB;

  private CompressedLayer(CompressedAttention attention, Shard on) {
    this.attention = attention;
    this.on = on;
    this.d = on.hidden();
    this.h = on.split(attention.heads());
    this.rq = attention.queryLoraRank();
    this.dh = attention.headDim();
    this.go = on.split(attention.outputGroups());
    this.ro = attention.outputLoraRank();
    this.m = attention.compressor().ratio();
    this.entryB = attention.entryBytes(on.quantization().kvBytes());
  }

  static LayerShare of(CompressedAttention attention, Shard on) {
    return new CompressedLayer(attention, on).share();
  }

  private LayerShare share() {
    List<Operator> operators = new ArrayList<>();
    operators.add(
        on.projection("latent projection", d * (rq + dh), d + rq).writing(Amount.perToken(entryB)));
    operators.add(on.projection("query expansion", rq * h * dh, rq + h * dh));
    StateSize state = StateSize.ofRecent(attention.window(), entryB);
    if (attention.compressor().exists()) {
      operators.addAll(compression());
      state = state.plus(compressedState());
    }
    if (attention.indexer().scores()) {
      operators.addAll(index(attention.indexer()));
    }
    operators.add(
        on.core(
            "attention",
            kernel(),
            span(),
            on.quantization().attentionPrecision(),
            4 * h * dh,
            entryB,
            on.perToken(2 * h * dh)));
    operators.add(on.projection("output latents", h * dh * ro, h * dh + go * ro));
    operators.add(on.projection("output projection", go * ro * d, go * ro + d));
    return new LayerShare(operators, state);
  }

  private StateSize compressedState() {
    double pending = attention.compressor().pendingTokens() * attention.compressedWidth();
    return StateSize.ofToken((entryB + attention.indexer().keyBytes()) / m)
        .plus(StateSize.ofSequence(pending * PENDING_BYTES));
  }

  private Span span() {
    if (!attention.compressor().exists()) {
      return Span.recent(attention.window());
    }
    return attention.indexer().exists()
        ? Span.pickedEntries(attention.indexer().topK(), m, attention.window())
        : Span.compressed(m, attention.window());
  }

  /**
   * Vectors and gates of entries and of index keys, and the sums over them. With an indexer the
   * product also gives the weights of its heads.
   */
  private List<Operator> compression() {
    double y = attention.compressedWidth();
    double hi = attention.indexer().heads();
    Amount pending = Amount.perToken(y * PENDING_BYTES);
    double written = (entryB + attention.indexer().keyBytes()) / m;
    return List.of(
        on.projection("compression projection", d * (y + hi), d + hi).writing(pending),
        new Operator(
            "compression",
            OperatorClass.ATTENTION,
            on.prefills() ? KernelKind.GEMM : KernelKind.DECODE_ATTENTION,
            1,
            Span.ALL,
            Precision.BF16,
            Amount.perToken(y),
            0,
            Optional.empty(),
            pending,
            Amount.perToken(written),
            Amount.NONE));
  }

  /**
   * Scores of all compressed entries, by keys of their own. Keys of less than a byte an element are
   * multiplied in FP4, and others in FP8.
   */
  private List<Operator> index(Attention.Indexer indexer) {
    double hi = indexer.heads();
    double di = indexer.headDim();
    return List.of(
        on.projection("index query projection", rq * hi * di, rq + hi * di),
        on.core(
            "index scores",
            kernel(),
            Span.compressed(m, 0),
            indexer.keyBytes() < di ? Precision.FP4 : Precision.FP8,
            2 * hi * di,
            indexer.keyBytes(),
            on.perToken(hi * di)));
  }

  private KernelKind kernel() {
    return on.prefills() ? KernelKind.PREFILL_LATENT_ATTENTION : KernelKind.DECODE_LATENT_ATTENTION;
  }
}
