package dev.ridgeline.deployment;

import dev.ridgeline.workload.Request;

/**
 * What the decode side of a load gives to every pair of pools that it joins, whatever the other
 * side is.
 *
 * @param fits whether the batch fits
 * @param secondsPerToken time of a sequence from token to token
 * @param requestsPerSecond requests a second that a replica serves, without links
 */
public record DecodeTerms(boolean fits, double secondsPerToken, double requestsPerSecond) {

  static DecodeTerms of(DecodeSide side, Request request) {
    return new DecodeTerms(side.fits(), side.secondsPerToken(), side.requestsPerSecond(request));
  }
}
