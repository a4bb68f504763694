package dev.ridgeline.deployment;

import org.jspecify.annotations.Nullable;

/**
 * Turns of a task in one pool whose state stays in device memory. No tier behind it changes them,
 * so that pools with other tiers share them. A turn is planned when the first pool asks for it.
 */
final class ResidentTurns {

  private final Replica decode;
  private final @Nullable Turn[] turns;

  /**
   * @param decode replica that decodes
   * @param turns number of turns
   */
  ResidentTurns(Replica decode, int turns) {
    this.decode = decode;
    this.turns = new Turn[turns];
  }

  /** Whether these turns are those of a replica, and not of another one with the same prefill. */
  @SuppressWarnings("ReferenceEquality") // Mixes share the replica itself.
  boolean areOf(Replica replica) {
    return decode == replica;
  }

  /** A turn, 0-based; null where it is not planned yet. */
  @Nullable Turn at(int turn) {
    return turns[turn];
  }

  void put(int place, Turn turn) {
    turns[place] = turn;
  }
}
