package dev.ridgeline.units;

/**
 * Largest sizes that files may ask for, where a larger one would need more memory or time than a
 * machine has. Messages, schemas and checks read them here.
 */
public final class Limits {

  /** Most tokens of a prompt, an output or a context. */
  public static final int MOST_TOKENS = 1_000_000_000;

  /** Most turns of a workflow. Every turn is planned. */
  public static final int MOST_TURNS = 10_000;

  /** Most sequences of a batch. A larger batch is not told apart from this one. */
  public static final int MOST_BATCH = 100_000_000;

  /** Most drafts of a speculative step. */
  public static final int MOST_DRAFTS = 100;

  /** Most values on one axis of a sweep, all of which are made. */
  public static final int MOST_VALUES = 1_000_000;

  /**
   * Most hardware mixes of a sweep. They are products of pools, links and tiers, and are made when
   * they are asked for.
   */
  public static final int MOST_MIXES = 1_000_000_000;

  /** Most variants that the families of one sweep make together. */
  public static final int MOST_VARIANTS = 10_000;

  /** Most turns of all workflows of a sweep, times its contexts and batches. */
  public static final int MOST_PLANNED_TURNS = 10_000_000;

  private Limits() {}
}
