package dev.ridgeline.cost;

import java.io.Serializable;

/**
 * Factors on what hardware can do, to ask what a step would take if it could do more.
 *
 * @param compute on peak compute
 * @param bandwidth on the bandwidth of memory, a tier included
 * @param link on the bandwidth of networks
 * @param capacity on memory capacity
 */
public record Speedup(double compute, double bandwidth, double link, double capacity)
    implements Serializable {

  /** The hardware as it is. */
  public static final Speedup NONE = new Speedup(1, 1, 1, 1);
}
