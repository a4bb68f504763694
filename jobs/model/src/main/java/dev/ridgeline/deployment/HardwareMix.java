package dev.ridgeline.deployment;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Link;
import java.io.Serializable;
import java.util.Optional;

/** Which accelerators serve, and how they are joined. */
public sealed interface HardwareMix extends Serializable {

  /** Accelerator that runs prefill. */
  Accelerator prefill();

  /** Accelerator that runs decode, or its attention side: the one that keeps the state. */
  Accelerator decode();

  /** Accelerator that runs the feed-forward side of decode; empty where decode is in one piece. */
  default Optional<Accelerator> feedForward() {
    return Optional.empty();
  }

  /** The link between pools; empty where there is one pool. */
  Optional<Link> link();

  /** Memory behind the accelerators that keep the state. */
  KvTier tier();

  /** Name of the kind of deployment. */
  String deployment();

  /** One pool runs both phases. */
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
   * A prefill pool, and decode on two kinds of accelerator: one keeps the state and runs attention,
   * the other runs feed-forward layers and experts. The link joins all three.
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
