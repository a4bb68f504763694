package dev.ridgeline.choice;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What comes of a choice: the chosen mix, or the nearest miss where nothing meets the targets.
 * Exactly one of them is there.
 *
 * @param chosen the choice; null where nothing meets the targets
 * @param nearest the mix that misses the targets least; null where there is a choice
 */
public record ChoiceOutcome(@Nullable ChosenMix chosen, @Nullable Standing nearest)
    implements Serializable {

  public ChoiceOutcome {
    if ((chosen == null) == (nearest == null)) {
      throw new IllegalArgumentException("either a choice or a miss: " + chosen + ", " + nearest);
    }
  }

  /** A choice. */
  static ChoiceOutcome of(ChosenMix chosen) {
    return new ChoiceOutcome(chosen, null);
  }

  /** No choice, and what comes nearest to one. */
  public static ChoiceOutcome missed(Standing nearest) {
    return new ChoiceOutcome(null, nearest);
  }
}
