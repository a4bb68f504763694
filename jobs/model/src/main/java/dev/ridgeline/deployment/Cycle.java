package dev.ridgeline.deployment;

/**
 * The cycle of a replica that runs both phases in a closed loop: the time in which every sequence
 * of a batch is replaced once. Each finished sequence gives its place to a new one at once.
 *
 * <p>B sequences of one part are served in a cycle of T seconds, so their rate is B / T. Each
 * spends exactly T in the system, so that rate times latency is B (Little, Operations Research
 * 9(3), 1961). A request waits for the prefill of the others, and pays its own once.
 *
 * @param seconds T, which is the latency of a request
 * @param ttftSeconds time to first token of a request
 * @param steps decode steps of a cycle that carry no prompt
 */
record Cycle(double seconds, double ttftSeconds, double steps) {

  /** Part of its latency that a request waits for its first token at most. */
  private static final double MOST_IN_QUEUE = 0.9;

  /**
   * The cycle of an engine whose steps carry prompts or decodes, but not both. Prompts go first, in
   * steps of k. Then {@code T = B/k * t_prefill + o * t_decode}.
   *
   * @param sequences B, sequences of one part
   * @param prompts k, prompts of one part in a prefill step
   * @param prefillSeconds time in which all stages finish a prefill step
   * @param firstSeconds time of that step for the first of its prompts
   * @param outputSteps o, decode steps of a sequence
   * @param stepSeconds time of a decode step of all sequences
   */
  static Cycle alternating(
      double sequences,
      double prompts,
      double prefillSeconds,
      double firstSeconds,
      double outputSteps,
      double stepSeconds) {
    double seconds = sequences / prompts * prefillSeconds + outputSteps * stepSeconds;
    return new Cycle(seconds, firstSeconds, outputSteps);
  }

  /**
   * Mean number of sequences of one part that decode in a step which carries prompts.
   *
   * <p>A prompt passes in m steps. All sequences but the k that prefill decode beside it, if the
   * others have enough steps left to decode in: {@code o >= (B/k - 1) m}. Otherwise every step
   * carries prompts, and the B/k groups of prompts take {@code B/k * m} steps. The decodes of a
   * cycle, B o, then spread over these steps.
   *
   * @param sequences B
   * @param prompts k
   * @param passes m
   * @param outputSteps o
   */
  static double riding(double sequences, double prompts, double passes, double outputSteps) {
    return Math.min(sequences - prompts, prompts * outputSteps / passes);
  }

  /**
   * The cycle of an engine whose decodes ride along with prompts. Steps that carry prompts take
   * {@code B/k * t_mixed}. The remaining {@code o - (B/k - 1) m} steps carry decodes alone. A cycle
   * yields B o decodes in both kinds of steps together. Where prompts are in every step, requests
   * wait for their turn to prefill, and TTFT includes that wait.
   *
   * @param sequences B, sequences of one part
   * @param prompts k, prompts of one part that pass together
   * @param passes m, steps in which they pass
   * @param mixedSeconds time of these m steps
   * @param firstSeconds time of these steps for the first of the prompts
   * @param outputSteps o, decode steps of a sequence
   * @param stepSeconds time of a step in which all sequences decode
   */
  static Cycle mixing(
      double sequences,
      double prompts,
      double passes,
      double mixedSeconds,
      double firstSeconds,
      double outputSteps,
      double stepSeconds) {
    double groups = sequences / prompts;
    double steps = outputSteps - (groups - 1) * passes;
    if (steps >= 0) {
      return new Cycle(groups * mixedSeconds + steps * stepSeconds, firstSeconds, steps);
    }
    double seconds = groups * mixedSeconds;
    double decoding = outputSteps * mixedSeconds / passes;
    return new Cycle(seconds, seconds - mixedSeconds - decoding + firstSeconds, 0);
  }

  /**
   * This cycle with waits before the first token. A burst does not change the work: a request waits
   * longer for its first token, and less between tokens, since fewer prefills interrupt it. The
   * time to schedule a prompt, and the steps until the scheduler takes it, are added to the latency
   * of its request.
   *
   * @param burstShare share of the requests that arrive in a burst
   * @param burstSeconds mean time to first token in a burst of all sequences
   * @param waitSeconds time until a prompt begins, in a burst or not
   */
  Cycle delayed(double burstShare, double burstSeconds, double waitSeconds) {
    double burst = burstShare * Math.max(0, burstSeconds - ttftSeconds);
    double most = Math.max(ttftSeconds, MOST_IN_QUEUE * seconds);
    double first = Math.min(ttftSeconds + burst, most);
    return new Cycle(seconds + waitSeconds, first + waitSeconds, steps);
  }

  /**
   * Part of the cycle in steps that carry prompts, in seconds.
   *
   * @param stepSeconds time of a step that carries none
   */
  double prefillSeconds(double stepSeconds) {
    return seconds - steps * stepSeconds;
  }

  /** Time per output token, in seconds: what TTFT leaves of the latency, over the tokens. */
  double tpotSeconds(double outputTokens) {
    return (seconds - ttftSeconds) / outputTokens;
  }
}
