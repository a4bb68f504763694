package dev.ridgeline.testing;

import dev.ridgeline.catalog.FeedForward;

/** Builds a mixture of experts. */
public final class MixtureBuilder {

  private int experts = 8;
  private int topK = 2;
  private int intermediateSize = 32;
  private int sharedIntermediateSize;
  private boolean gated = true;
  private int latentSize;
  private double routingSkew;
  private double rankImbalance = 1;

  private MixtureBuilder() {}

  /** 8 gated experts of 32 columns, 2 a token, none shared, routed uniformly. */
  public static MixtureBuilder mixture() {
    return new MixtureBuilder();
  }

  public MixtureBuilder experts(int count) {
    experts = count;
    return this;
  }

  /** Experts a token. */
  public MixtureBuilder topK(int count) {
    topK = count;
    return this;
  }

  /** Columns of one expert. */
  public MixtureBuilder intermediateSize(int columns) {
    intermediateSize = columns;
    return this;
  }

  /** Columns of all shared experts together. */
  public MixtureBuilder sharedIntermediateSize(int columns) {
    sharedIntermediateSize = columns;
    return this;
  }

  public MixtureBuilder ungated() {
    gated = false;
    return this;
  }

  /** Elements of the latent that experts work on; 0 where they work on the hidden state. */
  public MixtureBuilder latentSize(int elements) {
    latentSize = elements;
    return this;
  }

  /** Exponent of the law by which experts are picked; 0 for uniform routing. */
  public MixtureBuilder routingSkew(double exponent) {
    routingSkew = exponent;
    return this;
  }

  /** Tokens of the busiest expert-parallel rank over the mean. */
  public MixtureBuilder rankImbalance(double ratio) {
    rankImbalance = ratio;
    return this;
  }

  public FeedForward.MixtureOfExperts build() {
    return new FeedForward.MixtureOfExperts(
        experts,
        topK,
        intermediateSize,
        sharedIntermediateSize,
        gated,
        latentSize,
        routingSkew,
        rankImbalance);
  }
}
