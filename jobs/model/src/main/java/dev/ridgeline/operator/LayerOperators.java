package dev.ridgeline.operator;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.KernelKind;
import dev.ridgeline.catalog.LayerGroup;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.catalog.TensorGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes down the operators of a model, layer group by layer group, as each accelerator of a
 * sharding executes them.
 *
 * <p>Symbols as in the field: d hidden size; H, Hkv, dh heads, key-value heads and head width; rq,
 * rkv ranks of the query and key-value latents; dn, dr, dv widths of the parts of a head without
 * and with rotary position and of a value; f, fe, fs intermediate widths of a dense feed-forward, a
 * routed expert and the shared experts; E, k experts and experts a token. Widths named in code are
 * what is left of them on one accelerator.
 */
final class LayerOperators {

  /**
   * Outputs of GEMMs travel at 16 bits whatever the scheme: partial sums in the all-reduces of
   * vLLM, SGLang and TensorRT-LLM, outputs of experts in DeepEP's combine.
   */
  private static final double OUTPUT_BYTES = 2;

  private final Quantization quantization;
  private final Sharding sharding;
  private final Phase phase;
  private final double hidden;

  private LayerOperators(Model model, Quantization quantization, Sharding sharding, Phase phase) {
    this.quantization = quantization;
    this.sharding = sharding;
    this.phase = phase;
    this.hidden = model.hiddenSize();
  }

  static StepGraph graph(Model model, Quantization quantization, Sharding sharding, Phase phase) {
    LayerOperators layerOf = new LayerOperators(model, quantization, sharding, phase);
    List<Operator> operators = new ArrayList<>();
    List<Collective> collectives = new ArrayList<>();
    for (LayerGroup group : model.layers()) {
      int layers = group.count();
      operators.addAll(
          group
              .attention()
              .match(gqa -> layerOf.attention(layers, gqa), mla -> layerOf.attention(layers, mla)));
      operators.addAll(
          group
              .ffn()
              .match(
                  ffn -> layerOf.feedForward(layers, ffn),
                  moe -> layerOf.feedForward(layers, moe)));
      collectives.addAll(layerOf.allReduce("attention all-reduce", layers));
      collectives.addAll(
          group
              .ffn()
              .match(
                  ffn -> layerOf.allReduce("ffn all-reduce", layers),
                  moe -> layerOf.collectives(layers, moe)));
    }
    operators.add(layerOf.head(model.vocabularySize()));
    return new StepGraph(phase, operators, collectives);
  }

  /**
   * Query, key and value projections as one GEMM, the attention core, the output projection. Each
   * accelerator has H/tp query heads and max(1, Hkv/tp) key-value heads: fewer heads than
   * accelerators are copied, not split. Queries are written for the core to read; keys and values
   * go to the cache.
   */
  private List<Operator> attention(int layers, Attention.GroupedQuery gqa) {
    double queryWidth = (double) gqa.heads() / sharding.tp() * gqa.headDim();
    double kvHeads = Math.max(1.0, (double) gqa.kvHeads() / sharding.tp());
    double kvWidth = 2 * kvHeads * gqa.headDim();
    double kvBytes = kvWidth * quantization.kvBytes();
    return List.of(
        projection("qkv projection", layers, hidden * (queryWidth + kvWidth), hidden + queryWidth)
            .writingState(Amount.perToken(kvBytes)),
        core(
            layers,
            phase == Phase.PREFILL ? KernelKind.PREFILL_ATTENTION : KernelKind.DECODE_ATTENTION,
            4 * queryWidth,
            kvBytes,
            perToken(2 * queryWidth)),
        projection("output projection", layers, queryWidth * hidden, queryWidth + hidden));
  }

  /**
   * Latent attention. The projections down to the latents are copied to every accelerator, and so
   * is the cached latent; heads are split.
   *
   * <p>Prefill expands the latents of cached and new tokens to keys and values of all heads and
   * attends over those. Decode multiplies queries and outputs with the expansion matrices instead
   * ("absorbed"), and attends over the latents themselves.
   */
  private List<Operator> attention(int layers, Attention.Latent mla) {
    double heads = (double) mla.heads() / sharding.tp();
    double rank = mla.kvLoraRank();
    double rope = mla.ropeHeadDim();
    double queryWidth = heads * (mla.nopeHeadDim() + rope);
    double valueWidth = heads * mla.valueHeadDim();
    List<Operator> operators = new ArrayList<>();
    Amount newState = Amount.perToken((rank + rope) * quantization.kvBytes());
    if (mla.queryLoraRank() > 0) {
      double queryRank = mla.queryLoraRank();
      operators.add(
          projection(
                  "latent projection",
                  layers,
                  hidden * (queryRank + rank + rope),
                  hidden + queryRank)
              .writingState(newState));
      operators.add(
          projection("query expansion", layers, queryRank * queryWidth, queryRank + queryWidth));
    } else {
      operators.add(
          projection(
                  "query and latent projection",
                  layers,
                  hidden * (queryWidth + rank + rope),
                  hidden + queryWidth)
              .writingState(newState));
    }
    operators.addAll(
        phase == Phase.PREFILL
            ? expandedCore(layers, mla, heads, queryWidth, valueWidth)
            : absorbedCore(layers, mla, heads, valueWidth));
    operators.add(
        projection("output projection", layers, valueWidth * hidden, valueWidth + hidden));
    return operators;
  }

