package dev.ridgeline.operator;

/**
 * A communication that every layer of a group makes in each step.
 *
 * @param name what it is called in explanations
 * @param kind what travels where
 * @param layers equal layers that have it
 * @param participants accelerators that take part
 * @param copies participants that each part of the payload is dealt to, with repetition; 1 where
 *     nothing is dealt
 * @param payloadBytes one copy of what lies on one participant before it, one layer: the array to
 *     be summed, what is to be dealt out, what is handed on
 */
public record Collective(
    String name, Kind kind, int layers, int participants, int copies, Amount payloadBytes) {

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
      public double localShare(int all, int local, int copies) {
        return 2.0 * (local - 1) / local;
      }

      @Override
      public double remoteShare(int all, int local, int copies) {
        double domains = (double) all / local;
        return 2.0 * (domains - 1) / domains / local;
      }

      @Override
      public double seconds(double localSeconds, double remoteSeconds) {
        return localSeconds + remoteSeconds;
      }
    },
    /**
     * Deals copies of each part to participants picked at random, themselves included. A part
     * crosses to another domain once, however many there asked for it, and is handed on within
     * (DeepEP's kernels; DeepSeek-V3, arXiv 2412.19437, section 3.2.2). Of p participants in
     * domains of m, k picks reach {@code p (1 - (1 - 1/p)^k)} participants, {@code (m-1)/m} of them
     * over the last hop, and {@code (p/m - 1)(1 - (1 - m/p)^k)} other domains. Both at the same
     * time, so the slower sets the time.
     */
    ALL_TO_ALL {
      @Override
      public double localShare(int all, int local, int copies) {
        return reached(all, copies) * (local - 1) / local;
      }

      @Override
      public double remoteShare(int all, int local, int copies) {
        int domains = all / local;
        return reached(domains, copies) * (domains - 1) / domains;
      }

      @Override
      public double seconds(double localSeconds, double remoteSeconds) {
        return Math.max(localSeconds, remoteSeconds);
      }
    },
    /** Hands an array on to the next pipeline stage, beyond the domain where not all fit in it. */
    PASS_ON {
      @Override
      public double localShare(int all, int local, int copies) {
        return local == all ? 1 : 0;
      }

      @Override
      public double remoteShare(int all, int local, int copies) {
        return local == all ? 0 : 1;
      }

      @Override
      public double seconds(double localSeconds, double remoteSeconds) {
        return localSeconds + remoteSeconds;
      }
    };

    /** How many of {@code bins} equal bins this many random picks are expected to hit. */
    static double reached(int bins, int picks) {
      return -bins * Math.expm1(picks * Math.log1p(-1.0 / bins));
    }

    /** Part of the payload that one participant sends to others in its domain. */
    public abstract double localShare(int all, int local, int copies);

    /** Part of the payload that one participant sends beyond its domain. */
    public abstract double remoteShare(int all, int local, int copies);

    /** Time of the whole, from the times of its two parts. */
    public abstract double seconds(double localSeconds, double remoteSeconds);
  }
}
