package dev.ridgeline.deployment;

/** What becomes of the state of a task while it waits for a tool. */
public enum KvPolicy {
  /** It stays where it is and takes its room. */
  HOLD(true),
  /** It moves to the memory tier, and back before the next turn. */
  OFFLOAD(true),
  /** It is dropped, and the next turn computes all of its prompt. */
  RECOMPUTE(false),
  /** Whichever of the others costs least. */
  BEST(true);

  private final boolean reusesPrefix;

  KvPolicy(boolean reusesPrefix) {
    this.reusesPrefix = reusesPrefix;
  }

  /** Whether a later turn finds the prefix that the workflow says it reuses. */
  public boolean reusesPrefix() {
    return reusesPrefix;
  }

  /** Whether it can be had behind such a tier: offloading needs one. */
  public boolean isPossibleWith(KvTier tier) {
    return this != OFFLOAD || tier.exists();
  }
}
