package dev.ridgeline.testing;

import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.cost.StepModel;
import dev.ridgeline.operator.Phase;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.operator.StepGraph;
import dev.ridgeline.operator.StepShape;

/** Steps of a model on one H100 at its roofline. */
public final class Steps {

  private static final Sharding ONE = new Sharding(1, 1);

  private Steps() {}

  /** What a step takes. */
  public static StepCost step(Model model, String quantization, Phase phase, StepShape shape) {
    Quantization scheme = Plans.quantization(quantization);
    StepGraph graph = StepGraph.of(model, scheme, ONE, phase);
    StepCost cost = new StepCost();
    StepModel.of(graph, Plans.accelerator("h100-sxm"), EfficiencyProfile.IDEAL, scheme, 0)
        .evaluate(shape, 0, Double.POSITIVE_INFINITY, cost);
    return cost;
  }

  /** State of one sequence of this length. */
  public static double state(Model model, String quantization, double tokens) {
    Quantization scheme = Plans.quantization(quantization);
    return StepGraph.of(model, scheme, ONE, Phase.DECODE).state().at(tokens);
  }
}
