package dev.ridgeline.choice;

import java.io.Serializable;
import java.util.List;

/**
 * The effect on a choice when the price of one accelerator moves.
 *
 * @param accelerator accelerator whose price moves
 * @param factor factor of its hourly price
 * @param now cheapest candidate at the catalog's price
 * @param then cheapest candidate at the moved price
 * @param dollars price of a request on that candidate at the moved price
 * @param entering mixes that the moved price brings onto the frontier of dollars, TTFT and TPOT
 * @param leaving mixes that the moved price takes off that frontier
 */
public record PriceMove(
    String accelerator,
    double factor,
    Candidate now,
    Candidate then,
    double dollars,
    List<String> entering,
    List<String> leaving)
    implements Serializable {

  /** Price of a request at the moved price over its price at the catalog's. */
  double dollarsFactor() {
    return dollars / now.dollars();
  }

  /** Whether the moved price changes the chosen mix. */
  boolean isOtherMix() {
    return !then.mix().equals(now.mix());
  }
}
