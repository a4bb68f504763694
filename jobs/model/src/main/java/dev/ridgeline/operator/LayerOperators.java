package dev.ridgeline.operator;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.CompressedAttention;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.LayerGroup;
import dev.ridgeline.catalog.Quantization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    for (Run run : runs(on)) {
      LayerGroup group = run.group();
      int layers = run.layers();
      Shard of = on.under(run.quantization());
      ContextShare share = ContextShare.of(of);
      List<Operator> ofRun = new ArrayList<>();
      if (part.hasAttention()) {
        LayerShare attention = group.attention().accept(new OfAttention(of));
        if (group.attention().exists()) {
          ofRun.addAll(ResidualStreams.around(OperatorClass.PROJECTION, of));
        }
        ofRun.addAll(attention.operators());
        if (group.ffn().exists()) {
          ofRun.addAll(ResidualStreams.around(OperatorClass.FFN, of));
        }
        state = state.plus(share.of(attention.state()).times(layers));
      }
      ofRun.addAll(group.ffn().accept(new OfFeedForward(of, part)));
      ofRun.forEach(operator -> operators.add(share.of(operator).inLayers(layers)));
    }
    if (part.hasAttention()) {
      operators.add(HeadLayer.of(on));
    }
    List<Collective> collectives = LayerCollectives.of(on, part);
    return new StepGraph(
        on.phase(), operators, collectives, state, overlappedShare(on, collectives));
  }

  /** Equal layers of a group, whose weights have equal formats. */
  private record Run(LayerGroup group, Quantization quantization, int layers) {}

  /** The layers of each group, in as many runs as there are formats in it. */
  private static List<Run> runs(Shard on) {
    Quantization quantization = on.quantization();
    int layerCount = on.model().layerCount();
    int index = 0;
    List<Run> runs = new ArrayList<>();
    for (LayerGroup group : on.model().layers()) {
      Map<Quantization, Integer> counts = new LinkedHashMap<>();
      if (quantization.layerBits().isEmpty()) {
        counts.put(quantization, group.count());
      } else {
        for (int i = 0; i < group.count(); i++) {
          counts.merge(quantization.inLayer(index + i, layerCount), 1, Integer::sum);
        }
      }
      counts.forEach((ofLayer, layers) -> runs.add(new Run(group, ofLayer, layers)));
      index += group.count();
    }
    return runs;
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
