package dev.ridgeline.testing;

import dev.ridgeline.catalog.Attention;

/** Builds linear attention. */
public final class LinearBuilder {

  private final Attention.Linear.Rule rule;
  private int keyHeads = 16;
  private int valueHeads = 16;
  private int keyHeadDim = 128;
  private int valueHeadDim = 128;
  private int convolution;
  private int stateBits = 32;

  private LinearBuilder(Attention.Linear.Rule rule) {
    this.rule = rule;
  }

  /** Linear attention of 16 heads of 128, with a state in 32 bits, without a convolution. */
  public static LinearBuilder linearAttention(Attention.Linear.Rule rule) {
    return new LinearBuilder(rule);
  }

  public LinearBuilder keyHeads(int count) {
    keyHeads = count;
    return this;
  }

  public LinearBuilder valueHeads(int count) {
    valueHeads = count;
    return this;
  }

  public LinearBuilder keyHeadDim(int elements) {
    keyHeadDim = elements;
    return this;
  }

  public LinearBuilder valueHeadDim(int elements) {
    valueHeadDim = elements;
    return this;
  }

  /** Width of the convolution; 0 without one. */
  public LinearBuilder convolution(int width) {
    convolution = width;
    return this;
  }

  public LinearBuilder stateBits(int bits) {
    stateBits = bits;
    return this;
  }

  public Attention.Linear build() {
    return new Attention.Linear(
        rule, keyHeads, valueHeads, keyHeadDim, valueHeadDim, convolution, stateBits);
  }
}
