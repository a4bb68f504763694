package dev.ridgeline.operator;

import static dev.ridgeline.testing.LatentBuilder.latentAttention;
import static dev.ridgeline.testing.LinearBuilder.linearAttention;
import static dev.ridgeline.testing.MixtureBuilder.mixture;
import static dev.ridgeline.testing.StateSpaceBuilder.stateSpace;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.Attention.Linear.Rule;
import dev.ridgeline.catalog.CompressedAttention;
import dev.ridgeline.catalog.CompressedAttention.Compressor;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.Window;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A layer of some kind on one accelerator of a sharding, with the symbols of its operator table.
 *
 * @param table heading of the table
 * @param attention what mixes the tokens
 * @param ffn the feed-forward
 * @param conditions of rows, those that hold in both phases
 * @param window how its queries choose the tokens that they see
 * @param symbols those that do not depend on the step
 */
record WorkedLayer(
    String table,
    Attention attention,
    FeedForward ffn,
    Set<String> conditions,
    Span window,
    Map<String, Double> symbols) {

  static final int HIDDEN = 320;
  static final int VOCABULARY = 1024;
  static final int STREAMS = 3;
  private static final FeedForward NO_FFN = new FeedForward.None();
  private static final Attention NO_ATTENTION = new Attention.None();

  static List<WorkedLayer> all(Sharding on) {
    Window sliding = new Window(Window.Kind.SLIDING, 128);
    Window chunked = new Window(Window.Kind.CHUNKED, 1001);
    return List.of(
        ofGroupedQuery(on, new Attention.GroupedQuery(16, 16, 24, Window.FULL, false), Span.ALL),
        ofGroupedQuery(
            on,
            new Attention.GroupedQuery(16, 2, 24, sliding, true),
            new Span(Span.Kind.RECENT, 128)),
        ofGroupedQuery(
            on,
            new Attention.GroupedQuery(32, 1, 8, chunked, false),
            new Span(Span.Kind.RECENT, 501)),
        ofGroupedQuery(
            on,
            new Attention.GroupedQuery(
                32, 4, 8, Window.FULL, false, new Attention.Indexer(4, 12, 700, 24)),
            new Span(Span.Kind.PICKED, 700)),
        ofLatent(on, 48, Attention.Indexer.NONE, false),
        ofLatent(on, 0, Attention.Indexer.NONE, true),
        ofLatent(on, 56, new Attention.Indexer(4, 12, 700, 13), false),
        ofLatent(on, 56, new Attention.Indexer(4, 12, 700, 13), true),
        ofLatent(on, 56, new Attention.Indexer(0, 0, 700, 0), false),
        ofCompressed(on, Compressor.NONE, Attention.Indexer.NONE),
        ofCompressed(on, new Compressor(16, false), Attention.Indexer.NONE),
        ofCompressed(on, new Compressor(4, true), new Attention.Indexer(4, 12, 70, 7)),
        ofStreams(),
        ofBlocks(),
        ofLinear(
            on,
            linearAttention(Rule.LIGHTNING)
                .keyHeads(16)
                .valueHeads(16)
                .keyHeadDim(8)
                .valueHeadDim(12)
                .build()),
        ofLinear(
            on,
            linearAttention(Rule.GATED_DELTA)
                .keyHeads(8)
                .valueHeads(16)
                .keyHeadDim(8)
                .valueHeadDim(12)
                .convolution(4)
                .build()),
        ofLinear(
            on,
            linearAttention(Rule.KIMI_DELTA)
                .keyHeads(2)
                .valueHeads(16)
                .keyHeadDim(8)
                .valueHeadDim(12)
                .convolution(3)
                .stateBits(16)
                .build()),
        ofLinear(
            on,
            linearAttention(Rule.KIMI_DELTA_WIDE)
                .keyHeads(16)
                .valueHeads(16)
                .keyHeadDim(8)
                .valueHeadDim(12)
                .convolution(4)
                .build()),
        ofStateSpace(
            on, stateSpace().heads(16).headDim(8).stateSize(20).groups(2).convolution(4).build()),
        ofDense(on, new FeedForward.Dense(768, true)),
        ofDense(on, new FeedForward.Dense(768, false)),
        ofMixture(
            on,
            mixture().experts(64).topK(4).intermediateSize(96).sharedIntermediateSize(128).build()),
        ofMixture(on, mixture().experts(64).topK(4).intermediateSize(96).build()),
        ofMixture(
            on,
            mixture()
                .experts(128)
                .topK(6)
                .intermediateSize(96)
                .sharedIntermediateSize(256)
                .ungated()
                .latentSize(112)
                .build()),
        ofFusion(),
        ofHead(on));
  }

  private static WorkedLayer ofGroupedQuery(
      Sharding on, Attention.GroupedQuery layer, Span window) {
    double h = (double) layer.heads() / on.tp();
    Map<String, Double> symbols =
        Map.of(
            "h",
            h,
            "hkv",
            Math.max(1, (double) layer.kvHeads() / on.tp()),
            "dh",
            (double) layer.headDim(),
            "g",
            layer.outputGate() ? h * layer.headDim() : 0,
            "hi",
            Math.max(1, (double) layer.indexer().heads() / on.tp()),
            "di",
            (double) layer.indexer().headDim(),
            "keyB",
            (double) layer.indexer().keyBytes());
    Set<String> conditions = layer.indexer().exists() ? Set.of("indexed") : Set.of();
    return new WorkedLayer("Grouped-query attention", layer, NO_FFN, conditions, window, symbols);
  }

  private static WorkedLayer ofLatent(
      Sharding on, int queryRank, Attention.Indexer indexer, boolean gate) {
    Attention.Latent layer =
        latentAttention()
            .heads(16)
            .queryRank(queryRank)
            .latentSize(40)
            .nopeHeadDim(10)
            .ropeHeadDim(6)
            .valueHeadDim(14)
            .indexer(indexer)
            .outputGate(gate)
            .build();
    double h = 16.0 / on.tp();
    Map<String, Double> symbols = new HashMap<>();
    symbols.put("h", h);
    symbols.put("rq", (double) queryRank);
    symbols.put("rkv", 40.0);
    symbols.put("dn", 10.0);
    symbols.put("dr", 6.0);
    symbols.put("dv", 14.0);
    symbols.put("g", gate ? h * 14 : 0);
    if (!indexer.exists()) {
      Set<String> conditions = Set.of(queryRank > 0 ? "with q-LoRA" : "without q-LoRA");
      return new WorkedLayer("Latent attention", layer, NO_FFN, conditions, Span.ALL, symbols);
    }
    symbols.put("hi", (double) indexer.heads());
    symbols.put("di", (double) indexer.headDim());
    symbols.put("keyB", (double) indexer.keyBytes());
    Span picked = new Span(Span.Kind.PICKED, indexer.topK());
    Set<String> scoring = indexer.scores() ? Set.of("scoring") : Set.of();
    return new WorkedLayer("Indexed latent attention", layer, NO_FFN, scoring, picked, symbols);
  }

  private static WorkedLayer ofCompressed(
      Sharding on, Compressor compressor, Attention.Indexer indexer) {
    CompressedAttention layer =
        new CompressedAttention(16, 48, 24, 6, 8, 10, 128, compressor, indexer);
    double ratio = compressor.ratio();
    double parts = compressor.overlap() ? 2 : compressor.exists() ? 1 : 0;
    Map<String, Double> symbols = new HashMap<>();
    symbols.put("h", 16.0 / on.tp());
    symbols.put("go", 8.0 / on.tp());
    symbols.put("rq", 48.0);
    symbols.put("ro", 10.0);
    symbols.put("dh", 24.0);
    symbols.put("dr", 6.0);
    symbols.put("m", ratio);
    symbols.put("hi", (double) indexer.heads());
    symbols.put("di", (double) indexer.headDim());
    symbols.put("keyB", (double) indexer.keyBytes());
    symbols.put("y", 2 * parts * (24 + indexer.headDim()));
    Set<String> conditions = new HashSet<>();
    Span span = new Span(Span.Kind.RECENT, 128);
    if (compressor.exists()) {
      conditions.add("compressed");
      span = new Span(Span.Kind.ALL, Double.POSITIVE_INFINITY, ratio, 128);
    }
    if (indexer.exists()) {
      conditions.add("indexed");
      span = new Span(Span.Kind.PICKED, ratio * indexer.topK(), ratio, 128);
    }
    return new WorkedLayer("Compressed attention", layer, NO_FFN, conditions, span, symbols);
  }

  /** Streams around a feed-forward, which has rows of its own. */
  private static WorkedLayer ofStreams() {
    return new WorkedLayer(
        "Residual streams",
        NO_ATTENTION,
        new FeedForward.Dense(8, false),
        Set.of(),
        Span.ALL,
        Map.of("s", (double) STREAMS));
  }

  /**
   * A feed-forward in blocks of one layer. Before attention it has the input and the growing block,
   * before the feed-forward one block more: 1 and 2, so 1.5 on average.
   */
  private static WorkedLayer ofBlocks() {
    return new WorkedLayer(
        "Attention residuals",
        NO_ATTENTION,
        new FeedForward.Dense(8, false),
        Set.of(),
        Span.ALL,
        Map.of("m", 1.5));
  }

  private static WorkedLayer ofLinear(Sharding on, Attention.Linear layer) {
    double hk = Math.max(1, (double) layer.keyHeads() / on.tp());
    double hv = (double) layer.valueHeads() / on.tp();
    double dk = layer.keyHeadDim();
    double dv = layer.valueHeadDim();
    boolean kimi = layer.rule() == Rule.KIMI_DELTA;
    boolean wide = layer.rule() == Rule.KIMI_DELTA_WIDE;
    double gates = kimi ? dk + dv + hv : wide ? hv * dv + dk + hv : hv * dv;
    Map<String, Double> symbols = new HashMap<>();
    symbols.put("hk", hk);
    symbols.put("hv", hv);
    symbols.put("dk", dk);
    symbols.put("dv", dv);
    symbols.put("y", 2 * hk * dk + hv * dv);
    symbols.put("z", layer.rule() == Rule.GATED_DELTA ? gates + 2 * hv : gates);
    symbols.put("s", hv * dk * dv);
    symbols.put("r", layer.rule() == Rule.LIGHTNING ? 2.0 : 3.0);
    symbols.put("sB", layer.stateBits() / 8.0);
    symbols.put("k", Math.max(1.0, layer.convolution()));
    symbols.put("yk", layer.convolution() > 0 ? symbols.get("y") : 0);
    Set<String> conditions = kimi ? Set.of("Kimi delta") : wide ? Set.of("wide gate") : Set.of();
    return new WorkedLayer("Linear attention", layer, NO_FFN, conditions, Span.ALL, symbols);
  }

  private static WorkedLayer ofStateSpace(Sharding on, Attention.StateSpace layer) {
    double h = (double) layer.heads() / on.tp();
    double i = h * layer.headDim();
    Map<String, Double> symbols =
        Map.of(
            "h",
            h,
            "i",
            i,
            "bc",
            2 * Math.max(1, (double) layer.groups() / on.tp()) * layer.stateSize(),
            "s",
            i * layer.stateSize(),
            "sB",
            layer.stateBits() / 8.0,
            "k",
            (double) layer.convolution());
    return new WorkedLayer("State space", layer, NO_FFN, Set.of(), Span.ALL, symbols);
  }

  private static WorkedLayer ofDense(Sharding on, FeedForward.Dense ffn) {
    return new WorkedLayer(
        "Dense feed-forward",
        NO_ATTENTION,
        ffn,
        Set.of(ffn.gated() ? "gated" : "ungated"),
        Span.ALL,
        Map.of("f", (double) ffn.intermediateSize() / on.tp()));
  }

  private static WorkedLayer ofMixture(Sharding on, FeedForward.MixtureOfExperts ffn) {
    double slices = (double) on.accelerators() / on.ep();
    Set<String> conditions = new HashSet<>();
    conditions.add(ffn.gated() ? "gated" : "ungated");
    if (ffn.latentSize() > 0) {
      conditions.add("behind a latent");
    }
    if (ffn.sharedIntermediateSize() > 0) {
      conditions.add("shared");
    }
    Map<String, Double> symbols =
        Map.of(
            "E",
            (double) ffn.experts(),
            "e",
            (double) ffn.experts() / on.ep(),
            "k",
            (double) ffn.topK(),
            "fe",
            ffn.expertIntermediateSize() / slices,
            "fs",
            (double) ffn.sharedIntermediateSize() / on.tp(),
            "m",
            ffn.gated() ? 3.0 : 2.0,
            "l",
            ffn.latentSize() > 0 ? (double) ffn.latentSize() : HIDDEN);
    return new WorkedLayer("Mixture of experts", NO_ATTENTION, ffn, conditions, Span.ALL, symbols);
  }

  private static WorkedLayer ofFusion() {
    return new WorkedLayer(
        "Fusion of a drafter",
        NO_ATTENTION,
        new FeedForward.Fusion(3),
        Set.of(),
        Span.ALL,
        Map.of("i", 3.0));
  }

  /** The head is in every model: its layer is any other. */
  private static WorkedLayer ofHead(Sharding on) {
    return new WorkedLayer(
        "LM head",
        NO_ATTENTION,
        new FeedForward.Dense(8, false),
        Set.of(),
        Span.ALL,
        Map.of("v", (double) VOCABULARY / on.tp()));
  }
}
