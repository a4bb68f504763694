package dev.ridgeline.testing;

import dev.ridgeline.operator.AllToAll;
import dev.ridgeline.operator.Sharding;

/** Builds a sharding. */
public final class ShardingBuilder {

  private final int tp;
  private int ep = 1;
  private int pp = 1;
  private int dp;
  private AllToAll allToAll = AllToAll.AUTO;

  private ShardingBuilder(int tp) {
    this.tp = tp;
  }

  /** A sharding of so many ways of tensor parallelism, and none of other kinds. */
  public static ShardingBuilder tp(int ways) {
    return new ShardingBuilder(ways);
  }

  /** Ways of expert parallelism. */
  public ShardingBuilder ep(int ways) {
    ep = ways;
    return this;
  }

  /** Pipeline stages. */
  public ShardingBuilder pp(int stages) {
    pp = stages;
    return this;
  }

  /** Attention groups; by default those that expert parallelism needs. */
  public ShardingBuilder dp(int groups) {
    dp = groups;
    return this;
  }

  /** The kernel that carries tokens to their experts. */
  public ShardingBuilder allToAll(AllToAll kernel) {
    allToAll = kernel;
    return this;
  }

  public Sharding build() {
    return new Sharding(tp, ep, pp, dp > 0 ? dp : Sharding.defaultDp(tp, ep), allToAll);
  }
}
