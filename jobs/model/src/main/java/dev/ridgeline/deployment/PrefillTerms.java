package dev.ridgeline.deployment;

/**
 * What the prefill side of a load gives to every pair of pools that it joins, whatever the other
 * side is.
 *
 * @param wantedPrompts prompts of one part that the fullest step would take if memory allowed
 * @param fits whether the prompts fit
 * @param seconds time of the step for the first of its prompts
 * @param requestsPerSecond most requests a second that a replica completes, without links
 */
public record PrefillTerms(
    double wantedPrompts, boolean fits, double seconds, double requestsPerSecond) {

  static PrefillTerms of(double wantedPrompts, PrefillSide side) {
    return new PrefillTerms(wantedPrompts, side.fits(), side.seconds(), side.requestsPerSecond());
  }
}
