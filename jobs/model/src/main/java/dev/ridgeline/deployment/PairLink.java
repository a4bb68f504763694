package dev.ridgeline.deployment;

import dev.ridgeline.catalog.Link;
import dev.ridgeline.operator.StateSize;
import dev.ridgeline.workload.Request;

/**
 * The link between two pools, for the state of one request. It has the formulas of a joined plan,
 * each with the quantities of one side.
 */
public final class PairLink {

  private final Link link;
  private final double bytes;
  private final double carried;

  private PairLink(Link link, double bytes) {
    this.link = link;
    this.bytes = bytes;
    this.carried = link.bytesPerSecond() / bytes;
  }

  /**
   * Makes the link of a request.
   *
   * @param state state of one sequence over all layers, each part counted once
   */
  public static PairLink of(Link link, StateSize state, Request request) {
    return new PairLink(link, state.at(request.newTokens()));
  }

  /**
   * Time in which the state of a request crosses, in seconds. It falls with the accelerators of
   * either side.
   *
   * @param prefill accelerators that share a sequence in prefill
   * @param decode accelerators that share a sequence in decode
   */
  public double seconds(int prefill, int decode) {
    return KvChannel.seconds(link, bytes, Math.min(prefill, decode), link.bytesPerSecond());
  }

  /** Requests a second that a prefill replica serves at its utilization. */
  public double prefillRequestsPerSecond(PrefillPool pool, PrefillTerms terms, double utilization) {
    return SideRates.ofPrefill(
        terms.requestsPerSecond(), utilization, pool.accelerators(), carried);
  }

  /** Requests a second that a decode replica serves. */
  public double decodeRequestsPerSecond(DecodePool pool, DecodeTerms terms) {
    return SideRates.ofDecode(terms.requestsPerSecond(), pool.accelerators(), carried);
  }
}
