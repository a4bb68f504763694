package dev.ridgeline.parquet;

import java.util.Arrays;

/** Different numbers of 64 bits in the order in which they came, with their places. */
final class LongDictionary {

  /** A multiplier whose products spread numbers over all high bits: 2^64 over the golden ratio. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private static final int FIRST_SLOTS_LOG = 6;

  private long[] numbers = new long[1 << (FIRST_SLOTS_LOG - 1)];

  /** One more than the place of the number of a slot; 0 where there is none. */
  private int[] slots = new int[1 << FIRST_SLOTS_LOG];

  private int shift = Long.SIZE - FIRST_SLOTS_LOG;
  private int size;

  /** Forgets all numbers. */
  void clear() {
    if (size > 0) {
      Arrays.fill(slots, 0);
      size = 0;
    }
  }

  int size() {
    return size;
  }

  /** The numbers by place, with spare ones behind the {@link #size}. */
  long[] numbers() {
    return numbers;
  }

  /** The place of a number, which is added where it is new. */
  int place(long number) {
    int slot = (int) ((number * SPREAD) >>> shift);
    while (slots[slot] != 0) {
      if (numbers[slots[slot] - 1] == number) {
        return slots[slot] - 1;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    if (size == numbers.length) {
      grow();
      return place(number);
    }
    numbers[size] = number;
    slots[slot] = ++size;
    return size - 1;
  }

  private void grow() {
    numbers = Arrays.copyOf(numbers, 2 * numbers.length);
    slots = new int[2 * slots.length];
    shift--;
    for (int place = 0; place < size; place++) {
      int slot = (int) ((numbers[place] * SPREAD) >>> shift);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = place + 1;
    }
  }
}
