package dev.ridgeline.operator;

import java.util.List;

/**
 * The share of one accelerator in a layer, or in its attention or feed-forward.
 *
 * @param operators kernels, in the order in which they run
 * @param state state that a sequence keeps on the accelerator
 */
record LayerShare(List<Operator> operators, StateSize state) {

  /** A share without operators and state. */
  static final LayerShare NONE = new LayerShare(List.of(), StateSize.NONE);

  LayerShare {
    operators = List.copyOf(operators);
  }
}