  private List<Operator> expandedCore(
      int layers, Attention.Latent mla, double heads, double queryWidth, double valueWidth) {
    double rank = mla.kvLoraRank();
    double expandedWidth = heads * mla.nopeHeadDim() + valueWidth;
    Operator expansion =
        new Operator(
            "kv expansion",
            OperatorClass.PROJECTION,
            KernelKind.GEMM,
            layers,
            quantization.gemmPrecision(TensorGroup.ATTENTION),
            Amount.perContextToken(2 * rank * expandedWidth),
            rank * expandedWidth * quantization.weightBytes(TensorGroup.ATTENTION),
            Optional.empty(),
            Amount.perContextToken(rank * quantization.kvBytes()),
            Amount.NONE,
            perContextToken(expandedWidth));
    Operator core =
        core(
            layers,
            KernelKind.PREFILL_LATENT_ATTENTION,
            2 * (queryWidth + valueWidth),
            mla.ropeHeadDim() * quantization.kvBytes(),
            perToken(queryWidth + valueWidth).plus(perContextToken(expandedWidth)));
    return List.of(expansion, core);
  }

  private List<Operator> absorbedCore(
      int layers, Attention.Latent mla, double heads, double valueWidth) {
    double rank = mla.kvLoraRank();
    double cachedWidth = rank + mla.ropeHeadDim();
    double nopeWidth = heads * mla.nopeHeadDim();
    return List.of(
        projection("key absorption", layers, nopeWidth * rank, nopeWidth + heads * rank),
        core(
            layers,
            KernelKind.DECODE_LATENT_ATTENTION,
            2 * heads * (cachedWidth + rank),
            cachedWidth * quantization.kvBytes(),
            perToken(heads * (cachedWidth + rank))),
        projection("value absorption", layers, rank * valueWidth, heads * rank + valueWidth));
  }

  private List<Operator> feedForward(int layers, FeedForward.Dense ffn) {
    double width = (double) ffn.intermediateSize() / sharding.tp();
    return denseFeedForward("ffn", layers, TensorGroup.DENSE_FFN, width, ffn.gated());
  }

  /** Up (with the gate: one GEMM, twice as wide) and down. */
  private List<Operator> denseFeedForward(
      String name, int layers, TensorGroup group, double width, boolean gated) {
    double upWidth = gated ? 2 * width : width;
    return List.of(
        ffnGemm(name + (gated ? " gate and up" : " up"), layers, group, hidden, upWidth),
        ffnGemm(name + " down", layers, group, width, hidden));
  }

  /**
   * Router (copied to every accelerator), routed experts as one grouped kernel, shared experts.
   *
   * <p>Of the T new tokens of all attention groups, each accelerator computes {@code T*k/ep} rows
   * in experts cut to {@code fe / (accelerators/ep)}: for one of its own group's tokens, {@code
   * groups * k / ep} rows.
   */
  private List<Operator> feedForward(int layers, FeedForward.MixtureOfExperts moe) {
    double width = (double) moe.expertIntermediateSize() / sharding.expertSlices();
    double localExperts = (double) moe.experts() / sharding.ep();
    double rows = (double) sharding.attentionGroups() * moe.topK() / sharding.ep();
    double expertParameters = FeedForward.matrices(moe.gated()) * hidden * width;
    double upWidth = moe.gated() ? 2 * width : width;
    List<Operator> operators = new ArrayList<>();
    operators.add(ffnGemm("router", layers, TensorGroup.ROUTER, hidden, moe.experts()));
    operators.add(
        new Operator(
            "experts",
            OperatorClass.FFN,
            KernelKind.EXPERTS,
            layers,
            quantization.gemmPrecision(TensorGroup.EXPERTS),
            Amount.perToken(2 * rows * expertParameters),
            localExperts * expertParameters * quantization.weightBytes(TensorGroup.EXPERTS),
            Optional.of(new RoutedExperts(moe.experts(), moe.topK(), sharding.attentionGroups())),
            Amount.NONE,
            Amount.NONE,
            perToken(rows * (hidden + upWidth + width + hidden))));
    if (moe.sharedIntermediateSize() > 0) {
      double shared = (double) moe.sharedIntermediateSize() / sharding.tp();
      operators.addAll(
          denseFeedForward(
              "shared experts", layers, TensorGroup.SHARED_EXPERTS, shared, moe.gated()));
    }
    return operators;
  }

