package dev.ridgeline.choice;

import java.io.Serializable;
import java.util.List;

/**
 * What becomes of a choice when the price of one accelerator moves.
 *
 * @param accelerator whose price moves
 * @param factor of the price of its hour
 * @param now the cheapest as things are
 * @param then the cheapest at the moved price
 * @param dollars what a request costs on it at the moved price
 * @param entering mixes that are on the frontier of dollars and latencies then, and are not now
 * @param leaving mixes that are on it now, and are not then
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

  /** What a request costs then over what it costs now. */
  double dollarsFactor() {
    return dollars / now.dollars();
  }

  /** Whether another mix is chosen than now. */
  boolean isOtherMix() {
    return !then.mix().equals(now.mix());
  }
}
