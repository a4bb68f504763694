package dev.ridgeline.catalog;

import dev.ridgeline.config.Require;
import java.util.Map;

/**
 * A network that joins pools, such as a prefill pool and a decode pool.
 *
 * @param bytesPerSecond bandwidth of one accelerator, in one direction
 * @param latencySeconds time from the first byte sent to the first byte received
 * @param joulesPerByte energy of one byte, both ends and the network between them included
 */
public record Link(
    String id,
    String name,
    double bytesPerSecond,
    double latencySeconds,
    double joulesPerByte,
    Map<String, String> sources)
    implements Entry {

  public Link {
    Require.positive("bytesPerSecond", bytesPerSecond);
    Require.notNegative("latencySeconds", latencySeconds);
    Require.notNegative("joulesPerByte", joulesPerByte);
    sources = Map.copyOf(sources);
    Sources.requireFor(sources, "bytesPerSecond", "latencySeconds", "joulesPerByte");
  }
}
