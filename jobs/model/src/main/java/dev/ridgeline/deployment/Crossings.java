package dev.ridgeline.deployment;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.workload.Request;

/**
 * The state of a task's turns that crosses the link between two pools, there and back. It is the
 * same for all batches.
 */
final class Crossings {

  private final Course course;
  private final double[] seconds;
  private final double[] prefillReplicaSeconds;
  private final double[] decodeReplicaSeconds;
  private final double[] joules;
  private final double[] returnSeconds;
  private final double[] returnReplicaSeconds;
  private final double[] returnJoules;

  private Crossings(Course course) {
    int turns = course.turns();
    this.course = course;
    this.seconds = new double[turns];
    this.prefillReplicaSeconds = new double[turns];
    this.decodeReplicaSeconds = new double[turns];
    this.joules = new double[turns];
    this.returnSeconds = new double[turns];
    this.returnReplicaSeconds = new double[turns];
    this.returnJoules = new double[turns];
  }

  /**
   * Computes the crossings of each turn.
   *
   * @param channel link between the pools
   * @param prefill replica that prefills
   * @param decode replica that decodes
   */
  static Crossings of(KvChannel channel, Course course, Replica prefill, Replica decode) {
    Crossings crossings = new Crossings(course);
    double linkSeconds = 1 / channel.link().bytesPerSecond();
    double ofPrefillReplica = linkSeconds / prefill.accelerators();
    double ofDecodeReplica = linkSeconds / decode.accelerators();
    for (int i = 0; i < course.turns(); i++) {
      Request request = course.request(i);
      double bytes = channel.bytes(request);
      double returned = i > 0 ? channel.cachedBytes(request) : 0;
      crossings.seconds[i] = channel.seconds(bytes, Speedup.NONE);
      crossings.prefillReplicaSeconds[i] = bytes * ofPrefillReplica;
      crossings.decodeReplicaSeconds[i] = bytes * ofDecodeReplica;
      crossings.joules[i] = channel.joules(bytes);
      crossings.returnSeconds[i] = returned > 0 ? channel.seconds(returned, Speedup.NONE) : 0;
      crossings.returnReplicaSeconds[i] = returned * ofDecodeReplica;
      crossings.returnJoules[i] = channel.joules(returned);
    }
    return crossings;
  }

  /** Whether these are those of the turns of another course, with this batch or another. */
  boolean areOf(Course other) {
    return course.hasTurnsOf(other);
  }

  /** Time in which the state of a request of a turn, 0-based, crosses, in seconds. */
  double seconds(int turn) {
    return seconds[turn];
  }

  /** Time of the links of a replica that prefills for that, in seconds. */
  double prefillReplicaSeconds(int turn) {
    return prefillReplicaSeconds[turn];
  }

  /** Time of the links of a replica that decodes for that, in seconds. */
  double decodeReplicaSeconds(int turn) {
    return decodeReplicaSeconds[turn];
  }

  /** Energy of that, in joules. */
  double joules(int turn) {
    return joules[turn];
  }

  /** Time in which the cached prefix of a turn, 0-based, crosses back, in seconds. */
  double returnSeconds(int turn) {
    return returnSeconds[turn];
  }

  /** Time of the links of a replica that decodes for that, in seconds. */
  double returnReplicaSeconds(int turn) {
    return returnReplicaSeconds[turn];
  }

  /** Energy of that, in joules. */
  double returnJoules(int turn) {
    return returnJoules[turn];
  }
}
