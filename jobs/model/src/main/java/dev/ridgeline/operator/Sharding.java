package dev.ridgeline.operator;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.LayerGroup;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import java.io.Serializable;
import java.util.Optional;

/**
 * The layout of one replica of a model on accelerators.
 *
 * <p>The layers are dealt to {@code pp} pipeline stages of {@code max(tp, ep)} accelerators.
 * Attention, dense feed-forward and shared experts of a stage are split {@code tp} ways. Where
 * {@code ep > tp} there are {@code ep / tp} such groups, each with its own share of the sequences
 * (data-parallel attention). Routed experts are dealt to {@code ep} groups. Where {@code tp > ep}
 * each expert is itself split {@code tp / ep} ways.
 *
 * @param tp tensor parallelism
 * @param ep expert parallelism; 1 splits experts like everything else
 * @param pp pipeline parallelism
 */
public record Sharding(
    @Measured(Dimension.WAYS) int tp,
    @Measured(Dimension.WAYS) int ep,
    @Measured(Dimension.WAYS) int pp)
    implements Serializable {

  public Sharding {
    Require.inRange(Sharding.class, "tp", tp);
    Require.inRange(Sharding.class, "ep", ep);
    Require.inRange(Sharding.class, "pp", pp);
    if (Math.max(tp, ep) % Math.min(tp, ep) != 0) {
      throw new InvalidValueException("ep", ep, "a divisor or a multiple of tp, " + tp);
    }
  }

  /** A sharding without pipeline stages. */
  public Sharding(int tp, int ep) {
    this(tp, ep, 1);
  }

  /** Accelerators of one replica. */
  public int accelerators() {
    return acceleratorsOfStage() * pp;
  }

  /** Accelerators of one pipeline stage. */
  int acceleratorsOfStage() {
    return Math.max(tp, ep);
  }

  /** Number of groups that each hold the whole attention and a share of the sequences. */
  public int attentionGroups() {
    return acceleratorsOfStage() / tp;
  }

  /**
   * Number of parts into which the sequences of a batch are cut. Each attention group has its own
   * sequences, and works on as many micro-batches at once as there are stages.
   */
  public int batchParts() {
    return attentionGroups() * pp;
  }

  /** Number of accelerators among which one routed expert is split. */
  int expertSlices() {
    return acceleratorsOfStage() / ep;
  }

  /** The reason why this sharding cannot hold a part of a model; empty where it can. */
  public Optional<String> objection(Model model, Part part) {
    if (ep > 1 && !model.hasExperts()) {
      return Optional.of("expert parallelism " + ep + " of a model without experts");
    }
    if (pp > model.layerCount()) {
      return Optional.of(model.layerCount() + " layers cannot be dealt to " + pp + " stages");
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
      return uneven(attention.heads(), "heads", tp, false)
          .or(() -> uneven(attention.kvHeads(), "key-value heads", tp, true));
    }

    @Override
    public Optional<String> latent(Attention.Latent attention) {
      return uneven(attention.heads(), "heads", tp, false);
    }

    @Override
    public Optional<String> linear(Attention.Linear attention) {
      return uneven(attention.valueHeads(), "value heads", tp, false)
          .or(() -> uneven(attention.keyHeads(), "key heads", tp, true));
    }

    @Override
    public Optional<String> stateSpace(Attention.StateSpace attention) {
      return uneven(attention.heads(), "heads", tp, false)
          .or(() -> uneven(attention.groups(), "groups", tp, true));
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
      if (ffn.experts() % ep != 0) {
        return Optional.of(ffn.experts() + " experts cannot be dealt to " + ep + " groups");
      }
      return uneven(ffn.expertIntermediateSize(), "columns of an expert", expertSlices(), false)
          .or(() -> uneven(ffn.sharedIntermediateSize(), "shared columns", tp, false));
    }

    @Override
    public Optional<String> none() {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "tp" + tp + (ep == 1 ? "" : "-ep" + ep) + (pp == 1 ? "" : "-pp" + pp);
  }
}
