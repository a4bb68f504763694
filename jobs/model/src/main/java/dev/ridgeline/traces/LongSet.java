package dev.ridgeline.traces;

import java.util.BitSet;

/**
 * A set of whole numbers. A trace has millions of blocks: most traces number them from 0 on, so
 * that a bit is enough for each. Other numbers take two words each.
 */
final class LongSet {

  private static final int FIRST_SIZE = 1024;

  /** Numbers below it have a bit. */
  private static final long BITS = 1L << 28;

  private final BitSet small = new BitSet();
  private long[] slots = new long[FIRST_SIZE];
  private int size;

  /** Adds a number. Returns whether it is new. */
  boolean add(long number) {
    if (number >= 0 && number < BITS) {
      boolean isNew = !small.get((int) number);
      small.set((int) number);
      return isNew;
    }
    int slot = slot(slots, number);
    if (slots[slot] == number) {
      return false;
    }
    slots[slot] = number;
    size++;
    if (2 * size > slots.length) {
      grow();
    }
    return true;
  }

  boolean contains(long number) {
    if (number >= 0 && number < BITS) {
      return small.get((int) number);
    }
    return slots[slot(slots, number)] == number;
  }

  private void grow() {
    long[] larger = new long[2 * slots.length];
    for (long number : slots) {
      if (number != 0) {
        larger[slot(larger, number)] = number;
      }
    }
    slots = larger;
  }

  /** The slot that has a number, or the free one where it belongs. */
  private static int slot(long[] slots, long number) {
    // Fibonacci hashing: the multiplier is 2^64 over the golden ratio.
    int hash = (int) ((number * 0x9E3779B97F4A7C15L) >>> 33);
    int slot = hash & (slots.length - 1);
    while (slots[slot] != 0 && slots[slot] != number) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }
}
