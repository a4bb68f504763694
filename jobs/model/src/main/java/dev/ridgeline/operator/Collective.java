package dev.ridgeline.operator;

/**
 * A communication that every layer of a group makes in each step.
 *
 * @param name what it is called in explanations
 * @param layers equal layers that have it
 * @param participants accelerators that take part
 * @param bytesSent what one accelerator sends in one direction, one layer
 */
public record Collective(String name, int layers, int participants, Amount bytesSent) {

  /**
   * A ring all-reduce of a payload: reduce-scatter and all-gather each send {@code (p-1)/p} of it
   * from every participant (Patarasuk, Yuan, J. Parallel Distrib. Comput. 69, 2009).
   *
   * @param payloadBytes the array to be summed, as it lies on each participant
   */
  static Collective allReduce(String name, int layers, int participants, Amount payloadBytes) {
    double share = 2.0 * (participants - 1) / participants;
    return new Collective(name, layers, participants, payloadBytes.times(share));
  }

  /**
   * An all-to-all in which each participant sends what it owns to participants picked evenly, of
   * which itself is one: {@code (p-1)/p} of it crosses the network.
   *
   * @param ownedBytes what each participant sends or keeps
   */
  static Collective allToAll(String name, int layers, int participants, Amount ownedBytes) {
    double share = (participants - 1.0) / participants;
    return new Collective(name, layers, participants, ownedBytes.times(share));
  }
}
