package dev.ridgeline.operator;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.CompressedAttention;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.LayerGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lists the operators and the state of a model on each accelerator of a sharding, one layer group
 * after the other. Each kind of layer has a class that reads like its operator table in section 3
 * of jobs/model/README.md. A test compares the two.
 */
final class LayerOperators {

  private LayerOperators() {}

  static StepGraph graph(Shard on, Part part) {
    List<Operator> operators = new ArrayList<>();
    StateSize state = StateSize.NONE;
    for (LayerGroup group : on.model().layers()) {
      int layers = group.count();
      if (part.hasAttention()) {
        LayerShare attention = group.attention().accept(new OfAttention(on));
        ContextShare share = ContextShare.of(on);
        List<Operator> residual =
            group.attention().exists()
                ? ResidualStreams.around(OperatorClass.PROJECTION, on)
                : List.of();
        Stream.concat(residual.stream(), attention.operators().stream())
            .map(operator -> share.of(operator).inLayers(layers))
            .forEach(operators::add);
        state = state.plus(share.of(attention.state()).times(layers));
      }
      List<Operator> residual =
          part.hasAttention() && group.ffn().exists()
              ? ResidualStreams.around(OperatorClass.FFN, on)
              : List.of();
      Stream.concat(residual.stream(), group.ffn().accept(new OfFeedForward(on, part)).stream())
          .map(operator -> ContextShare.of(on).of(operator).inLayers(layers))
          .forEach(operators::add);
    }
    if (part.hasAttention()) {
      operators.add(HeadLayer.of(on));
    }
    List<Collective> collectives = LayerCollectives.of(on, part);
    return new StepGraph(
        on.phase(), operators, collectives, state, overlappedShare(on, collectives));
  }

  /** The share of the layers whose all-to-alls are hidden behind computation. */
  private static double overlappedShare(Shard on, List<Collective> collectives) {
    if (!on.sharding().twoBatchOverlap()) {
      return 0;
    }
    int dealing =
        collectives.stream()
            .filter(collective -> collective.within().deals())
            .mapToInt(Collective::layers)
            .sum();
    return dealing / 2.0 / on.model().layerCount(); // dispatch and combine
  }

  private record OfAttention(Shard on) implements Attention.Kinds<LayerShare> {

    @Override
    public LayerShare groupedQuery(Attention.GroupedQuery attention) {
      return GroupedQueryLayer.of(attention, on);
    }

    @Override
    public LayerShare latent(Attention.Latent attention) {
      return LatentLayer.of(attention, on);
    }

    @Override
    public LayerShare compressed(CompressedAttention attention) {
      return CompressedLayer.of(attention, on);
    }

    @Override
    public LayerShare linear(Attention.Linear attention) {
      return LinearLayer.of(attention, on);
    }

    @Override
    public LayerShare stateSpace(Attention.StateSpace attention) {
      return StateSpaceLayer.of(attention, on);
    }

    @Override
    public LayerShare none() {
      return LayerShare.NONE;
    }
  }

  private record OfFeedForward(Shard on, Part part) implements FeedForward.Kinds<List<Operator>> {

    @Override
    public List<Operator> dense(FeedForward.Dense ffn) {
      return part.hasFeedForward() ? DenseLayer.of(ffn, on) : List.of();
    }

    @Override
    public List<Operator> mixture(FeedForward.MixtureOfExperts ffn) {
      List<Operator> operators = new ArrayList<>();
      if (part.hasAttention()) {
        operators.addAll(MixtureLayer.router(ffn, on));
      }
      if (part.hasFeedForward()) {
        operators.addAll(MixtureLayer.experts(ffn, on));
      }
      return operators;
    }

    @Override
    public List<Operator> fusion(FeedForward.Fusion ffn) {
      return part.hasFeedForward() ? FusionLayer.of(ffn, on) : List.of();
    }

    @Override
    public List<Operator> none() {
      return List.of();
    }
  }
}