  /** Logits of one row for each sequence, in decode and in prefill. */
  private Operator head(int vocabularySize) {
    double columns = (double) vocabularySize / sharding.tp();
    return new Operator(
        "lm head",
        OperatorClass.HEAD,
        KernelKind.GEMM,
        1,
        quantization.gemmPrecision(TensorGroup.EMBEDDING),
        Amount.perSequence(2 * hidden * columns),
        hidden * columns * quantization.weightBytes(TensorGroup.EMBEDDING),
        Optional.empty(),
        Amount.NONE,
        Amount.NONE,
        Amount.perSequence((hidden + columns) * quantization.activationBytes()));
  }

  /** Summing partial outputs over the tensor-parallel group; none where there is only one. */
  private List<Collective> allReduce(String name, int layers) {
    Amount partialSums = Amount.perToken(hidden * OUTPUT_BYTES);
    return sharding.tp() == 1
        ? List.of()
        : List.of(
            new Collective(name, Collective.Kind.ALL_REDUCE, layers, sharding.tp(), partialSums));
  }

  /**
   * Without expert parallelism experts are split like a dense feed-forward. With it, each
   * accelerator owns 1/tp of its group's tokens and sends each to the k experts picked for it (and
   * to every slice of them), at activation precision; results come back at 16 bits. Shared experts,
   * split over the tensor-parallel group, are summed on their own.
   */
  private List<Collective> collectives(int layers, FeedForward.MixtureOfExperts moe) {
    if (sharding.ep() == 1) {
      return allReduce("experts all-reduce", layers);
    }
    double elements = hidden * moe.topK() * sharding.expertSlices() / sharding.tp();
    List<Collective> collectives = new ArrayList<>();
    collectives.add(allToAll("expert dispatch", layers, perToken(elements)));
    collectives.add(allToAll("expert combine", layers, Amount.perToken(elements * OUTPUT_BYTES)));
    if (moe.sharedIntermediateSize() > 0) {
      collectives.addAll(allReduce("shared experts all-reduce", layers));
    }
    return collectives;
  }

  private Collective allToAll(String name, int layers, Amount payload) {
    return new Collective(name, Collective.Kind.ALL_TO_ALL, layers, sharding.ep(), payload);
  }

  private Operator projection(String name, int layers, double parameters, double rowWidth) {
    return gemm(
        name, OperatorClass.PROJECTION, layers, TensorGroup.ATTENTION, parameters, rowWidth);
  }

  private Operator ffnGemm(
      String name, int layers, TensorGroup group, double rows, double columns) {
    return gemm(name, OperatorClass.FFN, layers, group, rows * columns, rows + columns);
  }

  private Operator gemm(
      String name,
      OperatorClass operatorClass,
      int layers,
      TensorGroup group,
      double parameters,
      double rowWidth) {
    Precision precision = quantization.gemmPrecision(group);
    double weightBytes = parameters * quantization.weightBytes(group);
    return new Operator(
        name,
        operatorClass,
        KernelKind.GEMM,
        layers,
        precision,
        Amount.perToken(2 * parameters),
        weightBytes,
        Optional.empty(),
        Amount.NONE,
        Amount.NONE,
        perToken(rowWidth));
  }

  private Operator core(
      int layers,
      KernelKind kernel,
      double flopsPerPair,
      double stateBytesPerContextToken,
      Amount activations) {
    return new Operator(
        "attention",
        OperatorClass.ATTENTION,
        kernel,
        layers,
        quantization.attentionPrecision(),
        Amount.perPair(flopsPerPair),
        0,
        Optional.empty(),
        Amount.perContextToken(stateBytesPerContextToken),
        Amount.NONE,
        activations);
  }

  private Amount perToken(double elements) {
    return Amount.perToken(elements * quantization.activationBytes());
  }

  private Amount perContextToken(double elements) {
    return Amount.perContextToken(elements * quantization.activationBytes());
  }
}
