package dev.ridgeline.deployment;

import dev.ridgeline.operator.Sharding;
import java.io.Serializable;

/**
 * The shardings of the replicas of all pools. A colocated deployment uses {@code decode} for both
 * phases.
 *
 * @param prefill sharding of a prefill replica
 * @param decode sharding of a decode replica, or of its attention side
 * @param feedForward sharding of the feed-forward side; the same as {@code decode} where decode is
 *     in one piece
 */
public record Parallelism(Sharding prefill, Sharding decode, Sharding feedForward)
    implements Serializable {

  /** Makes the shardings of a deployment whose decode is in one piece. */
  public Parallelism(Sharding prefill, Sharding decode) {
    this(prefill, decode, decode);
  }
}
