package dev.ridgeline.traces;

/** A set of whole numbers in two words each. A trace has millions of blocks. */
final class LongSet {

  private static final int FIRST_SIZE = 1024;

  private long[] slots = new long[FIRST_SIZE];
  private int size;
  private boolean hasZero;

  /** Adds a number. Returns whether it is new. */
  boolean add(long number) {
    if (number == 0) {
      boolean isNew = !hasZero;
      hasZero = true;
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
    return number == 0 ? hasZero : slots[slot(slots, number)] == number;
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
    int slot = (int) ((number * 0x9E3779B97F4A7C15L) >>> 33) & (slots.length - 1);
    while (slots[slot] != 0 && slots[slot] != number) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }
}
