package dev.ridgeline.worked;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.LayerGroup;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.PublishedSize;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.cost.StepModel;
import dev.ridgeline.operator.Phase;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.operator.StepGraph;
import dev.ridgeline.operator.StepShape;
import java.util.List;
import java.util.Map;

/** Small models with layers of one kind, so that a cell can be worked by hand. */
final class Shapes {

  private static final String BY_HAND = "made up for this test";

  private Shapes() {}

  static Model model(int hiddenSize, int vocabularySize, LayerGroup... layers) {
    return new Model(
        "by-hand",
        "By hand",
        hiddenSize,
        vocabularySize,
        false,
        10_000_000,
        0,
        List.of(layers),
        new PublishedSize(1, 1, PublishedSize.ActiveConvention.HEAD_ONLY, ""),
        Map.of(
            "hiddenSize", BY_HAND,
            "vocabularySize", BY_HAND,
            "maxContextTokens", BY_HAND,
            "otherParameters", BY_HAND,
            "layers", BY_HAND,
            "published", BY_HAND));
  }

  /** Layers that mix tokens and do nothing else. */
  static LayerGroup mixing(int count, Attention attention) {
    return new LayerGroup(count, attention, new FeedForward.None());
  }

  /** A step of a model on one H100 at its roofline. */
  static StepCost step(Model model, String quantization, Phase phase, StepShape shape) {
    Quantization scheme = Plans.quantization(quantization);
    StepGraph graph = StepGraph.of(model, scheme, new Sharding(1, 1), phase);
    StepCost cost = new StepCost();
    StepModel.of(graph, Plans.accelerator("h100-sxm"), EfficiencyProfile.IDEAL, scheme, 0)
        .evaluate(shape, 0, Double.POSITIVE_INFINITY, cost);
    return cost;
  }

  /** State of one sequence of this length, on one accelerator. */
  static double state(Model model, String quantization, double tokens) {
    Quantization scheme = Plans.quantization(quantization);
    return StepGraph.of(model, scheme, new Sharding(1, 1), Phase.DECODE).state().at(tokens);
  }
}
