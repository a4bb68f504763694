package dev.ridgeline.deployment;

/**
 * What a turn of a task takes of a deployment.
 *
 * @param ttftSeconds time to first token
 * @param tpotSeconds time per output token
 * @param replicaSeconds time of a decode replica that its request takes
 * @param prefillReplicaSeconds time of a prefill replica that its request takes; 0 where one pool
 *     does both
 * @param joules energy of its request, without idling
 */
record Turn(
    double ttftSeconds,
    double tpotSeconds,
    double replicaSeconds,
    double prefillReplicaSeconds,
    double joules) {}
