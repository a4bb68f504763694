package dev.ridgeline.deployment;

import dev.ridgeline.workload.Request;

/**
 * Equal requests that a deployment serves, a batch of them at once.
 *
 * @param slot number of this load within a sweep, under which pools remember plans; negative to
 *     remember none
 * @param request one of the requests
 * @param batch sequences that decode at once on one decode replica, a multiple of the pool's {@link
 *     DecodePool#batchParts parts}
 * @param prefillUtilization share of their time for which prefill pools are busy; it has no effect
 *     where colocated
 */
public record Load(int slot, Request request, double batch, double prefillUtilization) {

  /** Utilization of prefill pools that are never idle. */
  public static final double SATURATED = 1;

  private static final int NOT_NUMBERED = -1;

  /** Makes a load that keeps prefill pools busy all the time. Pools remember no plans for it. */
  public Load(Request request, double batch) {
    this(NOT_NUMBERED, request, batch, SATURATED);
  }

  /** The same requests with another batch. */
  Load withBatch(double other) {
    return new Load(slot, request, other, prefillUtilization);
  }
}
