package dev.ridgeline.operator;

/**
 * A communication among the accelerators of a replica, in each layer of a group and in each step.
 *
 * @param name name in explanations
 * @param within kind of collective where one scale-up domain holds all participants
 * @param beyond kind of collective otherwise
 * @param layers equal layers that have it
 * @param participants accelerators that take part
 * @param stride accelerators from one participant to the next; 1 where they are neighbours
 * @param copies participants that receive each part of the payload, repetitions counted; 1 where
 *     nothing is dealt
 * @param span tokens of the context that a payload which grows with it covers
 * @param payloadBytes one copy of the array on one participant that is summed, dealt or handed on,
 *     for one layer
 */
public record Collective(
    String name,
    Kind within,
    Kind beyond,
    int layers,
    int participants,
    int stride,
    int copies,
    Span span,
    Amount payloadBytes) {

  /** Whether another collective moves the same tokens, maybe by another kernel. */
  public boolean movesLike(Collective other) {
    return new Collective(
            name,
            other.within,
            other.beyond,
            layers,
            participants,
            stride,
            copies,
            span,
            payloadBytes)
        .equals(other);
  }

  /** The kind of collective, of which a domain holds this many participants. */
  public Kind kind(int local) {
    return local == participants ? within : beyond;
  }

  /**
   * The kinds of collective. They differ in the bytes that each participant sends through its
   * scale-up domain and through the network beyond. A domain holds {@code local} of {@code all}
   * participants.
   */
  public enum Kind {
    /**
     * Sums an array over all participants, in two rings that follow each other. Within a domain of
     * m each participant sends {@code 2 (m-1)/m} of the array. Between k domains it sends {@code 2
     * (k-1)/k} of the m-th part that it owns.
     *
     * <p>Source: Patarasuk, Yuan, J. Parallel Distrib. Comput. 69, 2009.
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
     * Collects the parts of an array from all participants on each of them. It is one of the two
     * rings of an all-reduce.
     */
    ALL_GATHER {
      @Override
      public double localShare(int all, int local, int copies) {
        return ALL_REDUCE.localShare(all, local, copies) / 2;
      }

      @Override
      public double remoteShare(int all, int local, int copies) {
        return ALL_REDUCE.remoteShare(all, local, copies) / 2;
      }

      @Override
      public double seconds(double localSeconds, double remoteSeconds) {
        return localSeconds + remoteSeconds;
      }
    },
    /**
     * Sums an array over all participants, and leaves a part of the sum on each. It is the other of
     * the two rings of an all-reduce.
     */
    REDUCE_SCATTER {
      @Override
      public double localShare(int all, int local, int copies) {
        return ALL_GATHER.localShare(all, local, copies);
      }

      @Override
      public double remoteShare(int all, int local, int copies) {
        return ALL_GATHER.remoteShare(all, local, copies);
      }

      @Override
      public double seconds(double localSeconds, double remoteSeconds) {
        return localSeconds + remoteSeconds;
      }
    },
    /**
     * Deals copies of each part to participants picked at random, themselves included. A part
     * crosses to another domain once, and is handed on within it to all that need it.
     *
     * <p>Of p participants in domains of m, k picks reach {@code p (1 - (1 - 1/p)^k)} participants,
     * {@code (m-1)/m} of them over the last hop. They reach {@code (p/m - 1)(1 - (1 - m/p)^k)}
     * other domains. Both networks are busy at the same time, so the slower one sets the time.
     *
     * <p>Source: the kernels of DeepEP; DeepSeek-V3, arXiv 2412.19437, section 3.2.2.
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
    /**
     * Deals copies of each part straight to participants picked at random, themselves included. Of
     * p participants in domains of m, each of k copies stays in the domain with probability {@code
     * (m-1)/p}, and leaves it with {@code (p-m)/p}. Both networks are busy at the same time.
     *
     * <p>Source: the low-latency kernels of DeepEP, which send one message for each expert.
     */
    LOW_LATENCY_ALL_TO_ALL {
      @Override
      public double localShare(int all, int local, int copies) {
        return (double) copies * (local - 1) / all;
      }

      @Override
      public double remoteShare(int all, int local, int copies) {
        return (double) copies * (all - local) / all;
      }

      @Override
      public double seconds(double localSeconds, double remoteSeconds) {
        return Math.max(localSeconds, remoteSeconds);
      }
    },
    /**
     * Hands an array on to the next pipeline stage. It leaves the domain where the domain does not
     * hold all stages.
     */
    PASS_ON {
      @Override
      public int partners(int local) {
        return 2;
      }

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

    /** Expected number of {@code bins} equal bins that this many random picks hit. */
    static double reached(int bins, int picks) {
      return -bins * Math.expm1(picks * Math.log1p(-1.0 / bins));
    }

    /** Whether it deals tokens to experts, or brings them back. */
    public boolean deals() {
      return this == ALL_TO_ALL || this == LOW_LATENCY_ALL_TO_ALL;
    }

    /**
     * Accelerators of a domain of {@code local} participants that exchange data with each other.
     */
    public int partners(int local) {
      return local;
    }

    /** Part of the payload that one participant sends to others in its domain. */
    public abstract double localShare(int all, int local, int copies);

    /** Part of the payload that one participant sends beyond its domain. */
    public abstract double remoteShare(int all, int local, int copies);

    /** Time of the collective, from the times of its local and its remote part. */
    public abstract double seconds(double localSeconds, double remoteSeconds);
  }
}
