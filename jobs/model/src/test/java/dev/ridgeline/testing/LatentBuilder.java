package dev.ridgeline.testing;

import dev.ridgeline.catalog.Attention;

/** Builds latent attention. */
public final class LatentBuilder {

  private int heads = 16;
  private int queryRank;
  private int latentSize = 64;
  private int nopeHeadDim = 16;
  private int ropeHeadDim = 8;
  private int valueHeadDim = 16;
  private Attention.Indexer indexer = Attention.Indexer.NONE;
  private boolean outputGate;

  private LatentBuilder() {}

  /** Latent attention of 16 heads without q-LoRA, indexer or output gate. */
  public static LatentBuilder latentAttention() {
    return new LatentBuilder();
  }

  public LatentBuilder heads(int count) {
    heads = count;
    return this;
  }

  /** Width of the latent of queries; 0 without q-LoRA. */
  public LatentBuilder queryRank(int rank) {
    queryRank = rank;
    return this;
  }

  /** Elements that are cached beside the rotary key. */
  public LatentBuilder latentSize(int elements) {
    latentSize = elements;
    return this;
  }

  /** Elements of a query or key head without rotary position. */
  public LatentBuilder nopeHeadDim(int elements) {
    nopeHeadDim = elements;
    return this;
  }

  /** Elements of a query or key head with rotary position. */
  public LatentBuilder ropeHeadDim(int elements) {
    ropeHeadDim = elements;
    return this;
  }

  public LatentBuilder valueHeadDim(int elements) {
    valueHeadDim = elements;
    return this;
  }

  public LatentBuilder indexer(Attention.Indexer newIndexer) {
    indexer = newIndexer;
    return this;
  }

  public LatentBuilder outputGate(boolean exists) {
    outputGate = exists;
    return this;
  }

  public Attention.Latent build() {
    return new Attention.Latent(
        heads, queryRank, latentSize, nopeHeadDim, ropeHeadDim, valueHeadDim, indexer, outputGate);
  }
}
