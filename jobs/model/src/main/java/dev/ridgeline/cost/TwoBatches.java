package dev.ridgeline.cost;

import dev.ridgeline.operator.Phase;
import dev.ridgeline.operator.StepGraph;
import dev.ridgeline.operator.StepShape;

/**
 * Two-batch overlap: a step is cut in two, and while the tokens of one half travel to their experts
 * or back, the other half computes. Let C be the computation of both halves in layers with experts,
 * and M their all-to-alls. Then those layers take {@code max(C, M)} instead of {@code C + M}.
 *
 * <p>Each half reads the weights, so C is larger than without overlap. The first dispatch and the
 * last combine, which nothing hides, are neglected. The multiprocessors that the normal kernel
 * takes from computation are neglected too (20 to 24 of 132 on H800).
 *
 * <p>Source: DeepSeek-V3, arXiv 2412.19437, section 3.4; SGLang's two-batch overlap
 * (lmsys.org/blog/2025-05-05-large-scale-ep).
 */
final class TwoBatches {

  private TwoBatches() {}

  /** Whether a step is cut in two. A decode step of less than two sequences cannot be. */
  static boolean overlap(StepGraph graph, StepShape shape) {
    return graph.overlappedShare() > 0
        && (shape.sequences() >= 2
            || (graph.phase() == Phase.PREFILL && shape.newTokens() >= 2 * shape.passes()));
  }

  /** One half: half of the sequences, or a single prompt in twice as many chunks. */
  static StepShape half(StepShape shape) {
    boolean manySequences = shape.sequences() >= 2;
    return StepShape.inPasses(
        shape.passes() * (manySequences ? 1 : 2),
        shape.sequences() / (manySequences ? 2 : 1),
        shape.newTokens(),
        shape.cachedTokens());
  }

  /** Half of the sequences that decode beside the prompts of a step. */
  static StepShape halfOfRows(StepShape decodes) {
    return StepShape.inPasses(
        decodes.passes(), decodes.sequences() / 2, decodes.newTokens(), decodes.cachedTokens());
  }

  /** Number of steps of the shape of a {@link #half half} that make the step. */
  static double halves(StepShape shape) {
    return shape.sequences() >= 2 ? 2 : 1;
  }

  /**
   * Time of all-to-alls that is hidden behind computation.
   *
   * @param dealingSeconds M
   * @param computingSeconds computation of all layers
   * @param share share of the layers that have experts; 0 where nothing is hidden
   */
  static double hiddenSeconds(double dealingSeconds, double computingSeconds, double share) {
    return Math.min(dealingSeconds, share * computingSeconds);
  }
}
