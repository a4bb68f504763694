package dev.ridgeline.deployment;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Link;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** The accelerators that serve each phase, and the link and memory tier between and behind them. */
public sealed interface HardwareMix extends Serializable {

  /** The accelerator that runs prefill. */
  Accelerator prefill();

  /**
   * The accelerator that keeps the state: it runs decode, or the attention side of split decode.
   */
  Accelerator decode();

  /**
   * The accelerator that runs the feed-forward side of decode; empty where decode is in one piece.
   */
  default Optional<Accelerator> feedForward() {
    return Optional.empty();
  }

  /** The link between pools; empty where colocated. */
  Optional<Link> link();

  /** The memory tier behind the accelerators that keep the state. */
  KvTier tier();

  /**
   * The kinds of accelerator of the pipeline stages of one replica, first stage first; empty where
   * all accelerators of a replica are of one kind. Every kind has as many stages as each other.
   */
  default List<Accelerator> stageKinds() {
    return List.of();
  }

  /** The name of the kind of deployment. */
  String deployment();

  /** One pool that runs both phases. */
  record Colocated(Accelerator accelerator, KvTier tier) implements HardwareMix {

    @Override
    public Accelerator prefill() {
      return accelerator;
    }

    @Override
    public Accelerator decode() {
      return accelerator;
    }

    @Override
    public Optional<Link> link() {
      return Optional.empty();
    }

    @Override
    public String deployment() {
      return "colocated";
    }
  }

  /**
   * One pool whose replicas are pipelines over several kinds of accelerator.
   *
   * @param stageKinds kinds of the stages, first stage first
   * @param mean the mean of these accelerators, which stands for each in prices, power and fleets
   */
  record ColocatedStages(List<Accelerator> stageKinds, Accelerator mean, KvTier tier)
      implements HardwareMix {

    public ColocatedStages {
      stageKinds = List.copyOf(stageKinds);
    }

    /** A pool of these kinds. */
    public static ColocatedStages of(List<Accelerator> stageKinds, KvTier tier) {
      return new ColocatedStages(stageKinds, MeanAccelerator.of(stageKinds), tier);
    }

    @Override
    public Accelerator prefill() {
      return mean;
    }

    @Override
    public Accelerator decode() {
      return mean;
    }

    @Override
    public Optional<Link> link() {
      return Optional.empty();
    }

    @Override
    public String deployment() {
      return "colocated";
    }
  }

  /** A prefill pool and a decode pool, joined by a link that carries the new state. */
  record Disaggregated(Accelerator prefill, Accelerator decode, Link between, KvTier tier)
      implements HardwareMix {

    @Override
    public Optional<Link> link() {
      return Optional.of(between);
    }

    @Override
    public String deployment() {
      return "disaggregated";
    }
  }

  /**
   * A prefill pool, and decode that is split between two kinds of accelerator. One kind keeps the
   * state and runs attention; the other runs feed-forward layers and experts. The link joins all
   * three kinds.
   */
  record AttentionFeedForward(
      Accelerator prefill, Accelerator attention, Accelerator ffn, Link between, KvTier tier)
      implements HardwareMix {

    @Override
    public Accelerator decode() {
      return attention;
    }

    @Override
    public Optional<Accelerator> feedForward() {
      return Optional.of(ffn);
    }

    @Override
    public Optional<Link> link() {
      return Optional.of(between);
    }

    @Override
    public String deployment() {
      return "attention-ffn";
    }
  }
}
