package dev.ridgeline.operator;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.CompressedAttention;
import java.util.ArrayList;
import java.util.List;

/**
 * The collectives of an attention layer whose tokens are dealt to several accelerators.
 *
 * <p>In prefill with context parallelism, an all-gather precedes the attention of each chunk. It
 * brings the keys and values of all cached and new tokens to each rank. It is not hidden behind
 * computation. A ring would send as many bytes.
 *
 * <p>In decode with context parallelism each accelerator gathers the queries of the others, and
 * attends to its own tokens. Partial results meet by their softmax sums, and a reduce-scatter gives
 * each accelerator its own heads (vLLM, {@code cp_lse_ag_out_rs}). Queries and outputs travel at 16
 * bits, softmax sums at 32. Prefill on such a group gathers the cached tokens, which lie apart.
 *
 * <p>Where an indexer picks tokens, each accelerator scores its own. An all-gather of the best of
 * each, a score and a position of 32 bits, says which are the best of all. The picked tokens lie
 * evenly on the accelerators.
 */
final class ContextCollectives {

  private static final double QUERY_BYTES = 2;
  private static final double SUM_BYTES = 4;
  private static final double PICK_BYTES = 8;

  private final Shard on;

  ContextCollectives(Shard on) {
    this.on = on;
  }

  /** The collectives of equal attention layers. */
  List<Collective> of(Attention attention, int layers) {
    Sharding sharding = on.sharding();
    List<Collective> all = new ArrayList<>();
    if (on.prefills() && sharding.cp() > 1) {
      for (Kept kept : attention.accept(new OfState())) {
        Amount bytes = Amount.perContextToken(kept.bytes());
        all.add(gather("context all-gather", layers, sharding.cp(), sharding.tp(), kept, bytes));
      }
    }
    if (on.prefills() && sharding.dcp() > 1) {
      for (Kept kept : attention.accept(new OfState())) {
        double bytes = kept.bytes();
        Amount cached = Amount.perContextToken(bytes).plus(Amount.perToken(-bytes));
        all.add(gather("cached state all-gather", layers, sharding.dcp(), 1, kept, cached));
      }
    }
    if (!on.prefills() && sharding.dcp() > 1) {
      for (Heads heads : attention.accept(new OfHeads())) {
        all.addAll(partialAttention(heads, layers));
      }
      for (double picks : attention.accept(new OfPicks())) {
        int ranks = sharding.dcp();
        double bytes = ranks * picks * PICK_BYTES;
        all.add(among(ranks, "index all-gather", Collective.Kind.ALL_GATHER, layers, bytes));
      }
    }
    return all;
  }

  private static Collective gather(
      String name, int layers, int ranks, int stride, Kept kept, Amount payload) {
    Collective.Kind kind = Collective.Kind.ALL_GATHER;
    return new Collective(name, kind, kind, layers, ranks, stride, 1, kept.span(), payload);
  }

  private List<Collective> partialAttention(Heads heads, int layers) {
    int ranks = on.sharding().dcp();
    double together = heads.number() * ranks;
    Collective.Kind gather = Collective.Kind.ALL_GATHER;
    Collective.Kind scatter = Collective.Kind.REDUCE_SCATTER;
    double sums = together * ranks * SUM_BYTES;
    return List.of(
        among(ranks, "query all-gather", gather, layers, together * heads.query() * QUERY_BYTES),
        among(ranks, "softmax all-gather", gather, layers, sums),
        among(
            ranks,
            "attention reduce-scatter",
            scatter,
            layers,
            together * heads.output() * QUERY_BYTES));
  }

  private static Collective among(
      int ranks, String name, Collective.Kind kind, int layers, double bytesOfToken) {
    Amount payload = Amount.perToken(bytesOfToken);
    return new Collective(name, kind, kind, layers, ranks, 1, 1, Span.ALL, payload);
  }

  /** State of a token that a layer keeps on an accelerator, and the tokens that it reads. */
  private record Kept(Span span, double bytes) {}

  /** Heads of an accelerator, with the elements of a query and of an output. */
  private record Heads(double number, double query, double output) {}

  private final class OfState implements Attention.Kinds<List<Kept>> {

    @Override
    public List<Kept> groupedQuery(Attention.GroupedQuery gqa) {
      double elements = 2 * on.splitOrCopied(gqa.kvHeads()) * gqa.headDim();
      double bytes = elements * on.quantization().kvBytes() + gqa.indexer().keyBytes();
      return List.of(new Kept(Span.of(gqa.window()), bytes));
    }

    @Override
    public List<Kept> latent(Attention.Latent mla) {
      double latent = (mla.kvLoraRank() + mla.ropeHeadDim()) * on.quantization().kvBytes();
      return List.of(new Kept(Span.ALL, latent + mla.indexer().keyBytes()));
    }

    /** All compressed entries, since each query picks its own, with the entries of the window. */
    @Override
    public List<Kept> compressed(CompressedAttention attention) {
      int ratio = attention.compressor().ratio();
      double entry = attention.entryBytes(on.quantization().kvBytes());
      if (!attention.compressor().exists()) {
        return List.of(new Kept(Span.recent(attention.window()), entry));
      }
      Kept entries = new Kept(Span.compressed(ratio, attention.window()), entry);
      return attention.indexer().exists()
          ? List.of(entries, new Kept(Span.compressed(ratio, 0), attention.indexer().keyBytes()))
          : List.of(entries);
    }

    @Override
    public List<Kept> linear(Attention.Linear linear) {
      return List.of();
    }

    @Override
    public List<Kept> stateSpace(Attention.StateSpace ssm) {
      return List.of();
    }

    @Override
    public List<Kept> none() {
      return List.of();
    }
  }

  private final class OfHeads implements Attention.Kinds<List<Heads>> {

    @Override
    public List<Heads> groupedQuery(Attention.GroupedQuery gqa) {
      return List.of(new Heads(on.split(gqa.heads()), gqa.headDim(), gqa.headDim()));
    }

    @Override
    public List<Heads> latent(Attention.Latent mla) {
      double query = mla.kvLoraRank() + mla.ropeHeadDim();
      return List.of(new Heads(on.split(mla.heads()), query, mla.kvLoraRank()));
    }

    /** None: this sharding is refused. */
    @Override
    public List<Heads> compressed(CompressedAttention attention) {
      return List.of();
    }

    @Override
    public List<Heads> linear(Attention.Linear linear) {
      return List.of();
    }

    @Override
    public List<Heads> stateSpace(Attention.StateSpace ssm) {
      return List.of();
    }

    @Override
    public List<Heads> none() {
      return List.of();
    }
  }

  /** Tokens that an accelerator picks for each query, in layers with an indexer of their own. */
  private final class OfPicks implements Attention.Kinds<List<Double>> {

    /** An index head picks for each key-value head. */
    @Override
    public List<Double> groupedQuery(Attention.GroupedQuery gqa) {
      return gqa.indexer().scores()
          ? List.of(on.splitOrCopied(gqa.indexer().heads()) * gqa.indexer().topK())
          : List.of();
    }

    @Override
    public List<Double> latent(Attention.Latent mla) {
      return mla.indexer().scores() ? List.of((double) mla.indexer().topK()) : List.of();
    }

    /** None: this sharding is refused. */
    @Override
    public List<Double> compressed(CompressedAttention attention) {
      return List.of();
    }

    @Override
    public List<Double> linear(Attention.Linear linear) {
      return List.of();
    }

    @Override
    public List<Double> stateSpace(Attention.StateSpace ssm) {
      return List.of();
    }

    @Override
    public List<Double> none() {
      return List.of();
    }
  }
}
