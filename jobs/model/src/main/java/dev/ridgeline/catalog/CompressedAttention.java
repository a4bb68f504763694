package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import java.io.Serializable;
import java.util.Optional;

/**
 * Attention over a compressed past (DeepSeek-V4 technical report, section 2.3).
 *
 * <p>All heads share one vector for each token, the entry, which is key and value at once. Queries
 * see the entries of the latest tokens. Of the tokens before, a compressor makes one entry of every
 * few. An indexer may pick the best of those for each query. The output goes through a latent for
 * each group of heads.
 *
 * @param heads query heads
 * @param queryLoraRank width of the query latent
 * @param headDim width of a head, and of an entry
 * @param ropeHeadDim elements of an entry with rotary position, which are stored in 16 bits under
 *     every quantization scheme
 * @param outputGroups groups of heads, each with a matrix of its own down to its output latent
 * @param outputLoraRank width of the output latent of a group
 * @param window latest tokens whose own entries a query sees
 * @param compressor what makes entries of older tokens; {@link Compressor#NONE} for a layer that
 *     sees the latest tokens alone
 * @param indexer scorer that picks compressed entries; {@link Attention.Indexer#NONE} for all. Its
 *     {@code keyBytes} are those of one compressed entry
 */
public record CompressedAttention(
    @Measured(Dimension.PARTS) int heads,
    @Measured(Dimension.WIDTH) int queryLoraRank,
    @Measured(Dimension.WIDTH) int headDim,
    @Measured(Dimension.WIDTH) int ropeHeadDim,
    @Measured(Dimension.PARTS) int outputGroups,
    @Measured(Dimension.WIDTH) int outputLoraRank,
    @Measured(Dimension.TOKENS) int window,
    Compressor compressor,
    Attention.Indexer indexer)
    implements Attention {

  /** Bytes of an element that is stored in 16 bits under every scheme. */
  private static final double PLAIN_BYTES = 2;

  public CompressedAttention {
    Class<?> type = CompressedAttention.class;
    Require.inRange(type, "heads", heads);
    Require.inRange(type, "queryLoraRank", queryLoraRank);
    Require.inRange(type, "headDim", headDim);
    Require.inRange(type, "ropeHeadDim", ropeHeadDim);
    Require.inRange(type, "outputGroups", outputGroups);
    Require.inRange(type, "outputLoraRank", outputLoraRank);
    Require.inRange(type, "window", window);
    if (ropeHeadDim > headDim) {
      throw new InvalidValueException("ropeHeadDim", ropeHeadDim, "at most headDim, " + headDim);
    }
    if (heads % outputGroups != 0) {
      throw new InvalidValueException("outputGroups", outputGroups, "a divisor of heads, " + heads);
    }
    if (indexer.exists() && !compressor.exists()) {
      throw new InvalidValueException(
          "indexer", "picks compressed entries. Allowed: an indexer beside a compressor.");
    }
  }

  @JsonCreator
  static CompressedAttention of(
      @JsonProperty("heads") int heads,
      @JsonProperty("queryLoraRank") int queryLoraRank,
      @JsonProperty("headDim") int headDim,
      @JsonProperty("ropeHeadDim") int ropeHeadDim,
      @JsonProperty("outputGroups") int outputGroups,
      @JsonProperty("outputLoraRank") int outputLoraRank,
      @JsonProperty("window") int window,
      @JsonProperty("compressor") Optional<Compressor> compressor,
      @JsonProperty("indexer") Optional<Attention.Indexer> indexer) {
    return new CompressedAttention(
        heads,
        queryLoraRank,
        headDim,
        ropeHeadDim,
        outputGroups,
        outputLoraRank,
        window,
        compressor.orElse(Compressor.NONE),
        indexer.orElse(Attention.Indexer.NONE));
  }

  /**
   * What makes one entry of several tokens: a mean of their vectors, weighted by a gate for each
   * element.
   *
   * @param ratio tokens for each entry; 0 for no compressor
   * @param overlap whether an entry also has a part of the tokens of the entry before it. Vector
   *     and gate are then twice as wide
   */
  public record Compressor(
      @Measured(value = Dimension.TOKENS, orZero = true) int ratio, boolean overlap)
      implements Serializable {

    /** No compressor. */
    public static final Compressor NONE = new Compressor(0, false);

    public Compressor {
      Require.inRange(Compressor.class, "ratio", ratio);
      if (overlap && ratio == 0) {
        throw new InvalidValueException("overlap", true, "false without a ratio");
      }
    }

    /** Whether older tokens are kept at all. */
    public boolean exists() {
      return ratio > 0;
    }

    /** Parts of a vector and of a gate: two where entries overlap. */
    public int parts() {
      return exists() ? (overlap ? 2 : 1) : 0;
    }

    /** Tokens whose vectors and gates wait for the next entry. */
    public int pendingTokens() {
      return parts() * ratio;
    }
  }

  /** Bytes of the entry of one token, or of several under a compressor. */
  public double entryBytes(double kvBytes) {
    return (headDim - ropeHeadDim) * kvBytes + ropeHeadDim * PLAIN_BYTES;
  }

  /** Columns of vectors and gates that the compressors of entries and of index keys read. */
  public double compressedWidth() {
    return 2.0 * compressor.parts() * (headDim + indexer.headDim());
  }

  @Override
  public double projectionParameters(int hiddenSize) {
    double width = (double) heads * headDim;
    double query = queryLoraRank * (hiddenSize + width);
    double entry = (double) hiddenSize * headDim;
    double out = width * outputLoraRank + (double) outputGroups * outputLoraRank * hiddenSize;
    double index = (double) indexer.heads() * (queryLoraRank * indexer.headDim() + hiddenSize);
    return query + entry + out + hiddenSize * compressedWidth() + index;
  }

  /** Norms of latents and entries, a sink for each head, and positions inside a group of tokens. */
  @Override
  public double otherParameters() {
    double norms = (double) queryLoraRank + headDim;
    double ofEntries = compressor.exists() ? (double) headDim + indexer.headDim() : 0;
    double positions = compressor.ratio() * compressedWidth() / 2;
    return norms + ofEntries + positions + heads;
  }

  /**
   * Elements of a token's own entry while it is in the window, and its part of a compressed one.
   */
  @Override
  public double stateElementsPerToken() {
    return headDim + (compressor.exists() ? (double) headDim / compressor.ratio() : 0);
  }

  @Override
  public <T> T accept(Kinds<T> kinds) {
    return kinds.compressed(this);
  }
}
