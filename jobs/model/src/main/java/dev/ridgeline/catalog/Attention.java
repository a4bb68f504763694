package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import java.io.Serializable;
import java.util.Optional;

/**
 * The part of a layer that mixes the tokens of a sequence. It defines the number of weights, and
 * the state that is kept for each token or each sequence.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Attention.GroupedQuery.class, name = "gqa"),
  @JsonSubTypes.Type(value = Attention.Latent.class, name = "mla"),
  @JsonSubTypes.Type(value = CompressedAttention.class, name = "compressed"),
  @JsonSubTypes.Type(value = Attention.Linear.class, name = "linear"),
  @JsonSubTypes.Type(value = Attention.StateSpace.class, name = "ssm"),
  @JsonSubTypes.Type(value = Attention.None.class, name = "none")
})
public sealed interface Attention extends Serializable
    permits Attention.GroupedQuery,
        Attention.Latent,
        CompressedAttention,
        Attention.Linear,
        Attention.StateSpace,
        Attention.None {

  /** Weights of the projections into and out of the core. */
  double projectionParameters(int hiddenSize);

  /** Parameters of norms inside the layer, of convolutions, and of scalars for each head. */
  double otherParameters();

  /**
   * Elements cached for one token of one sequence; copies on other accelerators are not counted.
   */
  double stateElementsPerToken();

  /** Whether the layer has attention. */
  default boolean exists() {
    return true;
  }

  /** Returns the result of the member of {@code kinds} for this kind of attention. */
  <T> T accept(Kinds<T> kinds);

  /** One operation for each kind of attention. The compiler finds a kind that is forgotten. */
  interface Kinds<T> {
    T groupedQuery(GroupedQuery attention);

    T latent(Latent attention);

    T compressed(CompressedAttention attention);

    T linear(Linear attention);

    T stateSpace(StateSpace attention);

    T none();
  }

  /**
   * Attention whose query heads share key-value heads in groups. It is multi-head attention where
   * {@code kvHeads == heads}, and multi-query attention where {@code kvHeads == 1}.
   *
   * @param heads query heads
   * @param kvHeads key-value heads
   * @param headDim width of a head
   * @param window earlier tokens that a query sees
   * @param outputGate whether a projection as wide as the output gates it
   * @param indexer scorer that picks the keys of each key-value head; {@link Indexer#NONE} for all
   *     keys. Its queries come from the residual stream, and its heads have no weights (MiniMax-M3)
   */
  record GroupedQuery(
      @Measured(Dimension.PARTS) int heads,
      @Measured(Dimension.PARTS) int kvHeads,
      @Measured(Dimension.WIDTH) int headDim,
      Window window,
      boolean outputGate,
      Indexer indexer)
      implements Attention {

    public GroupedQuery {
      Require.inRange(GroupedQuery.class, "heads", heads);
      Require.inRange(GroupedQuery.class, "kvHeads", kvHeads);
      Require.inRange(GroupedQuery.class, "headDim", headDim);
      if (heads % kvHeads != 0) {
        throw new InvalidValueException("kvHeads", kvHeads, "a divisor of heads, " + heads);
      }
      if (indexer.exists() && window.kind() != Window.Kind.FULL) {
        throw new InvalidValueException(
            "indexer", "stands beside a window. Allowed: only one of the two.");
      }
    }

    /** Attention without an indexer. */
    public GroupedQuery(int heads, int kvHeads, int headDim, Window window, boolean outputGate) {
      this(heads, kvHeads, headDim, window, outputGate, Indexer.NONE);
    }

    @JsonCreator
    static GroupedQuery of(
        @JsonProperty("heads") int heads,
        @JsonProperty("kvHeads") int kvHeads,
        @JsonProperty("headDim") int headDim,
        @JsonProperty("window") Optional<Window> window,
        @JsonProperty("outputGate") Optional<Boolean> outputGate,
        @JsonProperty("indexer") Optional<Indexer> indexer) {
      return new GroupedQuery(
          heads,
          kvHeads,
          headDim,
          window.orElse(Window.FULL),
          outputGate.orElse(false),
          indexer.orElse(Indexer.NONE));
    }

    @Override
    public double projectionParameters(int hiddenSize) {
      double gates = outputGate ? heads : 0;
      double index = (double) indexer.headDim() * (indexer.heads() + (indexer.scores() ? 1 : 0));
      return hiddenSize * (headDim * (2.0 * heads + gates + 2.0 * kvHeads) + index);
    }

    /** Norms of queries and keys of the index. */
    @Override
    public double otherParameters() {
      return 2.0 * indexer.headDim();
    }

    @Override
    public double stateElementsPerToken() {
      return 2.0 * kvHeads * headDim;
    }

    @Override
    public <T> T accept(Kinds<T> kinds) {
      return kinds.groupedQuery(this);
    }
  }

  /**
   * Multi-head latent attention (DeepSeek-V2, arXiv 2405.04434, section 2.1). Keys and values of
   * all heads are projections of one cached latent vector. All heads share one rotary key beside
   * it.
   *
   * @param heads heads
   * @param queryLoraRank width of the query latent; 0 where queries are projected directly
   * @param kvLoraRank width of the cached latent
   * @param nopeHeadDim part of a query or key head without rotary position
   * @param ropeHeadDim part of a query or key head with rotary position
   * @param valueHeadDim width of a value head
   * @param indexer scorer that picks the keys to which a query attends; {@link Indexer#NONE} for
   *     all keys
   * @param outputGate whether a projection as wide as the output gates it
   */
  record Latent(
      @Measured(Dimension.PARTS) int heads,
      @Measured(value = Dimension.WIDTH, orZero = true) int queryLoraRank,
      @Measured(Dimension.WIDTH) int kvLoraRank,
      @Measured(Dimension.WIDTH) int nopeHeadDim,
      @Measured(Dimension.WIDTH) int ropeHeadDim,
      @Measured(Dimension.WIDTH) int valueHeadDim,
      Indexer indexer,
      boolean outputGate)
      implements Attention {

    public Latent {
      Require.inRange(Latent.class, "heads", heads);
      Require.inRange(Latent.class, "queryLoraRank", queryLoraRank);
      Require.inRange(Latent.class, "kvLoraRank", kvLoraRank);
      Require.inRange(Latent.class, "nopeHeadDim", nopeHeadDim);
      Require.inRange(Latent.class, "ropeHeadDim", ropeHeadDim);
      Require.inRange(Latent.class, "valueHeadDim", valueHeadDim);
      if (indexer.exists() && queryLoraRank == 0) {
        throw new InvalidValueException(
            "queryLoraRank", queryLoraRank, "above 0, because the indexer reads the query latent");
      }
    }

    @JsonCreator
    static Latent of(
        @JsonProperty("heads") int heads,
        @JsonProperty("queryLoraRank") int queryLoraRank,
        @JsonProperty("kvLoraRank") int kvLoraRank,
        @JsonProperty("nopeHeadDim") int nopeHeadDim,
        @JsonProperty("ropeHeadDim") int ropeHeadDim,
        @JsonProperty("valueHeadDim") int valueHeadDim,
        @JsonProperty("indexer") Optional<Indexer> indexer,
        @JsonProperty("outputGate") Optional<Boolean> outputGate) {
      return new Latent(
          heads,
          queryLoraRank,
          kvLoraRank,
          nopeHeadDim,
          ropeHeadDim,
          valueHeadDim,
          indexer.orElse(Indexer.NONE),
          outputGate.orElse(false));
    }

    @Override
    public double projectionParameters(int hiddenSize) {
      double queryWidth = (double) heads * (nopeHeadDim + ropeHeadDim);
      double query =
          queryLoraRank > 0 ? queryLoraRank * (hiddenSize + queryWidth) : hiddenSize * queryWidth;
      double down = (double) hiddenSize * (kvLoraRank + ropeHeadDim);
      double up = (double) kvLoraRank * heads * (nopeHeadDim + valueHeadDim);
      double out = (double) heads * valueHeadDim * hiddenSize;
      double gate = outputGate ? out : 0;
      return query + down + up + out + gate + indexer.parameters(hiddenSize, queryLoraRank);
    }

    @Override
    public double otherParameters() {
      return (double) queryLoraRank + kvLoraRank + 2.0 * indexer.headDim();
    }

    @Override
    public double stateElementsPerToken() {
      return (double) kvLoraRank + ropeHeadDim;
    }

    @Override
    public <T> T accept(Kinds<T> kinds) {
      return kinds.latent(this);
    }
  }

  /**
   * The lightning indexer of DeepSeek sparse attention (DeepSeek-V3.2-Exp report, section 1). A
   * small attention over keys of its own scores all tokens before a query, which then attends to
   * the best of them. Its keys are cached in FP8 with a scale, under every quantization scheme.
   *
   * @param heads heads that score; 0 where a layer takes what an earlier layer's indexer picked
   *     (GLM-5.2)
   * @param headDim width of a head, and of the one key that all heads share
   * @param topK tokens that a query attends to
   * @param keyBytes bytes cached for one token, scale included
   */
  record Indexer(
      @Measured(value = Dimension.PARTS, orZero = true) int heads,
      @Measured(value = Dimension.WIDTH, orZero = true) int headDim,
      @Measured(Dimension.TOKENS) int topK,
      @Measured(value = Dimension.BYTES, orZero = true, of = Plausible.ELEMENT_BYTES) int keyBytes)
      implements Serializable {

    /** No indexer: a query attends to all tokens before it. */
    public static final Indexer NONE = new Indexer(0, 0, 0, 0);

    public Indexer {
      if (heads != 0 || headDim != 0 || topK != 0 || keyBytes != 0) {
        Require.inRange(Indexer.class, "heads", heads);
        Require.inRange(Indexer.class, "headDim", headDim);
        Require.inRange(Indexer.class, "topK", topK);
        Require.inRange(Indexer.class, "keyBytes", keyBytes);
        boolean scores = heads > 0;
        if (scores != headDim > 0 || scores != keyBytes > 0) {
          throw new InvalidValueException(
              "heads",
              heads,
              "above 0 with headDim and keyBytes, or 0 with both where an earlier layer picks");
        }
      }
    }

    public boolean exists() {
      return topK > 0;
    }

    /** Whether the layer scores keys itself, rather than taking what an earlier layer picked. */
    public boolean scores() {
      return heads > 0;
    }

    /**
     * Parameters of the indexer. Queries come from the query latent; one key, and one weight for
     * each head, come from the residual stream.
     */
    double parameters(double hiddenSize, double queryRank) {
      return queryRank * heads * headDim + hiddenSize * (headDim + heads);
    }
  }

  /**
   * Linear attention. Each value head has a matrix of state that every token updates, in place of a
   * cache that grows.
   *
   * @param rule rule by which a token updates the state
   * @param keyHeads heads of queries and keys
   * @param valueHeads heads of values, each with a state of {@code keyHeadDim x valueHeadDim}
   * @param keyHeadDim width of a query or key head
   * @param valueHeadDim width of a value head
   * @param convolution width of the causal convolution over queries, keys and values; 0 for no
   *     convolution
   * @param stateBits bits of one element of the state
   */
  record Linear(
      Rule rule,
      @Measured(Dimension.PARTS) int keyHeads,
      @Measured(Dimension.PARTS) int valueHeads,
      @Measured(Dimension.WIDTH) int keyHeadDim,
      @Measured(Dimension.WIDTH) int valueHeadDim,
      @Measured(value = Dimension.PARTS, orZero = true) int convolution,
      @Measured(Dimension.BITS) int stateBits)
      implements Attention {

    public Linear {
      Require.inRange(Linear.class, "keyHeads", keyHeads);
      Require.inRange(Linear.class, "valueHeads", valueHeads);
      Require.inRange(Linear.class, "keyHeadDim", keyHeadDim);
      Require.inRange(Linear.class, "valueHeadDim", valueHeadDim);
      Require.inRange(Linear.class, "convolution", convolution);
      Require.inRange(Linear.class, "stateBits", stateBits);
      if (valueHeads % keyHeads != 0) {
        throw new InvalidValueException("keyHeads", keyHeads, "a divisor of valueHeads");
      }
    }

    /**
     * The rule by which a token updates the state. It also fixes the projections beside query, key,
     * value and output.
     */
    public enum Rule {
      /**
       * The lightning rule: the state decays by a constant of the head and adds key times value. It
       * has an output gate (MiniMax-01).
       */
      LIGHTNING(2),
      /**
       * The delta rule with a decay and a strength for each head, and an output gate (Gated
       * DeltaNet, arXiv 2412.06464; Qwen3-Next).
       */
      GATED_DELTA(3),
      /**
       * The delta rule with a decay for each channel; decay and output gate are projections through
       * the width of a head (Kimi Linear, arXiv 2510.26692).
       */
      KIMI_DELTA(3),
      /**
       * As Kimi delta, with an output gate that reads the residual stream in full width (Kimi K3,
       * arXiv 2607.24653).
       */
      KIMI_DELTA_WIDE(3);

      private final int products;

      Rule(int products) {
        this.products = products;
      }

      /**
       * Multiply-adds of a token on each element of the state: the update, and the product with the
       * query. The delta rule adds the product of key and old state.
       */
      public int products() {
        return products;
      }
    }

    /** Width of all queries, and of all keys. */
    double keyWidth() {
      return (double) keyHeads * keyHeadDim;
    }

    /** Width of all values, and of the output. */
    double valueWidth() {
      return (double) valueHeads * valueHeadDim;
    }

    /** Elements of the recurrent state of one sequence. */
    double stateElements() {
      return (double) valueHeads * keyHeadDim * valueHeadDim;
    }

    /** Channels that pass the convolution. */
    double convolvedWidth() {
      return convolution > 0 ? 2 * keyWidth() + valueWidth() : 0;
    }

    /**
     * Parameters of gates and decays. One part reads the residual stream, and another reads a
     * narrow projection of it.
     */
    double gateParameters(double hiddenSize) {
      return switch (rule) {
        case LIGHTNING -> hiddenSize * valueWidth();
        case GATED_DELTA -> hiddenSize * (valueWidth() + 2.0 * valueHeads);
        case KIMI_DELTA -> valueHeadDim * (hiddenSize + valueWidth()) + decayParameters(hiddenSize);
        case KIMI_DELTA_WIDE -> hiddenSize * valueWidth() + decayParameters(hiddenSize);
      };
    }

    /** Parameters of decays by channel, through the width of a head, and of strengths by head. */
    private double decayParameters(double hiddenSize) {
      return keyHeadDim * (hiddenSize + (double) valueHeads * keyHeadDim) + hiddenSize * valueHeads;
    }

    @Override
    public double projectionParameters(int hiddenSize) {
      return hiddenSize * (2 * keyWidth() + 2 * valueWidth()) + gateParameters(hiddenSize);
    }

    @Override
    public double otherParameters() {
      double scalars =
          switch (rule) {
            case LIGHTNING -> valueWidth();
            case GATED_DELTA -> 2.0 * valueHeads + valueHeadDim;
            case KIMI_DELTA -> valueHeads + (double) valueHeads * keyHeadDim + valueHeadDim;
            case KIMI_DELTA_WIDE -> keyHeadDim + (double) valueHeads * keyHeadDim + valueHeadDim;
          };
      return convolution * convolvedWidth() + scalars;
    }

    @Override
    public double stateElementsPerToken() {
      return 0;
    }

    @Override
    public <T> T accept(Kinds<T> kinds) {
      return kinds.linear(this);
    }
  }

  /**
   * A selective state-space layer, Mamba-2 (arXiv 2405.21060). Each head has a state of {@code
   * headDim x stateSize}.
   *
   * @param heads heads
   * @param headDim width of a head
   * @param stateSize width of the state of a channel
   * @param groups groups of heads that share input and output matrices
   * @param convolution width of the causal convolution
   * @param stateBits bits of one element of the state
   */
  record StateSpace(
      @Measured(Dimension.PARTS) int heads,
      @Measured(Dimension.WIDTH) int headDim,
      @Measured(Dimension.WIDTH) int stateSize,
      @Measured(Dimension.PARTS) int groups,
      @Measured(Dimension.PARTS) int convolution,
      @Measured(Dimension.BITS) int stateBits)
      implements Attention {

    public StateSpace {
      Require.inRange(StateSpace.class, "heads", heads);
      Require.inRange(StateSpace.class, "headDim", headDim);
      Require.inRange(StateSpace.class, "stateSize", stateSize);
      Require.inRange(StateSpace.class, "groups", groups);
      Require.inRange(StateSpace.class, "convolution", convolution);
      Require.inRange(StateSpace.class, "stateBits", stateBits);
      if (heads % groups != 0) {
        throw new InvalidValueException("groups", groups, "a divisor of heads, " + heads);
      }
    }

    /** Width of the layer. */
    double innerWidth() {
      return (double) heads * headDim;
    }

    /** Elements of the recurrent state of one sequence. */
    double stateElements() {
      return innerWidth() * stateSize;
    }

    @Override
    public double projectionParameters(int hiddenSize) {
      double in = 2 * innerWidth() + 2.0 * groups * stateSize + heads;
      return hiddenSize * (in + innerWidth());
    }

    @Override
    public double otherParameters() {
      double convolved = innerWidth() + 2.0 * groups * stateSize;
      return (convolution + 1) * convolved + 3.0 * heads + innerWidth();
    }

    @Override
    public double stateElementsPerToken() {
      return 0;
    }

    @Override
    public <T> T accept(Kinds<T> kinds) {
      return kinds.stateSpace(this);
    }
  }

  /** No attention: the feed-forward is the whole layer (Nemotron-H). */
  record None() implements Attention {

    @Override
    public double projectionParameters(int hiddenSize) {
      return 0;
    }

    @Override
    public double otherParameters() {
      return 0;
    }

    @Override
    public double stateElementsPerToken() {
      return 0;
    }

    @Override
    public boolean exists() {
      return false;
    }

    @Override
    public <T> T accept(Kinds<T> kinds) {
      return kinds.none();
    }
  }
}
