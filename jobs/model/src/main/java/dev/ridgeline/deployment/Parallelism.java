package dev.ridgeline.deployment;

import dev.ridgeline.operator.Sharding;
import java.io.Serializable;

/**
 * How the replicas of all pools are sharded; a colocated deployment uses {@code decode} for both
 * phases.
 *
 * @param prefill sharding of a prefill replica
 * @param decode sharding of a decode replica, or of its attention side
 * @param feedForward sharding of the feed-forward side where that is apart; else the same as {@code
 *     decode}
 */
public record Parallelism(Sharding prefill, Sharding decode, Sharding feedForward)
    implements Serializable {

  /** Decode in one piece. */
  public Parallelism(Sharding prefill, Sharding decode) {
    this(prefill, decode, decode);
  }
}
