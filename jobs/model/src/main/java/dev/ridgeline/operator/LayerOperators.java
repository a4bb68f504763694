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
   * vLLM, SGLang and TensorRT-LLM, outputs of experts in DeepEP's combine, hidden states between
   * pipeline stages.
   */
  private static final double OUTPUT_BYTES = 2;

  /** Inputs that a convolution remembers are activations, kept at 16 bits. */
  private static final double CONVOLUTION_STATE_BYTES = 2;

  private final Model model;
  private final Quantization quantization;
  private final Sharding sharding;
  private final Phase phase;
  private final Part part;
  private final double hidden;
  private final List<Operator> operators = new ArrayList<>();
  private final List<Collective> collectives = new ArrayList<>();
  private StateSize state = StateSize.NONE;
  private int layers;

  private LayerOperators(
      Model model, Quantization quantization, Sharding sharding, Phase phase, Part part) {
    this.model = model;
    this.quantization = quantization;
    this.sharding = sharding;
    this.phase = phase;
    this.part = part;
    this.hidden = model.hiddenSize();
  }

  static StepGraph graph(
      Model model, Quantization quantization, Sharding sharding, Phase phase, Part part) {
    return new LayerOperators(model, quantization, sharding, phase, part).graph();
  }

  private StepGraph graph() {
    AttentionOperators attention = new AttentionOperators();
    FeedForwardOperators feedForward = new FeedForwardOperators();
    for (LayerGroup group : model.layers()) {
      layers = group.count();
      if (part.hasAttention()) {
        group.attention().accept(attention);
      }
      group.ffn().accept(feedForward);
      if (part.hasAttention() && group.attention().exists()) {
        allReduce("attention all-reduce");
      }
      if (part.hasFeedForward()) {
        group.ffn().accept(new FeedForwardCollectives());
      }
    }
    if (sharding.pp() > 1) {
      layers = sharding.pp() - 1;
      Amount hiddenStates = Amount.perToken(hidden * OUTPUT_BYTES);
      collective("pipeline hop", Collective.Kind.PASS_ON, sharding.accelerators(), 1, hiddenStates);
    }
    if (part.hasAttention()) {
      head();
    }
    return new StepGraph(phase, operators, collectives, state);
  }

  /**
   * What crosses between attention and feed-forward accelerators in a decode pass: tokens at
   * activation precision there, once for each accelerator that has an expert for them, and at 16
   * bits back.
   */
  static Exchange exchange(Model model, Quantization quantization, Sharding feedForward) {
    Exchange exchange = new Exchange(0, 0);
    double bytesThereAndBack = quantization.activationBytes() + OUTPUT_BYTES;
    for (LayerGroup group : model.layers()) {
      double elements = 0;
      if (group.ffn() instanceof FeedForward.MixtureOfExperts moe) {
        double copies = Collective.Kind.reached(feedForward.ep(), moe.topK());
        elements = moe.expertWidth(model.hiddenSize()) * copies;
      } else if (group.ffn().exists()) {
        elements = model.hiddenSize();
      }
      if (elements > 0) {
        int hops = 2 * group.count();
        exchange = exchange.plus(new Exchange(hops, group.count() * elements * bytesThereAndBack));
      }
    }
    return exchange;
  }

  /** The operators and the state of what mixes tokens. */
  private final class AttentionOperators implements Attention.Kinds<Void> {

    /**
     * Query, key and value projections as one GEMM (with the gate, where there is one), the
     * attention core, the output projection. Each accelerator has H/tp query heads and max(1,
     * Hkv/tp) key-value heads: fewer heads than accelerators are copied, not split. Queries are
     * written for the core to read; keys and values go to the cache.
     */
    @Override
    public Void groupedQuery(Attention.GroupedQuery gqa) {
      double queryWidth = split(gqa.heads()) * gqa.headDim();
      double written = gqa.outputGate() ? 2 * queryWidth : queryWidth;
      double kvWidth = 2 * splitOrCopied(gqa.kvHeads()) * gqa.headDim();
      double kvBytes = kvWidth * quantization.kvBytes();
      Operator projection =
          projection("qkv projection", hidden * (written + kvWidth), hidden + written);
      operators.add(projection.writingState(Amount.perToken(kvBytes)));
      operators.add(
          core(
              "attention",
              phase == Phase.PREFILL ? KernelKind.PREFILL_ATTENTION : KernelKind.DECODE_ATTENTION,
              Span.of(gqa.window()),
              quantization.attentionPrecision(),
              4 * queryWidth,
              kvBytes,
              perToken(2 * queryWidth)));
      operators.add(projection("output projection", queryWidth * hidden, queryWidth + hidden));
      keep(StateSize.ofRecent(gqa.window().residentTokens(), kvBytes));
      return null;
    }

    /**
     * Latent attention. The projections down to the latents are copied to every accelerator, and so
     * is the cached latent; heads are split.
     *
     * <p>Prefill expands the latents of cached and new tokens to keys and values of all heads and
     * attends over those. Decode multiplies queries and outputs with the expansion matrices instead
     * ("absorbed"), and attends over the latents themselves; so does prefill where an indexer picks
     * the latents, since every query has its own.
     */
    @Override
    public Void latent(Attention.Latent mla) {
      double heads = split(mla.heads());
      double rank = mla.kvLoraRank();
      double rope = mla.ropeHeadDim();
      double queryRank = mla.queryLoraRank();
      double queryWidth = heads * (mla.nopeHeadDim() + rope);
      double valueWidth = heads * mla.valueHeadDim();
      double gateWidth = mla.outputGate() ? valueWidth : 0;
      double latentBytes = (rank + rope) * quantization.kvBytes();
      if (queryRank > 0) {
        operators.add(
            projection(
                    "latent projection",
                    hidden * (queryRank + gateWidth + rank + rope),
                    hidden + queryRank + gateWidth)
                .writingState(Amount.perToken(latentBytes)));
        operators.add(
            projection("query expansion", queryRank * queryWidth, queryRank + queryWidth));
      } else {
        operators.add(
            projection(
                    "query and latent projection",
                    hidden * (queryWidth + gateWidth + rank + rope),
                    hidden + queryWidth + gateWidth)
                .writingState(Amount.perToken(latentBytes)));
      }
      keep(StateSize.ofToken(latentBytes));
      if (mla.indexer().exists()) {
        index(mla.indexer(), queryRank);
      }
      if (phase == Phase.PREFILL && !mla.indexer().exists()) {
        expandedCore(mla, heads, queryWidth, valueWidth);
      } else {
        absorbedCore(mla, heads, valueWidth);
      }
      operators.add(projection("output projection", valueWidth * hidden, valueWidth + hidden));
      return null;
    }

    private void expandedCore(
        Attention.Latent mla, double heads, double queryWidth, double valueWidth) {
      double rank = mla.kvLoraRank();
      double expandedWidth = heads * mla.nopeHeadDim() + valueWidth;
      operators.add(
          new Operator(
              "kv expansion",
              OperatorClass.PROJECTION,
              KernelKind.GEMM,
              layers,
              Span.ALL,
              quantization.gemmPrecision(TensorGroup.ATTENTION),
              Amount.perContextToken(2 * rank * expandedWidth),
              rank * expandedWidth * quantization.weightBytes(TensorGroup.ATTENTION),
              Optional.empty(),
              Amount.perContextToken(rank * quantization.kvBytes()),
              Amount.NONE,
              perContextToken(expandedWidth)));
      operators.add(
          core(
              "attention",
              KernelKind.PREFILL_LATENT_ATTENTION,
              Span.ALL,
              quantization.attentionPrecision(),
              2 * (queryWidth + valueWidth),
              mla.ropeHeadDim() * quantization.kvBytes(),
              perToken(queryWidth + valueWidth).plus(perContextToken(expandedWidth))));
    }

    private void absorbedCore(Attention.Latent mla, double heads, double valueWidth) {
      double rank = mla.kvLoraRank();
      double cachedWidth = rank + mla.ropeHeadDim();
      double nopeWidth = heads * mla.nopeHeadDim();
      boolean prefill = phase == Phase.PREFILL;
      operators.add(projection("key absorption", nopeWidth * rank, nopeWidth + heads * rank));
      operators.add(
          core(
              "attention",
              prefill ? KernelKind.PREFILL_LATENT_ATTENTION : KernelKind.DECODE_LATENT_ATTENTION,
              mla.indexer().exists() ? Span.picked(mla.indexer().topK()) : Span.ALL,
              quantization.attentionPrecision(),
              2 * heads * (cachedWidth + rank),
              cachedWidth * quantization.kvBytes(),
              perToken(heads * (cachedWidth + rank))));
      operators.add(projection("value absorption", rank * valueWidth, heads * rank + valueWidth));
    }

    /**
     * Scores of all tokens before each query, in FP8; copied to every accelerator, like its keys.
     */
    private void index(Attention.Indexer indexer, double queryRank) {
      double width = (double) indexer.heads() * indexer.headDim();
      double keyAndWeights = indexer.headDim() + indexer.heads();
      operators.add(projection("index query projection", queryRank * width, queryRank + width));
      Operator keys =
          projection("index key projection", hidden * keyAndWeights, hidden + keyAndWeights);
      operators.add(keys.writingState(Amount.perToken(indexer.keyBytes())));
      boolean prefill = phase == Phase.PREFILL;
      operators.add(
          core(
              "index scores",
              prefill ? KernelKind.PREFILL_LATENT_ATTENTION : KernelKind.DECODE_LATENT_ATTENTION,
              Span.ALL,
              Precision.FP8,
              2 * width,
              indexer.keyBytes(),
              perToken(width)));
      keep(StateSize.ofToken(indexer.keyBytes()));
    }

    /** All projections from the residual stream as one GEMM, narrow gates, the recurrence. */
    @Override
    public Void linear(Attention.Linear linear) {
      double keyHeads = splitOrCopied(linear.keyHeads());
      double valueHeads = split(linear.valueHeads());
      double keyWidth = keyHeads * linear.keyHeadDim();
      double valueWidth = valueHeads * linear.valueHeadDim();
      double mixed = 2 * keyWidth + valueWidth;
      double narrow = linear.keyHeadDim() + linear.valueHeadDim();
      double written =
          mixed
              + switch (linear.rule()) {
                case LIGHTNING -> valueWidth;
                case GATED_DELTA -> valueWidth + 2 * valueHeads;
                case KIMI_DELTA -> narrow + valueHeads;
              };
      operators.add(projection("qkv and gate projection", hidden * written, hidden + written));
      if (linear.rule() == Attention.Linear.Rule.KIMI_DELTA) {
        double decayWidth = valueHeads * linear.keyHeadDim();
        operators.add(
            projection(
                "gate expansion",
                linear.valueHeadDim() * valueWidth + linear.keyHeadDim() * decayWidth,
                narrow + valueWidth + decayWidth));
      }
      double elements = valueHeads * linear.keyHeadDim() * linear.valueHeadDim();
      double convolved = linear.convolution() > 0 ? mixed : 0;
      recurrence(
          linear.rule().products() * elements,
          elements * linear.stateBits() / Byte.SIZE,
          linear.convolution(),
          convolved,
          mixed + valueWidth);
      operators.add(projection("output projection", valueWidth * hidden, valueWidth + hidden));
      return null;
    }

    @Override
    public Void stateSpace(Attention.StateSpace ssm) {
      double heads = split(ssm.heads());
      double inner = heads * ssm.headDim();
      double shared = 2 * splitOrCopied(ssm.groups()) * ssm.stateSize();
      double written = 2 * inner + shared + heads;
      operators.add(projection("state projection", hidden * written, hidden + written));
      double elements = inner * ssm.stateSize();
      recurrence(
          2 * elements,
          elements * ssm.stateBits() / Byte.SIZE,
          ssm.convolution(),
          inner + shared,
          2 * inner + shared + heads);
      operators.add(projection("output projection", inner * hidden, inner + hidden));
      return null;
    }

    @Override
    public Void none() {
      return null;
    }

    /**
     * Convolution and recurrence of one token after the other. The state is read and written once
     * for each sequence in every pass. No kernel timings are public: prefill, which works on chunks
     * by matrix products, is taken to run like a GEMM in bf16, and decode, which streams the state,
     * like decode attention.
     */
    private void recurrence(
        double multiplyAdds, double stateBytes, int width, double convolved, double rowWidth) {
      double convolutionBytes = Math.max(0, width - 1) * convolved * CONVOLUTION_STATE_BYTES;
      Amount moved = Amount.perPass(stateBytes + convolutionBytes);
      operators.add(
          new Operator(
              "recurrence",
              OperatorClass.ATTENTION,
              phase == Phase.PREFILL ? KernelKind.GEMM : KernelKind.DECODE_ATTENTION,
              layers,
              Span.ALL,
              Precision.BF16,
              Amount.perToken(2 * (multiplyAdds + width * convolved)),
              0,
              Optional.empty(),
              moved,
              moved,
              perToken(rowWidth)));
      keep(StateSize.ofSequence(stateBytes + convolutionBytes));
    }

    private void keep(StateSize ofOneLayer) {
      state = state.plus(ofOneLayer.times(layers));
    }

    private Operator core(
        String name,
        KernelKind kernel,
        Span span,
        Precision precision,
        double flopsPerPair,
        double stateBytesPerContextToken,
        Amount activations) {
      return new Operator(
          name,
          OperatorClass.ATTENTION,
          kernel,
          layers,
          span,
          precision,
          Amount.perPair(flopsPerPair),
          0,
          Optional.empty(),
          Amount.perContextToken(stateBytesPerContextToken),
          Amount.NONE,
          activations);
    }
  }

  /** The operators of the feed-forward. */
  private final class FeedForwardOperators implements FeedForward.Kinds<Void> {

    @Override
    public Void dense(FeedForward.Dense ffn) {
      if (part.hasFeedForward()) {
        denseFeedForward("ffn", TensorGroup.DENSE_FFN, split(ffn.intermediateSize()), ffn.gated());
      }
      return null;
    }

    /** Up (with the gate: one GEMM, twice as wide) and down. */
    private void denseFeedForward(String name, TensorGroup group, double width, boolean gated) {
      double upWidth = gated ? 2 * width : width;
      operators.add(ffnGemm(name + (gated ? " gate and up" : " up"), group, hidden, upWidth));
      operators.add(ffnGemm(name + " down", group, width, hidden));
    }

    /**
     * Router (copied to every accelerator), routed experts as one grouped kernel, shared experts.
     *
     * <p>Of the T new tokens of all attention groups, each accelerator computes {@code T*k/ep} rows
     * in experts cut to {@code fe / (accelerators/ep)}: for one of its own group's tokens, {@code
     * groups * k / ep} rows.
     */
    @Override
    public Void mixture(FeedForward.MixtureOfExperts moe) {
      if (part.hasAttention()) {
        operators.add(ffnGemm("router", TensorGroup.ROUTER, hidden, moe.experts()));
      }
      if (!part.hasFeedForward()) {
        return null;
      }
      double expertHidden = moe.expertWidth(hidden);
      double width = (double) moe.expertIntermediateSize() / sharding.expertSlices();
      double localExperts = (double) moe.experts() / sharding.ep();
      double rows = (double) sharding.attentionGroups() * moe.topK() / sharding.ep();
      double expertParameters = FeedForward.matrices(moe.gated()) * expertHidden * width;
      double upWidth = moe.gated() ? 2 * width : width;
      if (moe.latentSize() > 0) {
        TensorGroup group = TensorGroup.SHARED_EXPERTS;
        operators.add(ffnGemm("expert latent down", group, hidden, expertHidden));
        operators.add(ffnGemm("expert latent up", group, expertHidden, hidden));
      }
      operators.add(
          new Operator(
              "experts",
              OperatorClass.FFN,
              KernelKind.EXPERTS,
              layers,
              Span.ALL,
              quantization.gemmPrecision(TensorGroup.EXPERTS),
              Amount.perToken(2 * rows * expertParameters),
              localExperts * expertParameters * quantization.weightBytes(TensorGroup.EXPERTS),
              Optional.of(
                  new RoutedExperts(
                      moe.experts(), moe.topK(), moe.routingSkew(), sharding.attentionGroups())),
              Amount.NONE,
              Amount.NONE,
              perToken(rows * (expertHidden + upWidth + width + expertHidden))));
      if (moe.sharedIntermediateSize() > 0) {
        denseFeedForward(
            "shared experts",
            TensorGroup.SHARED_EXPERTS,
            split(moe.sharedIntermediateSize()),
            moe.gated());
      }
      return null;
    }

    @Override
    public Void none() {
      return null;
    }

    private Operator ffnGemm(String name, TensorGroup group, double rows, double columns) {
      return gemm(name, OperatorClass.FFN, group, rows * columns, rows + columns);
    }
  }

  /** What the feed-forward sends. */
  private final class FeedForwardCollectives implements FeedForward.Kinds<Void> {

    @Override
    public Void dense(FeedForward.Dense ffn) {
      allReduce("ffn all-reduce");
      return null;
    }

    /**
     * Without expert parallelism experts are split like a dense feed-forward. With it, each
     * accelerator owns 1/tp of its group's tokens and sends each to those that have one of the k
     * experts picked for it (to every slice of them), at activation precision; results come back at
     * 16 bits. Where attention runs elsewhere the link between the two carries that instead. Shared
     * experts, split over the tensor-parallel group, are summed on their own.
     */
    @Override
    public Void mixture(FeedForward.MixtureOfExperts moe) {
      if (sharding.ep() == 1) {
        allReduce("experts all-reduce");
        return null;
      }
      if (part == Part.WHOLE) {
        double elements = moe.expertWidth(hidden) * sharding.expertSlices() / sharding.tp();
        deal("expert dispatch", moe.topK(), perToken(elements));
        deal("expert combine", moe.topK(), Amount.perToken(elements * OUTPUT_BYTES));
      }
      if (moe.sharedIntermediateSize() > 0) {
        allReduce("shared experts all-reduce");
      }
      return null;
    }

    @Override
    public Void none() {
      return null;
    }

    private void deal(String name, int copies, Amount payload) {
      collective(name, Collective.Kind.ALL_TO_ALL, sharding.ep(), copies, payload);
    }
  }

  /** Logits of one row for each sequence, in decode and in prefill. */
  private void head() {
    double columns = split(model.vocabularySize());
    operators.add(
        new Operator(
            "lm head",
            OperatorClass.HEAD,
            KernelKind.GEMM,
            1,
            Span.ALL,
            quantization.gemmPrecision(TensorGroup.EMBEDDING),
            phase == Phase.DECODE
                ? Amount.perToken(2 * hidden * columns)
                : Amount.perSequence(2 * hidden * columns),
            hidden * columns * quantization.weightBytes(TensorGroup.EMBEDDING),
            Optional.empty(),
            Amount.NONE,
            Amount.NONE,
            phase == Phase.DECODE
                ? perToken(hidden + columns)
                : Amount.perSequence((hidden + columns) * quantization.activationBytes())));
  }

  /** Summing partial outputs over the tensor-parallel group; none where there is only one. */
  private void allReduce(String name) {
    if (sharding.tp() > 1) {
      Amount partialSums = Amount.perToken(hidden * OUTPUT_BYTES);
      collective(name, Collective.Kind.ALL_REDUCE, sharding.tp(), 1, partialSums);
    }
  }

  private void collective(
      String name, Collective.Kind kind, int participants, int copies, Amount payload) {
    collectives.add(new Collective(name, kind, layers, participants, copies, payload));
  }

  /** What is left of an amount that tensor parallelism splits. */
  private double split(int amount) {
    return (double) amount / sharding.tp();
  }

  /** The same of heads that are copied where there are fewer of them than accelerators. */
  private double splitOrCopied(int heads) {
    return Math.max(1, split(heads));
  }

  private Operator projection(String name, double parameters, double rowWidth) {
    return gemm(name, OperatorClass.PROJECTION, TensorGroup.ATTENTION, parameters, rowWidth);
  }

  private Operator gemm(
      String name,
      OperatorClass operatorClass,
      TensorGroup group,
      double parameters,
      double rowWidth) {
    return new Operator(
        name,
        operatorClass,
        KernelKind.GEMM,
        layers,
        Span.ALL,
        quantization.gemmPrecision(group),
        Amount.perToken(2 * parameters),
        parameters * quantization.weightBytes(group),
        Optional.empty(),
        Amount.NONE,
        Amount.NONE,
        perToken(rowWidth));
  }

  private Amount perToken(double elements) {
    return Amount.perToken(elements * quantization.activationBytes());
  }

  private Amount perContextToken(double elements) {
    return Amount.perContextToken(elements * quantization.activationBytes());
  }
}
