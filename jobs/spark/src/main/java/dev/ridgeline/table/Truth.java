package dev.ridgeline.table;

/**
 * The truth of a condition in the logic of SQL: true, false or unknown. A condition on one cell is
 * one of the three. A condition on many cells may be several of them, so each set of the three is a
 * constant. Two sets are combined by combining their members.
 */
enum Truth {
  // The ordinal of a constant is its set in bits: 1 for true, 2 for false, 4 for unknown.
  NEVER,
  TRUE,
  FALSE,
  TRUE_OR_FALSE,
  UNKNOWN,
  TRUE_OR_UNKNOWN,
  FALSE_OR_UNKNOWN,
  ANY;

  private static final Truth[] SETS = values();

  /** Whether any of the others is a member of this set. */
  private boolean has(Truth others) {
    return (ordinal() & others.ordinal()) != 0;
  }

  static Truth of(boolean condition) {
    return condition ? TRUE : FALSE;
  }

  /** The truth of both: false where either is false, else unknown where either is unknown. */
  Truth and(Truth other) {
    boolean isFalse = (has(FALSE) && other.has(ANY)) || (other.has(FALSE) && has(ANY));
    boolean isUnknown =
        (has(UNKNOWN) && other.has(TRUE_OR_UNKNOWN))
            || (other.has(UNKNOWN) && has(TRUE_OR_UNKNOWN));
    int trues = ordinal() & other.ordinal() & TRUE.ordinal();
    return SETS[trues | (isFalse ? FALSE.ordinal() : 0) | (isUnknown ? UNKNOWN.ordinal() : 0)];
  }

  /** The truth of either: true where either is true, else unknown where either is unknown. */
  Truth or(Truth other) {
    return not().and(other.not()).not();
  }

  /** The negation. That of unknown is unknown. */
  Truth not() {
    int trues = has(FALSE) ? TRUE.ordinal() : 0;
    int falses = has(TRUE) ? FALSE.ordinal() : 0;
    return SETS[trues | falses | (ordinal() & UNKNOWN.ordinal())];
  }

  /** The truths that one of two conditions may have, whichever it is. */
  Truth orElse(Truth other) {
    return SETS[ordinal() | other.ordinal()];
  }

  boolean mayBeTrue() {
    return has(TRUE);
  }
}
