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
 * <p>The layers are dealt to {@code pp} pipeline stages. A stage has {@code dp} attention groups of
 * {@code tp} accelerators. Each group has its own share of the sequences, and splits attention,
 * dense feed-forward and shared experts {@code tp} ways. Routed experts are dealt to {@code ep}
 * groups of the stage. Where such a group has several accelerators, each expert is itself split
 * among them.
 *
 * @param tp tensor parallelism
 * @param ep expert parallelism; 1 splits experts like everything else
 * @param pp pipeline parallelism
 * @param dp attention data parallelism
 * @param allToAll the kernel that carries tokens to their experts
 */
public record Sharding(
    @Measured(Dimension.WAYS) int tp,
    @Measured(Dimension.WAYS) int ep,
    @Measured(Dimension.WAYS) int pp,
    @Measured(Dimension.WAYS) int dp,
    AllToAll allToAll)
    implements Serializable {

  public Sharding {
    Require.inRange(Sharding.class, "tp", tp);
    Require.inRange(Sharding.class, "ep", ep);
    Require.inRange(Sharding.class, "pp", pp);
    Require.inRange(Sharding.class, "dp", dp);
    if ((long) tp * dp % ep != 0) {
      throw new InvalidValueException("ep", ep, "a divisor of tp x dp, which is " + (long) tp * dp);
    }
    if ((long) tp * dp * pp > Integer.MAX_VALUE) {
      throw new InvalidValueException("dp", dp, "at most 2^31 accelerators in a replica");
    }
  }

  /** A sharding with the default attention data parallelism and kernels. */
  public Sharding(int tp, int ep, int pp) {
    this(tp, ep, pp, defaultDp(tp, ep), AllToAll.AUTO);
  }

  /** A sharding without pipeline stages. */
  public Sharding(int tp, int ep) {
    this(tp, ep, 1);
  }

  /**
   * Attention groups where none are stated: as many as it takes to give each group of experts an
   * accelerator.
   */
  public static int defaultDp(int tp, int ep) {
    Require.inRange(Sharding.class, "tp", tp);
    Require.inRange(Sharding.class, "ep", ep);
    if (Math.max(tp, ep) % Math.min(tp, ep) != 0) {
      throw new InvalidValueException("ep", ep, "a divisor or a multiple of tp, " + tp);
    }
    return Math.max(1, ep / tp);
  }

  /** Whether there are as many attention groups as where none are stated. */
  public boolean hasDefaultDp() {
    return dp == Math.max(1, ep / tp);
  }

  /** Accelerators of one replica. */
  public int accelerators() {
    return acceleratorsOfStage() * pp;
  }

  /** Accelerators of one pipeline stage. */
  int acceleratorsOfStage() {
    return tp * dp;
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

  /** This sharding without pipeline stages. */
  public Sharding inOneStage() {
    return new Sharding(tp, ep, 1, dp, allToAll);
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
    if (dp > 1 && !model.hasExperts()) {
      return Optional.of("attention data parallelism " + dp + " of a model without experts");
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
    return "tp"
        + tp
        + (ep == 1 ? "" : "-ep" + ep)
        + (pp == 1 ? "" : "-pp" + pp)
        + (hasDefaultDp() ? "" : "-dp" + dp);
  }
}
