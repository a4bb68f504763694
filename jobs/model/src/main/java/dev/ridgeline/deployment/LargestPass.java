package dev.ridgeline.deployment;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.CompressedAttention;
import dev.ridgeline.catalog.EngineMemory;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.LayerGroup;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.operator.Sharding;

/**
 * The peak of activations in the largest pass of an engine, on one accelerator: that of its widest
 * stage, or of sampling.
 *
 * <pre>
 *   layer:    2 B x tokens x (hidden copies x d + live width of a stage)
 *   sampling: sequences x vocabulary x logit bytes
 * </pre>
 *
 * <p>Live widths count the tensors that a layer's stage holds at once. A gated feed-forward has
 * gate and up side by side, and their product: 3 f. Routed experts have a row for each pick of a
 * token: the wider of gate with up and of the output, and the product. Attention has queries, keys,
 * values and output.
 *
 * <p>Chunked kernels of linear attention keep more (fla/ops of github.com/fla-org). They keep gates
 * in 32 bits before and after their sum. They keep two more keys and values, and a state for each
 * chunk of 64.
 */
final class LargestPass {

  private static final double BYTES = 2;

  /** Tokens of a chunk of the kernels of linear attention and of state-space layers. */
  private static final double RECURRENT_CHUNK = 64;

  private final Model model;
  private final Sharding sharding;
  private final EngineMemory.Activations activations;
  private final double tokens;

  private LargestPass(
      Model model, Sharding sharding, EngineMemory.Activations activations, double tokens) {
    this.model = model;
    this.sharding = sharding;
    this.activations = activations;
    this.tokens = tokens;
  }

  /**
   * Bytes of the peak.
   *
   * @param activations how the engine holds activations
   * @param tokens new tokens of the pass
   * @param sequences sequences whose tokens are sampled at once
   */
  static double bytes(
      Model model,
      Sharding sharding,
      EngineMemory.Activations activations,
      double tokens,
      double sequences) {
    LargestPass pass = new LargestPass(model, sharding, activations, tokens);
    double widest = 0;
    for (LayerGroup group : model.layers()) {
      double ofLayer =
          Math.max(
              group.attention().accept(pass.new OfAttention()),
              activations.feedForwardCopies() * group.ffn().accept(pass.new OfFeedForward()));
      widest = Math.max(widest, ofLayer);
    }
    double hidden = tokens * activations.hiddenCopies() * model.hiddenSize();
    double sampling = sequences * model.vocabularySize() * activations.logitBytes();
    return Math.max(BYTES * (hidden + widest), sampling);
  }

  private double split(double amount) {
    return amount / sharding.tp();
  }

  private double splitOrCopied(double heads) {
    return Math.max(1, split(heads));
  }

  /** Elements that attention holds at once. */
  private final class OfAttention implements Attention.Kinds<Double> {

    @Override
    public Double groupedQuery(Attention.GroupedQuery gqa) {
      double heads = 2 * split(gqa.heads()) + 2 * splitOrCopied(gqa.kvHeads());
      return tokens * heads * gqa.headDim();
    }

    @Override
    public Double latent(Attention.Latent mla) {
      double h = split(mla.heads());
      double key = mla.nopeHeadDim() + mla.ropeHeadDim();
      double expanded = mla.indexer().exists() ? mla.kvLoraRank() : key + mla.valueHeadDim();
      double earlier = mla.indexer().exists() ? 0 : activations.contextTokens() * h * key;
      return tokens * h * (key + expanded + mla.valueHeadDim()) + earlier;
    }

    @Override
    public Double compressed(CompressedAttention attention) {
      double queriesAndOutputs = 2 * split(attention.heads()) * attention.headDim();
      double latents = split(attention.outputGroups()) * attention.outputLoraRank();
      double pending = attention.compressedWidth() + attention.headDim();
      return tokens * (queriesAndOutputs + latents + pending);
    }

    @Override
    public Double linear(Attention.Linear linear) {
      double keys = splitOrCopied(linear.keyHeads()) * linear.keyHeadDim();
      double h = split(linear.valueHeads());
      double dk = linear.keyHeadDim();
      double dv = linear.valueHeadDim();
      double projectedAndConvolved = 2 * (2 * keys + h * dv);
      double gates = isByChannel(linear.rule()) ? 4 * h * dk : 4 * h;
      double moreKeysAndValues = h * (dk + 3 * dv);
      double scores = 4 * RECURRENT_CHUNK * h;
      double states = h * dk * dv / RECURRENT_CHUNK;
      return tokens * (projectedAndConvolved + gates + moreKeysAndValues + scores + states);
    }

    /** Whether decays differ from channel to channel of a head. */
    private static boolean isByChannel(Attention.Linear.Rule rule) {
      return rule == Attention.Linear.Rule.KIMI_DELTA
          || rule == Attention.Linear.Rule.KIMI_DELTA_WIDE;
    }

    @Override
    public Double stateSpace(Attention.StateSpace ssm) {
      double inner = split(ssm.heads()) * ssm.headDim();
      double matrices = 2 * splitOrCopied(ssm.groups()) * ssm.stateSize();
      double states = inner * ssm.stateSize() / RECURRENT_CHUNK;
      return tokens * (2 * (inner + matrices) + 2 * inner + states);
    }

    @Override
    public Double none() {
      return 0.0;
    }
  }

  /** Elements that a feed-forward holds at once, beside its input and output. */
  private final class OfFeedForward implements FeedForward.Kinds<Double> {

    @Override
    public Double dense(FeedForward.Dense ffn) {
      return tokens * (ffn.gated() ? 3 : 2) * split(ffn.intermediateSize());
    }

    @Override
    public Double mixture(FeedForward.MixtureOfExperts moe) {
      double width = (double) moe.expertIntermediateSize() / sharding.expertSlices();
      double output = moe.latentSize() > 0 ? moe.latentSize() : model.hiddenSize();
      double ofPick = Math.max((moe.gated() ? 2 : 1) * width, output) + width;
      double shared = tokens * (moe.gated() ? 3 : 2) * split(moe.sharedIntermediateSize());
      return Math.max(shared, Math.min(tokens, activations.expertTokens()) * moe.topK() * ofPick);
    }

    @Override
    public Double fusion(FeedForward.Fusion ffn) {
      return tokens * (ffn.inputs() + 1.0) * model.hiddenSize();
    }

    @Override
    public Double none() {
      return 0.0;
    }
  }
}
