package dev.ridgeline.cache;

/**
 * The steady state of a cache under a load.
 *
 * @param inMemory share of later turns that find their state in device memory
 * @param inTier share that finds it on the level behind
 * @param inFarTier share that finds it on the level behind that
 * @param memorySeconds time after its last use for which device memory keeps a state, s
 * @param tasksPerSecond tasks that a replica completes
 * @param queueSecondsOfTurn time for which a turn waits for its place in the batch, s
 * @param ttftSecondsOfTurn mean time to first token of a turn, that time included, s
 * @param keptByteSeconds state of a task times the time for which any level keeps it, byte-seconds;
 *     that of running turns is not in it
 * @param tierMovedBytes bytes that a task moves to the level behind device memory and back
 * @param farTierMovedBytes bytes that a task moves to the level behind that and back
 * @param levels levels that are used, device memory included; a level that would slow tasks is not
 */
public record CacheState(
    double inMemory,
    double inTier,
    double inFarTier,
    double memorySeconds,
    double tasksPerSecond,
    double queueSecondsOfTurn,
    double ttftSecondsOfTurn,
    double keptByteSeconds,
    double tierMovedBytes,
    double farTierMovedBytes,
    int levels) {

  /** Share of later turns that find their state on any level. */
  public double found() {
    return inMemory + inTier + inFarTier;
  }

  /** Share of later turns that compute their whole prompt. */
  public double missed() {
    return Math.max(0, 1 - found());
  }
}
