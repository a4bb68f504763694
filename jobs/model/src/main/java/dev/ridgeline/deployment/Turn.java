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
 */
record Turn(
    double ttftSeconds,
    double tpotSeconds,
    double replicaSeconds,
    double prefillReplicaSeconds,
    double prefillServiceSeconds,
    double joules) {}
