package dev.ridgeline.deployment;

/** The policy for the state of a task that waits for a tool. */
public enum KvPolicy {
  /** The state stays in memory. */
  HOLD(true),
  /** The state moves to the memory tier, and back before the next turn. */
  OFFLOAD(true),
  /** The state is dropped, and the next turn computes its whole prompt. */
  RECOMPUTE(false),
  /**
   * The state stays until newer state needs the room, as in engines. It moves to the memory tiers,
   * if there are any, and is dropped from the last of them.
   */
  LRU(true),
  /** The policy among hold, offload and recompute that costs least. */
  BEST(true);

  private final boolean reusesPrefix;

  KvPolicy(boolean reusesPrefix) {
    this.reusesPrefix = reusesPrefix;
  }

  /** Whether a later turn may reuse the cached prefix that the workflow states. */
  public boolean reusesPrefix() {
    return reusesPrefix;
  }

  /** Whether the policy is possible with a tier: offloading needs one. */
  public boolean isPossibleWith(KvTier tier) {
    return this != OFFLOAD || tier.exists();
  }
}
