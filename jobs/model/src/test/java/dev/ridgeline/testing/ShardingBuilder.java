package dev.ridgeline.testing;

import dev.ridgeline.operator.AllToAll;
import dev.ridgeline.operator.Sharding;
import java.util.List;

/** Builds a sharding. */
public final class ShardingBuilder {

  private final int tp;
  private int ep = 1;
  private int pp = 1;
  private int dp;
  private int cp = 1;
  private int dcp = 1;
  private List<Integer> layers = List.of();
  private int redundantExperts;
  private boolean twoBatchOverlap;
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

  /** Ranks to which new tokens of a prompt are dealt. */
  public ShardingBuilder cp(int ranks) {
    cp = ranks;
    return this;
  }

  /** Accelerators that share state in decode. */
  public ShardingBuilder dcp(int ranks) {
    dcp = ranks;
    return this;
  }

  /** Layers of each stage. */
  public ShardingBuilder layers(Integer... ofStages) {
    layers = List.of(ofStages);
    return this;
  }

  /** Second copies of popular experts. */
  public ShardingBuilder redundantExperts(int copies) {
    redundantExperts = copies;
    return this;
  }

  /** With all-to-alls of one half of a step behind the computation of the other. */
  public ShardingBuilder twoBatchOverlap() {
    twoBatchOverlap = true;
    return this;
  }

  public Sharding build() {
    return new Sharding(
        tp,
        ep,
        pp,
        dp > 0 ? dp : Sharding.defaultDp(tp * cp, ep),
        cp,
        dcp,
        layers,
        redundantExperts,
        allToAll,
        twoBatchOverlap);
  }
}
