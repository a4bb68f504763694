package dev.ridgeline.deployment;

import dev.ridgeline.catalog.Link;
import dev.ridgeline.cost.Roofline;
import dev.ridgeline.cost.Speedup;
import dev.ridgeline.operator.StateSize;
import dev.ridgeline.workload.Request;

/**
 * The transfer of state from a prefill pool to a decode pool. The state of a request's new tokens
 * crosses the link once, between the accelerators that hold it on either side.
 *
 * @param link the link between two accelerators
 * @param state state of one sequence over all layers, each part counted once
 * @param pairs accelerators that send at once: as many as the smaller of the two groups has
 */
record KvChannel(Link link, StateSize state, int pairs) {

  static KvChannel between(Replica prefill, Replica decode, Link link, StateSize state) {
    int pairs = Math.min(prefill.acceleratorsPerSequence(), decode.acceleratorsPerSequence());
    return new KvChannel(link, state, pairs);
  }

  /** State of the new tokens of a request, in bytes. */
  double bytes(Request request) {
    return state.at(request.newTokens());
  }

  /**
   * State of the cached tokens of a request that no other request shares, in bytes. A pool that
   * prefills keeps the shared ones itself.
   */
  double cachedBytes(Request request) {
    double cached = request.cachedTokens();
    double shared = request.sharedTokens();
    return cached > shared ? state.at(cached) - state.at(shared) + state.at(0) : 0;
  }

  /** Rate at which the link of one accelerator carries state, in bytes a second. */
  double bytesPerSecond(Speedup speedup) {
    return link.bytesPerSecond() * speedup.link();
  }

  /** Time in which the state of one request crosses, in seconds. */
  double seconds(double bytes, Speedup speedup) {
    return seconds(link, bytes, pairs, bytesPerSecond(speedup));
  }

  /**
   * Time in which state crosses, in seconds.
   *
   * @param pairs accelerators that send at once
   * @param bytesPerSecond rate of each of them
   */
  static double seconds(Link link, double bytes, int pairs, double bytesPerSecond) {
    return Roofline.transferSeconds(link.latencySeconds(), bytes, pairs * bytesPerSecond);
  }

  /** Energy with which state crosses, in joules. */
  double joules(double bytes) {
    return bytes * link.joulesPerByte();
  }
}
