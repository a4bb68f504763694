package dev.ridgeline.deployment;

/**
 * Latency, time and energy of one turn of a task.
 *
 * @param ttftSeconds time to first token
 * @param tpotSeconds time per output token
 * @param replicaSeconds time of a decode replica that its request takes
 * @param prefillReplicaSeconds time of a prefill replica that its request takes, with its share of
 *     the time in which the replica is idle; 0 where colocated
 * @param prefillServiceSeconds time of a replica's prefill that its request takes, without time in
 *     which prefill is idle
 * @param joules energy of its request, without idle power
 * @param returnSeconds time in which its cached prefix crosses from the pool that keeps it to the
 *     one that prefills; 0 where colocated
 * @param returnReplicaSeconds time of a decode replica's link for that
 * @param returnJoules energy of that
 */
record Turn(
    double ttftSeconds,
    double tpotSeconds,
    double replicaSeconds,
    double prefillReplicaSeconds,
    double prefillServiceSeconds,
    double joules,
    double returnSeconds,
    double returnReplicaSeconds,
    double returnJoules) {

  /** A turn whose prefix is where it is needed. */
  Turn(
      double ttftSeconds,
      double tpotSeconds,
      double replicaSeconds,
      double prefillReplicaSeconds,
      double prefillServiceSeconds,
      double joules) {
    this(
        ttftSeconds,
        tpotSeconds,
        replicaSeconds,
        prefillReplicaSeconds,
        prefillServiceSeconds,
        joules,
        0,
        0,
        0);
  }
}
