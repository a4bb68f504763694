package dev.ridgeline.operator;

/**
 * A communication that every layer of a group makes in each step.
 *
 * @param name what it is called in explanations
 * @param kind what travels where
 * @param layers equal layers that have it
 * @param participants accelerators that take part
 * @param payloadBytes what lies on one participant before it, one layer: the array to be summed, or
 *     what is to be dealt out
 */
public record Collective(
    String name, Kind kind, int layers, int participants, Amount payloadBytes) {

  /**
   * The kinds of collective, by what each participant sends through the scale-up domain that it
   * shares with {@code local} of the {@code all} participants, and through the network beyond.
   */
  public enum Kind {
    /**
     * Sums an array over all. Within a domain by a ring, {@code 2 (m-1)/m} of it from every
     * participant (Patarasuk, Yuan, J. Parallel Distrib. Comput. 69, 2009); between k domains each
     * participant rings the m-th part that is its own, {@code 2 (k-1)/k} of that. One after the
     * other.
     */
    ALL_REDUCE {
      @Override
      public double localShare(int all, int local) {
        return 2.0 * (local - 1) / local;
      }

      @Override
      public double remoteShare(int all, int local) {
        double domains = (double) all / local;
        return 2.0 * (domains - 1) / domains / local;
      }

      @Override
      public double seconds(double localSeconds, double remoteSeconds) {
        return localSeconds + remoteSeconds;
      }
    },
    /**
     * Deals parts of equal size to all, itself included: {@code (m-1)/p} goes to its domain, {@code
     * (p-m)/p} beyond. At the same time, so the slower of the two sets the time.
     */
    ALL_TO_ALL {
      @Override
      public double localShare(int all, int local) {
        return (local - 1.0) / all;
      }

      @Override
      public double remoteShare(int all, int local) {
        return ((double) all - local) / all;
      }

      @Override
      public double seconds(double localSeconds, double remoteSeconds) {
        return Math.max(localSeconds, remoteSeconds);
      }
    };

    /** Part of the payload that one participant sends to others in its domain. */
    public abstract double localShare(int all, int local);

    /** Part of the payload that one participant sends beyond its domain. */
    public abstract double remoteShare(int all, int local);

    /** Time of the whole, from the times of its two parts. */
    public abstract double seconds(double localSeconds, double remoteSeconds);
  }
}
