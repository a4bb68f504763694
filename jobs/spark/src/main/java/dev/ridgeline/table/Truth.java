package dev.ridgeline.table;

/**
 * What a condition is or may be, in the logic of SQL: true, false or unknown. A condition on one
 * cell is one of the three; one on many cells may be any of several, so each set of the three is a
 * constant, and a set is combined by combining its members.
 */
enum Truth {
  // The place of a constant is its set in bits: 1 for true, 2 for false, 4 for unknown.
  NEVER,
  TRUE,
  FALSE,
  TRUE_OR_FALSE,
  UNKNOWN,
  TRUE_OR_UNKNOWN,
  FALSE_OR_UNKNOWN,
  ANY;

  private static final Truth[] SETS = values();

  /** Whether any of them is a member. */
  private boolean has(Truth others) {
    return (ordinal() & others.ordinal()) != 0;
  }

  static Truth of(boolean condition) {
    return condition ? TRUE : FALSE;
  }

  /** False where either is, and else unknown where either is. */
  Truth and(Truth other) {
    boolean isFalse = (has(FALSE) && other.has(ANY)) || (other.has(FALSE) && has(ANY));
    boolean isUnknown =
        (has(UNKNOWN) && other.has(TRUE_OR_UNKNOWN))
            || (other.has(UNKNOWN) && has(TRUE_OR_UNKNOWN));
    int trues = ordinal() & other.ordinal() & TRUE.ordinal();
    return SETS[trues | (isFalse ? FALSE.ordinal() : 0) | (isUnknown ? UNKNOWN.ordinal() : 0)];
  }

  /** True where either is, and else unknown where either is. */
  Truth or(Truth other) {
    return not().and(other.not()).not();
  }

  /** The opposite; of unknown, unknown. */
  Truth not() {
    int trues = has(FALSE) ? TRUE.ordinal() : 0;
    int falses = has(TRUE) ? FALSE.ordinal() : 0;
    return SETS[trues | falses | (ordinal() & UNKNOWN.ordinal())];
  }

  /** What one of two conditions may be, whichever of them it is. */
  Truth orElse(Truth other) {
    return SETS[ordinal() | other.ordinal()];
  }

  boolean mayBeTrue() {
    return has(TRUE);
  }
}
