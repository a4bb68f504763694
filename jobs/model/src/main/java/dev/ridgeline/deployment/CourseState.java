package dev.ridgeline.deployment;

import dev.ridgeline.workload.Call;
import dev.ridgeline.workload.Request;

/**
 * The state that the turns of a task keep on one accelerator of a replica, in bytes. It is the same
 * for all batches and under all policies with the same cached tokens.
 *
 * <p>State that others hold for a sequence is left out: that of its parent, or of the tokens that
 * all tasks share.
 */
final class CourseState {

  private final Course course;
  private final Replica replica;
  private final double sharedBytes;
  private final double[] cachedBytes;
  private final double[] promptBytes;
  private final double[] decodingBytes;
  private final double[] inheritedBytes;
  private double peakBytes;
  private double waitingBytes;
  private double waitingByteSeconds;
  private double foundBytes;
  private double movedBytes;

  private CourseState(Course course, Replica replica) {
    int turns = course.turns();
    double shared = course.session().sharedTokens();
    this.course = course;
    this.replica = replica;
    this.sharedBytes = shared > 0 ? replica.stateBytes(shared) - replica.stateBytes(0) : 0;
    this.cachedBytes = new double[turns];
    this.promptBytes = new double[turns];
    this.decodingBytes = new double[turns];
    this.inheritedBytes = new double[turns];
  }

  /** Computes the state of each turn. */
  static CourseState of(Course course, Replica replica) {
    CourseState state = new CourseState(course, replica);
    for (int turn = 0; turn < course.turns(); turn++) {
      state.add(turn);
    }
    return state;
  }

  private void add(int turn) {
    Call call = course.call(turn);
    Request request = call.request();
    int callers = call.callers();
    cachedBytes[turn] = ownBytes(call, request.cachedTokens());
    promptBytes[turn] = ownBytes(call, request.promptTokens());
    decodingBytes[turn] = ownBytes(call, request.promptTokens() + request.outputTokens() / 2);
    if (call.isForked()) {
      inheritedBytes[turn] = replica.stateBytes(call.inheritedTokens()) - sharedBytes;
      reach(inheritedBytes[turn] + callers * ownBytes(call, request.peakContextTokens()));
    } else if (turn + 1 == course.turns()) {
      reach(ownBytes(call, request.peakContextTokens()));
    }
    if (call.comesBack()) {
      double left = ownBytes(call, call.earlierTokens());
      double waited = course.session().workflow().toolWaitSeconds();
      waitingByteSeconds += callers * waited * left;
      waitingBytes += callers * left;
      foundBytes += callers * cachedBytes[turn];
      movedBytes += callers * movedBytes(call, cachedBytes[turn]);
    }
  }

  private void reach(double bytes) {
    peakBytes = Math.max(peakBytes, bytes);
  }

  /** State of a sequence without what others hold for it. */
  private double ownBytes(Call call, double tokens) {
    double ofOthers =
        call.isForked()
            ? replica.stateBytes(call.inheritedTokens()) - replica.stateBytes(0)
            : sharedBytes;
    return replica.stateBytes(tokens) - ofOthers;
  }

  /**
   * State that moves to a tier and back before a turn. What was moved there before stays, and what
   * others hold never goes there.
   */
  private double movedBytes(Call call, double restored) {
    double earlier = call.earlierTokens();
    return restored
        + replica.stateBytes(earlier)
        - replica.stateBytes(Math.max(0, earlier - call.unsavedTokens()))
        + replica.stateBytes(0);
  }

  /** Whether it is that of the turns of another course, with this batch or another. */
  boolean isOf(Course other) {
    return course.hasTurnsOf(other);
  }

  /** State of the tokens that all tasks share, which an accelerator holds once. */
  double sharedBytes() {
    return sharedBytes;
  }

  /** State of the cached tokens of a turn, 0-based. */
  double cachedBytes(int turn) {
    return cachedBytes[turn];
  }

  /** State of the prompt of a turn, 0-based. */
  double promptBytes(int turn) {
    return promptBytes[turn];
  }

  /** Mean state of a turn, 0-based, while it decodes. */
  double decodingBytes(int turn) {
    return decodingBytes[turn];
  }

  /** State that the sub-agents of a turn, 0-based, hold once together; 0 where there are none. */
  double inheritedBytes(int turn) {
    return inheritedBytes[turn];
  }

  /** State that a task holds at most at once, with what tasks share. */
  double peakBytes() {
    return sharedBytes + peakBytes;
  }

  /** State before each turn that follows a wait, summed over them. */
  double waitingBytes() {
    return waitingBytes;
  }

  /** State times the time for which waits would keep it. */
  double waitingByteSeconds() {
    return waitingByteSeconds;
  }

  /** State that a tier gives back if all turns that follow a wait find theirs there. */
  double foundBytes() {
    return foundBytes;
  }

  /** State that moves to a tier and back in all waits. */
  double movedBytes() {
    return movedBytes;
  }

  /** State that the last turns of a task and of its sub-agents leave. */
  double endedBytes() {
    double bytes = 0;
    for (int place = 0; place < course.turns(); place++) {
      Call call = course.call(place);
      boolean isLast = place + 1 == course.turns();
      if (isLast || (call.isForked() && !course.call(place + 1).isForked())) {
        bytes += call.callers() * ownBytes(call, call.request().peakContextTokens());
      }
    }
    return bytes;
  }
}
