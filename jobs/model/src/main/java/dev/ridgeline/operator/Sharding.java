package dev.ridgeline.operator;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.CompressedAttention;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.LayerGroup;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The layout of one replica of a model on accelerators.
 *
 * <p>The layers are dealt to {@code pp} pipeline stages. A stage has {@code dp} attention groups of
 * {@code tp} times {@code cp} accelerators. Each group has its own share of the sequences, and
 * splits attention, dense feed-forward and shared experts {@code tp} ways. In prefill it deals the
 * tokens of each prompt to {@code cp} ranks. Routed experts are dealt to {@code ep} groups of the
 * stage. Where such a group has several accelerators, each expert is itself split among them.
 *
 * @param tp tensor parallelism
 * @param ep expert parallelism; 1 splits experts like everything else
 * @param pp pipeline parallelism
 * @param dp attention data parallelism
 * @param cp context parallelism in prefill
 * @param dcp decode context parallelism: accelerators of a tensor-parallel group that share what
 *     would be copies of the state
 * @param layers layers of each pipeline stage; empty where they are dealt evenly
 * @param redundantExperts further copies of the most popular experts of a layer
 * @param allToAll the kernel that carries tokens to their experts
 * @param twoBatchOverlap whether a step is cut in two, so that one half computes while the tokens
 *     of the other travel to their experts
 */
