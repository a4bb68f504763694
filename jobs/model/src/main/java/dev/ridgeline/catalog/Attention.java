package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Require;
import java.io.Serializable;
import java.util.function.Function;

/** The attention of one layer: how many weights it has and what it caches for each token. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Attention.GroupedQuery.class, name = "gqa"),
  @JsonSubTypes.Type(value = Attention.Latent.class, name = "mla")
})
public sealed interface Attention extends Serializable {

  /** Query heads. */
  int heads();

  /** Weights of the projections into and out of the attention core. */
  double projectionParameters(int hiddenSize);

  /** Weights of norms inside the attention. */
  double normParameters();

  /** Elements cached for one token of one sequence, before any replication. */
  double stateElementsPerToken();

  /** One result for each kind; a new kind cannot be forgotten. */
  <T> T match(Function<GroupedQuery, T> groupedQuery, Function<Latent, T> latent);

  /**
   * Attention whose query heads share key-value heads in groups: multi-head when {@code kvHeads ==
   * heads}, multi-query when {@code kvHeads == 1}.
   */
  record GroupedQuery(int heads, int kvHeads, int headDim) implements Attention {

    public GroupedQuery {
      Require.positive("heads", heads);
      Require.positive("kvHeads", kvHeads);
      Require.positive("headDim", headDim);
      if (heads % kvHeads != 0) {
        throw new InvalidValueException("kvHeads", kvHeads, "a divisor of heads, " + heads);
      }
    }

    @Override
    public double projectionParameters(int hiddenSize) {
      return (double) hiddenSize * headDim * (2.0 * heads + 2.0 * kvHeads);
    }

    @Override
    public double normParameters() {
      return 0;
    }

    @Override
    public double stateElementsPerToken() {
      return 2.0 * kvHeads * headDim;
    }

    @Override
    public <T> T match(Function<GroupedQuery, T> groupedQuery, Function<Latent, T> latent) {
      return groupedQuery.apply(this);
    }
  }

  /**
   * Multi-head latent attention (DeepSeek-V2, arXiv 2405.04434, section 2.1): keys and values of
   * all heads are projections of one cached latent vector, beside one rotary key shared by all
   * heads.
   *
   * @param queryLoraRank width of the query latent; 0 where queries are projected directly
   * @param kvLoraRank width of the cached latent
   * @param nopeHeadDim part of a query or key head without rotary position
   * @param ropeHeadDim part of a query or key head with rotary position
   * @param valueHeadDim width of a value head
   */
  record Latent(
      int heads,
      int queryLoraRank,
      int kvLoraRank,
      int nopeHeadDim,
      int ropeHeadDim,
      int valueHeadDim)
      implements Attention {

    public Latent {
      Require.positive("heads", heads);
      Require.notNegative("queryLoraRank", queryLoraRank);
      Require.positive("kvLoraRank", kvLoraRank);
      Require.positive("nopeHeadDim", nopeHeadDim);
      Require.positive("ropeHeadDim", ropeHeadDim);
      Require.positive("valueHeadDim", valueHeadDim);
    }

    @Override
    public double projectionParameters(int hiddenSize) {
      double queryWidth = (double) heads * (nopeHeadDim + ropeHeadDim);
      double query =
          queryLoraRank > 0 ? queryLoraRank * (hiddenSize + queryWidth) : hiddenSize * queryWidth;
      double down = (double) hiddenSize * (kvLoraRank + ropeHeadDim);
      double up = (double) kvLoraRank * heads * (nopeHeadDim + valueHeadDim);
      double out = (double) heads * valueHeadDim * hiddenSize;
      return query + down + up + out;
    }

    @Override
    public double normParameters() {
      return (double) queryLoraRank + kvLoraRank;
    }

    @Override
    public double stateElementsPerToken() {
      return (double) kvLoraRank + ropeHeadDim;
    }

    @Override
    public <T> T match(Function<GroupedQuery, T> groupedQuery, Function<Latent, T> latent) {
      return latent.apply(this);
    }
  }
}
