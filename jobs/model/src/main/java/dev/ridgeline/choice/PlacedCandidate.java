package dev.ridgeline.choice;

import java.util.Collections;
import java.util.List;

/**
 * A candidate and the places of its mix and of its pools' accelerators; decode in one piece is on
 * one accelerator twice. Its numbers are here again, as draws read nothing else.
 */
record PlacedCandidate(
    Candidate candidate,
    int mix,
    int prefill,
    int decode,
    int feedForward,
    double prefillDollars,
    double decodeDollars,
    double feedForwardDollars,
    double ttftSeconds,
    double tpotSeconds) {

  /**
   * @param mixes names of all mixes, in rising order
   * @param accelerators all accelerators, in rising order
   */
  static PlacedCandidate of(Candidate candidate, List<String> mixes, List<String> accelerators) {
    Mix mix = candidate.mix();
    int decode = Collections.binarySearch(accelerators, mix.decode());
    return new PlacedCandidate(
        candidate,
        Collections.binarySearch(mixes, mix.name()),
        Collections.binarySearch(accelerators, mix.prefill()),
        decode,
        mix.feedForward() == null
            ? decode
            : Collections.binarySearch(accelerators, mix.feedForward()),
        candidate.prefillDollars(),
        candidate.decodeDollars(),
        candidate.feedForwardDollars(),
        candidate.ttftSeconds(),
        candidate.tpotSeconds());
  }
}
