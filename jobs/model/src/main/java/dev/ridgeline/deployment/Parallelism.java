package dev.ridgeline.deployment;

import dev.ridgeline.operator.Sharding;
import java.io.Serializable;

/**
 * How the replicas of both pools are sharded; a colocated deployment uses {@code decode} for both.
 *
 * @param prefill sharding of a prefill replica
 * @param decode sharding of a decode replica
 */
public record Parallelism(Sharding prefill, Sharding decode) implements Serializable {}
