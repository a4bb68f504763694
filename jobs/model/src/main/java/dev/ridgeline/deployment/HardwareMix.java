package dev.ridgeline.deployment;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Link;
import java.io.Serializable;
import java.util.Optional;

/** Which accelerators serve, and how they are joined. */
public sealed interface HardwareMix extends Serializable {

  /** Accelerator that runs prefill. */
  Accelerator prefill();

  /** Accelerator that runs decode. */
  Accelerator decode();

  /** The link between two pools; empty where there is one. */
  Optional<Link> link();

  /** Memory behind the accelerators that run decode. */
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
}
