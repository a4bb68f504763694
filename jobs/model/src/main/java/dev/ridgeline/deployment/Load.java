package dev.ridgeline.deployment;

import dev.ridgeline.workload.Request;

/**
 * What is asked of a deployment: requests of one kind, so many at once.
 *
 * @param slot number of this load among those of a sweep, by which pools remember what they
 *     planned; negative where they shall remember nothing
 * @param request one of the requests
 * @param batch sequences that decode at once on one decode replica, a multiple of the pool's {@link
 *     DecodePool#batchParts parts}
 */
public record Load(int slot, Request request, double batch) {

  private static final int NOT_NUMBERED = -1;

  /** A load that no pool remembers. */
  public Load(Request request, double batch) {
    this(NOT_NUMBERED, request, batch);
  }

  /** The same requests, another number of them at once. */
  Load withBatch(double other) {
    return new Load(slot, request, other);
  }
}
