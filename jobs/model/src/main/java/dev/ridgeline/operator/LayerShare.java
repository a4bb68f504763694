package dev.ridgeline.operator;

import java.util.List;

/**
 * What one accelerator has to do of one layer, or of one half of it.
 *
 * @param operators kernels, in the order in which they run
 * @param state what a sequence keeps there
 */
record LayerShare(List<Operator> operators, StateSize state) {

  /** Nothing. */
  static final LayerShare NONE = new LayerShare(List.of(), StateSize.NONE);

  LayerShare {
    operators = List.copyOf(operators);
  }
}
