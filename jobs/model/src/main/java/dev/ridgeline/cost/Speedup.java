package dev.ridgeline.cost;

import java.io.Serializable;

/**
 * Factors on the capabilities of hardware, to ask how fast a step would be on better hardware.
 *
 * @param compute factor on peak compute
 * @param bandwidth factor on the bandwidth of memory, a tier included
 * @param link factor on the bandwidth of networks
 * @param capacity factor on memory capacity
 */
public record Speedup(double compute, double bandwidth, double link, double capacity)
    implements Serializable {

  /** The hardware as the catalog states it. */
  public static final Speedup NONE = new Speedup(1, 1, 1, 1);

  /** Whether steps take as long as under other factors; that on capacity changes no step. */
  boolean isAsFastAs(Speedup other) {
    return compute == other.compute && bandwidth == other.bandwidth && link == other.link;
  }

  /** A hash that is the same for factors under which steps take as long. */
  int hashOfSpeed() {
    return Double.hashCode(compute + 2 * bandwidth + 4 * link);
  }
}
