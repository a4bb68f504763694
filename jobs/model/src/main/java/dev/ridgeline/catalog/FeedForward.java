package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Require;
import java.io.Serializable;
import java.util.function.Function;

/** The feed-forward part of one layer. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = FeedForward.Dense.class, name = "dense"),
  @JsonSubTypes.Type(value = FeedForward.MixtureOfExperts.class, name = "moe")
})
public sealed interface FeedForward extends Serializable {

  /** Stored weights. */
  double parameters(int hiddenSize);

  /** Weights that one token passes. */
  double activeParameters(int hiddenSize);

  /** One result for each kind; a new kind cannot be forgotten. */
  <T> T match(Function<Dense, T> dense, Function<MixtureOfExperts, T> mixture);

  /** Matrices between hidden and intermediate width: gate, up and down, or just up and down. */
  static int matrices(boolean gated) {
    return gated ? 3 : 2;
  }

  /**
   * A feed-forward that every token passes whole.
   *
   * @param intermediateSize width between the matrices
   * @param gated whether a gate multiplies the up-projection (SwiGLU), a third matrix
   */
  record Dense(int intermediateSize, boolean gated) implements FeedForward {

    public Dense {
      Require.positive("intermediateSize", intermediateSize);
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
    public <T> T match(Function<Dense, T> dense, Function<MixtureOfExperts, T> mixture) {
      return dense.apply(this);
    }
  }

  /**
   * Experts of which a router picks {@code topK} for each token, beside experts that all tokens
   * pass.
   *
   * @param experts routed experts
   * @param topK routed experts a token
   * @param expertIntermediateSize width between the matrices of one routed expert
   * @param sharedIntermediateSize the same of all shared experts together; 0 without
   * @param gated whether the experts are gated
   */
  record MixtureOfExperts(
      int experts, int topK, int expertIntermediateSize, int sharedIntermediateSize, boolean gated)
      implements FeedForward {

    public MixtureOfExperts {
      Require.positive("experts", experts);
      Require.positive("topK", topK);
      Require.positive("expertIntermediateSize", expertIntermediateSize);
      Require.notNegative("sharedIntermediateSize", sharedIntermediateSize);
      if (topK > experts) {
        throw new InvalidValueException("topK", topK, "at most experts, " + experts);
      }
    }

    /** Weights of one routed expert. */
    public double expertParameters(int hiddenSize) {
      return (double) matrices(gated) * hiddenSize * expertIntermediateSize;
    }

    private double alwaysActive(int hiddenSize) {
      double router = (double) hiddenSize * experts;
      return router + (double) matrices(gated) * hiddenSize * sharedIntermediateSize;
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
    public <T> T match(Function<Dense, T> dense, Function<MixtureOfExperts, T> mixture) {
      return mixture.apply(this);
    }
  }
}
