package dev.ridgeline.operator;

import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.LayerGroup;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import java.util.ArrayList;
import java.util.List;

/** The collectives among the accelerators of a replica: section 4 of jobs/model/README.md. */
final class LayerCollectives {

  /**
   * Bytes of an element of a GEMM's output, which travels at 16 bits under every scheme. Such
   * outputs are partial sums in the all-reduces of vLLM, SGLang and TensorRT-LLM, outputs of
   * experts in DeepEP's combine, and hidden states between pipeline stages.
   */
  private static final double OUTPUT_BYTES = 2;

  private final Shard on;
  private final Part part;
  private final ContextCollectives context;
  private final List<Collective> collectives = new ArrayList<>();
  private int layers;

  private LayerCollectives(Shard on, Part part) {
    this.on = on;
    this.part = part;
    this.context = new ContextCollectives(on);
  }

  /** The collectives of all layers, and the hops between pipeline stages. */
  static List<Collective> of(Shard on, Part part) {
    return new LayerCollectives(on, part).all();
  }

  private List<Collective> all() {
    for (LayerGroup group : on.model().layers()) {
      layers = group.count();
      if (part.hasAttention() && group.attention().exists()) {
        context.of(group.attention(), layers).forEach(collectives::add);
        allReduce("attention all-reduce");
      }
      if (part.hasFeedForward()) {
        group.ffn().accept(new OfFeedForward());
      }
    }
    Sharding sharding = on.sharding();
    if (sharding.pp() > 1) {
      layers = sharding.pp() - 1;
      Amount streams =
          hiddenStates().times(on.model().residualStreams() * on.model().residualSources());
      add("pipeline hop", Collective.Kind.PASS_ON, sharding.accelerators(), streams);
    }
    return collectives;
  }

  private final class OfFeedForward implements FeedForward.Kinds<Void> {

    @Override
    public Void dense(FeedForward.Dense ffn) {
      allReduce("ffn all-reduce");
      return null;
    }

    /**
     * The collectives of a mixture of experts. Without expert parallelism, experts are split like a
     * dense feed-forward and summed by an all-reduce. With {@link AllToAll#ALL_REDUCE} they are
     * summed with the shared experts, too.
     *
     * <p>Otherwise each accelerator owns 1/tp of its group's tokens. It sends each of them to all
     * slices of the k experts picked for it, at activation precision. Results come back at 16 bits.
     * Where attention runs on other accelerators, the link between the two sides carries this
     * traffic instead.
     *
     * <p>Where experts are split over the accelerators of several attention groups, each of them
     * needs the tokens of all groups. An all-gather brings them at activation precision, and a
     * reduce-scatter sums the partial outputs at 16 bits (vLLM's naive and all-gather backends).
     *
     * <p>Shared experts are split over the tensor-parallel group and summed on their own.
     */
    @Override
    public Void mixture(FeedForward.MixtureOfExperts moe) {
      Sharding sharding = on.sharding();
      double width = moe.expertWidth(on.hidden());
      if (sharding.gathersTokens()) {
        double elements = width * sharding.attentionGroups();
        ofStage("expert all-gather", Collective.Kind.ALL_GATHER, on.perToken(elements));
        ofStage(
            "expert reduce-scatter",
            Collective.Kind.REDUCE_SCATTER,
            Amount.perToken(elements * OUTPUT_BYTES));
      } else if (sharding.ep() == 1 || sharding.allToAll() == AllToAll.ALL_REDUCE) {
        allReduce("experts all-reduce");
        return null;
      } else if (part == Part.WHOLE) {
        double elements = width * sharding.expertSlices() / sharding.tp();
        deal("expert dispatch", moe.topK(), on.perToken(elements));
        deal("expert combine", moe.topK(), Amount.perToken(elements * OUTPUT_BYTES));
      }
      if (moe.sharedIntermediateSize() > 0) {
        allReduce("shared experts all-reduce");
      }
      return null;
    }

    /** The matrix is copied to every accelerator. */
    @Override
    public Void fusion(FeedForward.Fusion ffn) {
      return null;
    }

    @Override
    public Void none() {
      return null;
    }
  }

  /**
   * Adds the sum of partial outputs over the tensor-parallel group, unless the group is a single
   * accelerator.
   */
  private void allReduce(String name) {
    if (on.sharding().tp() > 1) {
      add(name, Collective.Kind.ALL_REDUCE, on.sharding().tp(), hiddenStates());
    }
  }

  private void deal(String name, int copies, Amount payload) {
    Sharding sharding = on.sharding();
    AllToAll kernel = sharding.allToAll();
    collectives.add(
        new Collective(
            name,
            kernel.within(),
            kernel.beyond(on.phase()),
            layers,
            sharding.ep(),
            sharding.expertSlices(),
            copies,
            Span.ALL,
            ofRank(payload)));
  }

  private void ofStage(String name, Collective.Kind kind, Amount payload) {
    add(name, kind, on.sharding().acceleratorsOfStage(), payload);
  }

  private Amount hiddenStates() {
    return ofRank(Amount.perToken(on.hidden() * OUTPUT_BYTES));
  }

  /** The part of an amount for the tokens of one rank, of those to which a prompt is dealt. */
  private Amount ofRank(Amount amount) {
    return on.prefills() ? amount.times(1.0 / on.sharding().cp()) : amount;
  }

  private void add(String name, Collective.Kind kind, int participants, Amount payload) {
    collectives.add(
        new Collective(name, kind, kind, layers, participants, 1, 1, Span.ALL, payload));
  }

  /**
   * The traffic between attention and feed-forward accelerators in a decode pass. A token goes
   * there at activation precision, once for each accelerator that has an expert for it. Its result
   * comes back at 16 bits.
   */
  static Exchange exchange(Model model, Quantization quantization, Sharding feedForward) {
    Exchange exchange = new Exchange(0, 0);
    double bytesThereAndBack = quantization.activationBytes() + OUTPUT_BYTES;
    for (LayerGroup group : model.layers()) {
      double elements = 0;
      if (group.ffn() instanceof FeedForward.MixtureOfExperts moe) {
        double copies = Collective.Kind.reached(feedForward.ep(), moe.topK());
        elements = moe.expertWidth(model.hiddenSize()) * copies;
      } else if (group.ffn().exists()) {
        elements = model.hiddenSize();
      }
      if (elements > 0) {
        int hops = 2 * group.count();
        exchange = exchange.plus(new Exchange(hops, group.count() * elements * bytesThereAndBack));
      }
    }
    return exchange;
  }
}
