package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import java.io.Serializable;
import java.util.Optional;

/** The feed-forward part of one layer. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = FeedForward.Dense.class, name = "dense"),
  @JsonSubTypes.Type(value = FeedForward.MixtureOfExperts.class, name = "moe"),
  @JsonSubTypes.Type(value = FeedForward.None.class, name = "none")
})
public sealed interface FeedForward extends Serializable {

  /** Number of stored weights. */
  double parameters(int hiddenSize);

  /** Number of weights that one token passes. */
  double activeParameters(int hiddenSize);

  /** Number of stored weights in one tensor group. */
  double parameters(int hiddenSize, TensorGroup group);

  /** Whether the layer has a feed-forward. */
  default boolean exists() {
    return true;
  }

  /** Returns the result of the member of {@code kinds} for this kind of feed-forward. */
  <T> T accept(Kinds<T> kinds);

  /** One operation for each kind of feed-forward. The compiler finds a kind that is forgotten. */
  interface Kinds<T> {
    T dense(Dense ffn);

    T mixture(MixtureOfExperts ffn);

    T fusion(Fusion ffn);

    T none();
  }

  /**
   * Number of matrices between hidden and intermediate width: gate, up and down, or only up and
   * down.
   */
  static int matrices(boolean gated) {
    return gated ? 3 : 2;
  }

  /**
   * A dense feed-forward, all of whose weights every token passes.
   *
   * @param intermediateSize width between the matrices
   * @param gated whether a gate multiplies the up-projection (SwiGLU), a third matrix
   */
  record Dense(@Measured(Dimension.WIDTH) int intermediateSize, boolean gated)
      implements FeedForward {

    public Dense {
      Require.inRange(Dense.class, "intermediateSize", intermediateSize);
    }

    @Override
    public double parameters(int hiddenSize) {
      return (double) matrices(gated) * hiddenSize * intermediateSize;
    }

    @Override
    public double activeParameters(int hiddenSize) {
      return parameters(hiddenSize);
    }

    @Override
    public double parameters(int hiddenSize, TensorGroup group) {
      return group == TensorGroup.DENSE_FFN ? parameters(hiddenSize) : 0;
    }

    @Override
    public <T> T accept(Kinds<T> kinds) {
      return kinds.dense(this);
    }
  }

  /**
   * A mixture of experts. A router picks {@code topK} routed experts for each token, and all tokens
   * pass the shared experts.
   *
   * @param experts number of routed experts
   * @param topK routed experts that each token passes
   * @param expertIntermediateSize width between the matrices of one routed expert
   * @param sharedIntermediateSize width between the matrices of all shared experts together; 0 for
   *     none
   * @param gated whether the experts are gated
   * @param latentSize width to which tokens are projected for the routed experts, and back from it;
   *     0 where experts read the residual stream itself
   * @param routingSkew exponent s of the Zipf law by which experts are picked, {@code r^-s} for the
   *     r-th most popular; 0 for uniform routing
   * @param rankImbalance tokens of the busiest expert-parallel rank over the mean, beyond what the
   *     efficiency of the expert kernel contains; 1 for none
   */
  record MixtureOfExperts(
      @Measured(Dimension.PARTS) int experts,
      @Measured(Dimension.PARTS) int topK,
      @Measured(Dimension.WIDTH) int expertIntermediateSize,
      @Measured(value = Dimension.WIDTH, orZero = true) int sharedIntermediateSize,
      boolean gated,
      @Measured(value = Dimension.WIDTH, orZero = true) int latentSize,
      @Measured(value = Dimension.EXPONENT, orZero = true) double routingSkew,
      @Measured(Dimension.IMBALANCE) double rankImbalance)
      implements FeedForward {

    public MixtureOfExperts {
      Require.inRange(MixtureOfExperts.class, "experts", experts);
      Require.inRange(MixtureOfExperts.class, "topK", topK);
      Require.inRange(MixtureOfExperts.class, "expertIntermediateSize", expertIntermediateSize);
      Require.inRange(MixtureOfExperts.class, "sharedIntermediateSize", sharedIntermediateSize);
      Require.inRange(MixtureOfExperts.class, "latentSize", latentSize);
      Require.inRange(MixtureOfExperts.class, "routingSkew", routingSkew);
      Require.inRange(MixtureOfExperts.class, "rankImbalance", rankImbalance);
      if (topK > experts) {
        throw new InvalidValueException("topK", topK, "at most experts, " + experts);
      }
    }

    @JsonCreator
    static MixtureOfExperts of(
        @JsonProperty("experts") int experts,
        @JsonProperty("topK") int topK,
        @JsonProperty("expertIntermediateSize") int expertIntermediateSize,
        @JsonProperty("sharedIntermediateSize") int sharedIntermediateSize,
        @JsonProperty("gated") boolean gated,
        @JsonProperty("latentSize") Optional<Integer> latentSize,
        @JsonProperty("routingSkew") Optional<Double> routingSkew,
        @JsonProperty("rankImbalance") Optional<Double> rankImbalance) {
      return new MixtureOfExperts(
          experts,
          topK,
          expertIntermediateSize,
          sharedIntermediateSize,
          gated,
          latentSize.orElse(0),
          routingSkew.orElse(0.0),
          rankImbalance.orElse(1.0));
    }

    /** Width that the routed experts read and write. */
    public double expertWidth(double hiddenSize) {
      return latentSize > 0 ? latentSize : hiddenSize;
    }

    /** Weights of one routed expert. */
    double expertParameters(double hiddenSize) {
      return matrices(gated) * expertWidth(hiddenSize) * expertIntermediateSize;
    }

    private double alwaysActive(double hiddenSize) {
      double router = hiddenSize * experts;
      double latent = 2 * hiddenSize * latentSize;
      return router + latent + matrices(gated) * hiddenSize * sharedIntermediateSize;
    }

    @Override
    public double parameters(int hiddenSize) {
      return alwaysActive(hiddenSize) + experts * expertParameters(hiddenSize);
    }

    @Override
    public double activeParameters(int hiddenSize) {
      return alwaysActive(hiddenSize) + topK * expertParameters(hiddenSize);
    }

    @Override
    public double parameters(int hiddenSize, TensorGroup group) {
      double router = (double) hiddenSize * experts;
      return switch (group) {
        case ROUTER -> router;
        case SHARED_EXPERTS -> alwaysActive(hiddenSize) - router;
        case EXPERTS -> experts * expertParameters(hiddenSize);
        default -> 0;
      };
    }

    @Override
    public <T> T accept(Kinds<T> kinds) {
      return kinds.mixture(this);
    }
  }

  /**
   * The matrix with which a drafter fuses hidden vectors into one. Files write it as a field of the
   * drafter.
   *
   * @param inputs hidden vectors that it reads
   */
  record Fusion(@Measured(Dimension.INPUTS) int inputs) implements FeedForward {

    public Fusion {
      Require.inRange(Fusion.class, "inputs", inputs);
    }

    @Override
    public double parameters(int hiddenSize) {
      return (double) inputs * hiddenSize * hiddenSize;
    }

    @Override
    public double activeParameters(int hiddenSize) {
      return parameters(hiddenSize);
    }

    @Override
    public double parameters(int hiddenSize, TensorGroup group) {
      return group == TensorGroup.DENSE_FFN ? parameters(hiddenSize) : 0;
    }

    @Override
    public <T> T accept(Kinds<T> kinds) {
      return kinds.fusion(this);
    }
  }

  /** No feed-forward: attention is the whole layer (Nemotron-H). */
  record None() implements FeedForward {

    @Override
    public double parameters(int hiddenSize) {
      return 0;
    }

    @Override
    public double activeParameters(int hiddenSize) {
      return 0;
    }

    @Override
    public double parameters(int hiddenSize, TensorGroup group) {
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
