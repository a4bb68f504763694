package dev.ridgeline.cost;

import java.util.List;
import java.util.function.ObjDoubleConsumer;
import java.util.stream.Stream;

/**
 * Steps of a pipeline whose stages lie on several kinds of accelerator. Every round waits for the
 * slowest stage, so the step takes the time of the kind whose fullest stage is slowest. The energy
 * is that of the mean accelerator: each kind takes the energy of its own layers.
 *
 * <p>Not for use by several threads at once.
 *
 * @param <M> steps of the whole model on one kind
 */
final class StageKinds<M> {

  private final List<M> kinds;
  private final List<Double> sharesOfLayers;
  private final List<StepCost> costs;

  /**
   * @param kinds the steps on each kind; their imbalance is that of the kind's fullest stage
   * @param sharesOfLayers share of the layers that lie on each kind
   */
  StageKinds(List<M> kinds, List<Double> sharesOfLayers) {
    this.kinds = List.copyOf(kinds);
    this.sharesOfLayers = List.copyOf(sharesOfLayers);
    this.costs = Stream.generate(StepCost::new).limit(kinds.size()).toList();
  }

  List<M> kinds() {
    return kinds;
  }

  List<Double> sharesOfLayers() {
    return sharesOfLayers;
  }

  /** Adds the cost of a step on one kind to a total. */
  @FunctionalInterface
  interface Step<M> {

    void add(M kind, StepCost cost);
  }

  /**
   * Adds a step to a cost.
   *
   * @param step the step on one kind
   * @param share receives the slowest kind, with the share of its energy that the mean accelerator
   *     takes
   */
  void add(Step<M> step, StepCost cost, ObjDoubleConsumer<M> share) {
    int slowest = 0;
    double joules = 0;
    for (int i = 0; i < costs.size(); i++) {
      StepCost ofKind = costs.get(i);
      ofKind.clear();
      step.add(kinds.get(i), ofKind);
      joules += sharesOfLayers.get(i) * ofKind.joules;
      slowest = ofKind.seconds() > costs.get(slowest).seconds() ? i : slowest;
    }
    StepCost slow = costs.get(slowest);
    double ofSlow = slow.joules;
    slow.shortenToItsLayers();
    slow.joules = joules;
    cost.add(slow, 1);
    share.accept(kinds.get(slowest), ofSlow > 0 ? joules / ofSlow : 1);
  }
}
