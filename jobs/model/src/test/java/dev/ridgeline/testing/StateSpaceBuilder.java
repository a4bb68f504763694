package dev.ridgeline.testing;

import dev.ridgeline.catalog.Attention;

/** Builds a state space layer. */
public final class StateSpaceBuilder {

  private int heads = 16;
  private int headDim = 64;
  private int stateSize = 128;
  private int groups = 1;
  private int convolution = 4;
  private int stateBits = 32;

  private StateSpaceBuilder() {}

  /** A layer of 16 heads of 64, a state of 128 a channel in 32 bits and a convolution of 4. */
  public static StateSpaceBuilder stateSpace() {
    return new StateSpaceBuilder();
  }

  public StateSpaceBuilder heads(int count) {
    heads = count;
    return this;
  }

  public StateSpaceBuilder headDim(int elements) {
    headDim = elements;
    return this;
  }

  /** Elements of the state of one channel. */
  public StateSpaceBuilder stateSize(int elements) {
    stateSize = elements;
    return this;
  }

  public StateSpaceBuilder groups(int count) {
    groups = count;
    return this;
  }

  public StateSpaceBuilder convolution(int width) {
    convolution = width;
    return this;
  }

  public StateSpaceBuilder stateBits(int bits) {
    stateBits = bits;
    return this;
  }

  public Attention.StateSpace build() {
    return new Attention.StateSpace(heads, headDim, stateSize, groups, convolution, stateBits);
  }
}
