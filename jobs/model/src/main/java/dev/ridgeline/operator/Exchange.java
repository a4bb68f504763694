package dev.ridgeline.operator;

/**
 * The traffic between attention and feed-forward where they run on different accelerators.
 *
 * @param hops crossings in a pass, two for each layer that has a feed-forward
 * @param bytesPerToken bytes of all crossings for one token
 */
public record Exchange(int hops, double bytesPerToken) {

  Exchange plus(Exchange other) {
    return new Exchange(hops + other.hops, bytesPerToken + other.bytesPerToken);
  }
}
