package dev.ridgeline.catalog;

import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import java.util.Map;

/**
 * A network that joins pools, such as a prefill pool and a decode pool.
 *
 * @param id name by which sweeps refer to it, and name of its file
 * @param name name for people
 * @param bytesPerSecond bandwidth of one accelerator, in one direction
 * @param latencySeconds time from the first byte sent to the first byte received
 * @param joulesPerByte energy of one byte, both ends and the network between them included
 * @param sources where each number comes from, by field or by part of one
 */
public record Link(
    String id,
    String name,
    @Measured(value = Dimension.BYTES_PER_SECOND, of = Plausible.LINK_BANDWIDTH)
        double bytesPerSecond,
    @Measured(value = Dimension.SECONDS, orZero = true, of = Plausible.LATENCY)
        double latencySeconds,
    @Measured(value = Dimension.JOULES, orZero = true, of = Plausible.ENERGY_PER_BYTE)
        double joulesPerByte,
    Map<String, String> sources)
    implements Entry {

  public Link {
    Require.inRange(Link.class, "bytesPerSecond", bytesPerSecond);
    Require.inRange(Link.class, "latencySeconds", latencySeconds);
    Require.inRange(Link.class, "joulesPerByte", joulesPerByte);
    sources = Map.copyOf(sources);
    Sources.requireFor(sources, "bytesPerSecond", "latencySeconds", "joulesPerByte");
  }
}
