package dev.ridgeline.testing;

import dev.ridgeline.catalog.Link;

/** Builds a link between pools. */
public final class LinkBuilder {

  private double bytesPerSecond = 50e9;
  private double latencySeconds;
  private double joulesPerByte;

  private LinkBuilder() {}

  /** A link of 50 GB/s that has no latency and takes no energy. */
  public static LinkBuilder aLink() {
    return new LinkBuilder();
  }

  public LinkBuilder bytesPerSecond(double rate) {
    bytesPerSecond = rate;
    return this;
  }

  public LinkBuilder latencySeconds(double seconds) {
    latencySeconds = seconds;
    return this;
  }

  public LinkBuilder joulesPerByte(double joules) {
    joulesPerByte = joules;
    return this;
  }

  public Link build() {
    return new Link(
        "by-hand",
        "By hand",
        bytesPerSecond,
        latencySeconds,
        joulesPerByte,
        MadeUp.sources("bytesPerSecond", "latencySeconds", "joulesPerByte"));
  }
}