public record Sharding(
    @Measured(Dimension.WAYS) int tp,
    @Measured(Dimension.WAYS) int ep,
    @Measured(Dimension.WAYS) int pp,
    @Measured(Dimension.WAYS) int dp,
    @Measured(Dimension.WAYS) int cp,
    @Measured(Dimension.WAYS) int dcp,
    @Measured(Dimension.LAYERS) List<Integer> layers,
    @Measured(value = Dimension.PARTS, orZero = true) int redundantExperts,
    AllToAll allToAll,
    boolean twoBatchOverlap)
    implements Serializable {

  public Sharding {
    Require.inRange(Sharding.class, "tp", tp);
    Require.inRange(Sharding.class, "ep", ep);
    Require.inRange(Sharding.class, "pp", pp);
    Require.inRange(Sharding.class, "dp", dp);
    Require.inRange(Sharding.class, "cp", cp);
    Require.inRange(Sharding.class, "dcp", dcp);
    Require.inRange(Sharding.class, "redundantExperts", redundantExperts);
    long ofStage = (long) tp * cp * dp;
    if (ofStage * pp > Integer.MAX_VALUE) {
      throw new InvalidValueException("dp", dp, "at most 2^31 accelerators in a replica");
    }
    if (ofStage % ep != 0) {
      String product = cp > 1 ? "tp x cp x dp" : "tp x dp";
      throw new InvalidValueException(
          "ep", ep, "a divisor of " + product + ", which is " + ofStage);
    }
    if (tp % dcp != 0) {
      throw new InvalidValueException("dcp", dcp, "a divisor of tp, " + tp);
    }
    layers = List.copyOf(layers);
    requireLayers(layers, pp);
    if (ep == 1 && redundantExperts > 0) {
      throw new InvalidValueException(
          "redundantExperts", redundantExperts, "0 without expert parallelism");
    }
    if (ep == 1 && twoBatchOverlap) {
      throw new InvalidValueException(
          "twoBatchOverlap", true, "false without expert parallelism: it hides all-to-alls");
    }
    if (allToAll == AllToAll.ALL_REDUCE && dp * cp > 1) {
      throw new InvalidValueException(
          "allToAll", "all-reduce", "auto, normal or low-latency where dp or cp is above 1");
    }
  }

  private static void requireLayers(List<Integer> layers, int pp) {
    if (!layers.isEmpty() && layers.size() != pp) {
      throw new InvalidValueException(
          "layers",
          "has " + layers.size() + " numbers. Allowed: one for each stage of pp, " + pp + ".");
    }
    for (int i = 0; i < layers.size(); i++) {
      Require.inRange(Sharding.class, "layers/" + i, layers.get(i));
    }
  }

  /** A sharding with the defaults of all other fields. */
  public Sharding(int tp, int ep, int pp) {
    this(tp, ep, pp, defaultDp(tp, ep), 1, 1, List.of(), 0, AllToAll.AUTO, false);
  }

  /** A sharding without pipeline stages. */
  public Sharding(int tp, int ep) {
    this(tp, ep, 1);
  }

  /**
   * Attention groups where none are stated: as many as it takes to give each group of experts an
   * accelerator.
   *
   * @param ways accelerators of an attention group, {@code tp} times {@code cp}
   */
  public static int defaultDp(int ways, int ep) {
    Require.inRange(Sharding.class, "tp", ways);
    Require.inRange(Sharding.class, "ep", ep);
    if (Math.max(ways, ep) % Math.min(ways, ep) != 0) {
      throw new InvalidValueException("ep", ep, "a divisor or a multiple of tp, " + ways);
    }
    return Math.max(1, ep / ways);
  }

  /** Whether there are as many attention groups as where none are stated. */
  public boolean hasDefaultDp() {
    return dp == Math.max(1, ep / (tp * cp));
  }

  /** Accelerators of one replica. */
  public int accelerators() {
    return acceleratorsOfStage() * pp;
  }

  /** Accelerators of one pipeline stage. */
  int acceleratorsOfStage() {
    return tp * cp * dp;
  }

  /** Whether routed experts are split over accelerators of several attention groups. */
  boolean gathersTokens() {
    return ep == 1 && acceleratorsOfStage() > tp;
  }

  /** Number of groups that each hold the whole attention and a share of the sequences. */
  public int attentionGroups() {
    return dp;
  }

  /**
   * Number of parts into which the sequences of a batch are cut. Each attention group has its own
   * sequences, and works on as many micro-batches at once as there are stages.
   */
  public int batchParts() {
    return attentionGroups() * pp;
  }

  /** Accelerators that share the work and the state of one sequence. */
  public int acceleratorsOfSequence() {
    return tp * cp * pp;
  }

  /** Most layers of a pipeline stage. */
  int layersOfFullestStage(int layerCount) {
    return layers.isEmpty() ? (layerCount + pp - 1) / pp : Collections.max(layers);
  }

  /** Layers of each pipeline stage of a model, first stage first. */
  public List<Integer> layersOfStages(int layerCount) {
    return layers.isEmpty()
        ? IntStream.range(0, pp)
            .mapToObj(stage -> layerCount / pp + (stage < layerCount % pp ? 1 : 0))
            .toList()
        : layers;
  }

  /** This sharding with so many layers in each stage, which need not add up to those of a model. */
  public Sharding withLayersOfStage(int ofStage) {
    List<Integer> ofAll = Collections.nCopies(pp, ofStage);
    return new Sharding(
        tp, ep, pp, dp, cp, dcp, ofAll, redundantExperts, allToAll, twoBatchOverlap);
  }

  /** This sharding without pipeline stages and redundant experts, as a drafter has it. */
  public Sharding inOneStage() {
    return new Sharding(tp, ep, 1, dp, cp, dcp, List.of(), 0, allToAll, twoBatchOverlap);
  }

  /** Number of accelerators among which one routed expert is split. */
  public int expertSlices() {
    return acceleratorsOfStage() / ep;
  }

  /** The reason why this sharding cannot hold a part of a model; empty where it can. */
  public Optional<String> objection(Model model, Part part) {
    if (ep > 1 && !model.hasExperts()) {
      return Optional.of("expert parallelism " + ep + " of a model without experts");
    }
    if (dp > 1 && !model.hasExperts()) {
      return Optional.of("attention data parallelism " + dp + " of a model without experts");
    }
    if (pp > model.layerCount()) {
      return Optional.of(model.layerCount() + " layers cannot be dealt to " + pp + " stages");
    }
    int listed = layers.stream().mapToInt(Integer::intValue).sum();
    if (!layers.isEmpty() && listed != model.layerCount()) {
      return Optional.of(
          "stages of " + stageLayers() + " layers of a model with " + model.layerCount());
    }
    if (dcp > 1 && !part.hasAttention()) {
      return Optional.of("decode context parallelism " + dcp + " of a side without attention");
    }
    AttentionObjection ofAttention = new AttentionObjection();
    FeedForwardObjection ofFfn = new FeedForwardObjection();
    for (LayerGroup group : model.layers()) {
      Optional<String> objection =
          part.hasAttention() ? group.attention().accept(ofAttention) : Optional.empty();
      if (objection.isEmpty() && part.hasFeedForward()) {
        objection = group.ffn().accept(ofFfn);
      }
      if (objection.isPresent()) {
        return objection;
      }
    }
    return Optional.empty();
  }

  /** The reason why this sharding cannot hold a model; empty where it can. */
  public Optional<String> objection(Model model) {
    return objection(model, Part.WHOLE);
  }

  /**
   * An objection where {@code amount} things cannot be dealt evenly; empty where they can. Things
   * that may be {@code copied} are also accepted where there are fewer of them than accelerators.
   */
  private Optional<String> uneven(int amount, String things, int ways, boolean copied) {
    return amount % ways == 0 || (copied && ways % amount == 0)
        ? Optional.empty()
        : Optional.of(
            amount
                + " "
                + things
                + " cannot be split "
                + (copied ? "or copied " : "")
                + ways
                + " ways");
  }

  private final class AttentionObjection implements Attention.Kinds<Optional<String>> {

    @Override
    public Optional<String> groupedQuery(Attention.GroupedQuery attention) {
      if (dcp > 1 && attention.indexer().exists()) {
        return Optional.of("decode context parallelism is not modelled with an indexer");
      }
      return uneven(attention.heads(), "heads", tp, false)
          .or(() -> uneven(attention.kvHeads(), "key-value heads", tp, true))
          .or(() -> fewerCopies(Math.max(1, tp / attention.kvHeads())));
    }

    @Override
    public Optional<String> latent(Attention.Latent attention) {
      return uneven(attention.heads(), "heads", tp, false);
    }

    @Override
    public Optional<String> compressed(CompressedAttention attention) {
      if (dcp > 1) {
        return Optional.of("decode context parallelism is not modelled for compressed attention");
      }
      return uneven(attention.heads(), "heads", tp, false)
          .or(() -> uneven(attention.outputGroups(), "output groups", tp, false));
    }

    /** An objection where a sequence's state has too few copies for decode context parallelism. */
    private Optional<String> fewerCopies(int copies) {
      return copies % dcp == 0
          ? Optional.empty()
          : Optional.of(
              "decode context parallelism "
                  + dcp
                  + " needs as many copies of a key-value head; on tp "
                  + tp
                  + " it has "
                  + copies);
    }

    private Optional<String> recurrent() {
      return cp == 1
          ? Optional.empty()
          : Optional.of("context parallelism is not modelled for recurrent layers");
    }

    @Override
    public Optional<String> linear(Attention.Linear attention) {
      return uneven(attention.valueHeads(), "value heads", tp, false)
          .or(() -> uneven(attention.keyHeads(), "key heads", tp, true))
          .or(this::recurrent);
    }

    @Override
    public Optional<String> stateSpace(Attention.StateSpace attention) {
      return uneven(attention.heads(), "heads", tp, false)
          .or(() -> uneven(attention.groups(), "groups", tp, true))
          .or(this::recurrent);
    }

    @Override
    public Optional<String> none() {
      return Optional.empty();
    }
  }

  private final class FeedForwardObjection implements FeedForward.Kinds<Optional<String>> {

    @Override
    public Optional<String> dense(FeedForward.Dense ffn) {
      return uneven(ffn.intermediateSize(), "columns", tp, false);
    }

    @Override
    public Optional<String> mixture(FeedForward.MixtureOfExperts ffn) {
      if (redundantExperts > ffn.experts()) {
        return Optional.of(
            redundantExperts + " redundant experts of a model with " + ffn.experts());
      }
      if ((ffn.experts() + redundantExperts) % ep != 0) {
        String redundant = redundantExperts > 0 ? " and " + redundantExperts + " redundant" : "";
        return Optional.of(
            ffn.experts() + redundant + " experts cannot be dealt to " + ep + " groups");
      }
      return uneven(ffn.expertIntermediateSize(), "columns of an expert", expertSlices(), false)
          .or(() -> uneven(ffn.sharedIntermediateSize(), "shared columns", tp, false));
    }

    @Override
    public Optional<String> fusion(FeedForward.Fusion ffn) {
      return Optional.empty();
    }

    @Override
    public Optional<String> none() {
      return Optional.empty();
    }
  }

  /** Layers of each stage, such as {@code 16-32}; {@code even} where they are dealt evenly. */
  public String stageLayers() {
    return layers.isEmpty()
        ? "even"
        : layers.stream().map(String::valueOf).collect(Collectors.joining("-"));
  }

  @Override
  public String toString() {
    return "tp"
        + tp
        + (ep == 1 ? "" : "-ep" + ep)
        + (pp == 1 ? "" : "-pp" + pp)
        + (hasDefaultDp() ? "" : "-dp" + dp)
        + (cp == 1 ? "" : "-cp" + cp)
        + (dcp == 1 ? "" : "-dcp" + dcp);
  }
}
