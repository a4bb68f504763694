package dev.ridgeline.choice;

import java.util.Collections;
import java.util.List;

/**
 * A candidate with the places of its mix and of its accelerators in sorted lists. Where decode is
 * not split, its feed-forward side has the place of decode. The numbers of the candidate are
 * repeated here, because draws read nothing else.
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
   * @param mixes names of all mixes, sorted
   * @param accelerators names of all accelerators, sorted
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
