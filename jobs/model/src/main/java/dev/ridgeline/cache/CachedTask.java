package dev.ridgeline.cache;

/**
 * A task that comes back to a cache in each of its later turns, and the memory that holds its state
 * meanwhile. Bytes are those of one accelerator, for the state of one sequence.
 *
 * @param turns turns of a task one after the other
 * @param comebacks turns among them that follow a wait
 * @param waits waits before each of those
 * @param stragglerSeconds time for which a task waits for the slowest of its sub-agents, beyond the
 *     mean of them
 * @param found a task whose later turns all find their state in device memory
 * @param missed a task whose later turns all compute their whole prompt
 * @param waitingBytes state that waits before the later turns, summed over them
 * @param endedBytes state that the last turn leaves, which nobody comes back for
 * @param roomBytes device memory for state, of as many accelerators as there are groups
 * @param tier the level behind device memory; {@link Level#NONE} where there is none
 * @param farTier the level behind that; {@link Level#NONE} where there is none
 */
public record CachedTask(
    int turns,
    int comebacks,
    WaitTimes waits,
    double stragglerSeconds,
    Course found,
    Course missed,
    double waitingBytes,
    double endedBytes,
    double roomBytes,
    Level tier,
    Level farTier) {

  /**
   * Sums over the turns of a task.
   *
   * @param runSeconds latency without waits for tools, s
   * @param firstTtftSeconds time to first token of turns that follow no wait, s
   * @param ttftSeconds time to first token, summed over the turns, s
   * @param replicaSeconds time of a replica that the turns take, s
   * @param byteSeconds state of running turns times the time for which they keep it
   */
  public record Course(
      double runSeconds,
      double firstTtftSeconds,
      double ttftSeconds,
      double replicaSeconds,
      double byteSeconds) {}

  /**
   * A level of memory behind the device.
   *
   * @param bytes memory of the level, of as many accelerators as there are groups; 0 for none
   * @param bytesPerSecond rate to and from the level, of as many accelerators
   * @param foundBytes state that the later turns of a task read, if all of it is on this level
   * @param foundSeconds time that reading it adds to the latency of a task
   * @param foundByteSeconds state times that time
   */
  public record Level(
      double bytes,
      double bytesPerSecond,
      double foundBytes,
      double foundSeconds,
      double foundByteSeconds) {

    public static final Level NONE = new Level(0, 1, 0, 0, 0);
  }

  /** A task that waits between all of its turns. */
  public CachedTask(
      int turns,
      WaitTimes waits,
      Course found,
      Course missed,
      double waitingBytes,
      double endedBytes,
      double roomBytes,
      Level tier,
      Level farTier) {
    this(
        turns,
        turns - 1,
        waits,
        0,
        found,
        missed,
        waitingBytes,
        endedBytes,
        roomBytes,
        tier,
        farTier);
  }

  /** Number of levels, device memory included. */
  int levels() {
    if (!(tier.bytes() > 0)) {
      return 1;
    }
    return farTier.bytes() > 0 ? 3 : 2;
  }

  /** Mean time of a task in waits for tools, s. */
  double waitSeconds() {
    return comebacks * waits.meanSeconds() + stragglerSeconds;
  }

  /** Mean time to first token of a turn, without queueing, at these shares of found turns, s. */
  double ttftOfTurn(double inMemory, double inTier, double inFarTier) {
    return ttftOfTask(inMemory, inTier, inFarTier) / turns;
  }

  /**
   * Mean time to first token of a turn that follows a wait, without queueing, at these shares of
   * found turns, s; that of all turns where none does.
   */
  public double ttftOfLaterTurn(double inMemory, double inTier, double inFarTier) {
    double ofTask = ttftOfTask(inMemory, inTier, inFarTier);
    return comebacks == 0 ? ofTask / turns : (ofTask - found.firstTtftSeconds()) / comebacks;
  }

  private double ttftOfTask(double inMemory, double inTier, double inFarTier) {
    double missing = 1 - inMemory - inTier - inFarTier;
    return found.ttftSeconds()
        + missing * (missed.ttftSeconds() - found.ttftSeconds())
        + inTier * tier.foundSeconds()
        + inFarTier * farTier.foundSeconds();
  }
}
