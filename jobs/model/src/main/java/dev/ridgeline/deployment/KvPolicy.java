package dev.ridgeline.deployment;

/** The policy for the state of a task that waits for a tool. */
public enum KvPolicy {
  /** The state stays in memory. */
  HOLD(true),
  /** The state moves to the memory tier, and back before the next turn. */
  OFFLOAD(true),
  /** The state is dropped, and the next turn computes its whole prompt. */
  RECOMPUTE(false),
  /** The policy among the others that costs least. */
  BEST(true);

  private final boolean reusesPrefix;

  KvPolicy(boolean reusesPrefix) {
    this.reusesPrefix = reusesPrefix;
  }

  /** Whether a later turn reuses the cached prefix that the workflow states. */
  public boolean reusesPrefix() {
    return reusesPrefix;
  }

  /** Whether the policy is possible with a tier: offloading needs one. */
  public boolean isPossibleWith(KvTier tier) {
    return this != OFFLOAD || tier.exists();
  }
}
