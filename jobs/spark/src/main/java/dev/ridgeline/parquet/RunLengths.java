package dev.ridgeline.parquet;

import java.util.Arrays;

/**
 * Small whole numbers as runs of equal ones, and their bytes in Parquet's hybrid encoding. It holds
 * runs of eight and more as a length and a value, and all others as groups of eight packed numbers.
 * Definition levels and places in dictionaries are written in it.
 */
final class RunLengths {

  private static final int GROUP = 8;

  /** Most groups whose number fits the one byte before them. */
  private static final int MOST_GROUPS = 63;

  private static final int LONGEST_HEADER = 5;

  private int[] values = new int[16];
  private int[] lengths = new int[16];
  private int runs;
  private int count;

  private byte[] bytes = new byte[64];
  private int size;

  // The packed groups that are being written.
  private int header;
  private int groups;
  private int inGroup;
  private long packed;
  private int bits;

  /** Forgets all numbers. */
  void clear() {
    runs = 0;
    count = 0;
  }

  /** Takes the numbers of others in place of its own. */
  void copy(RunLengths others) {
    values = Arrays.copyOf(others.values, Math.max(16, others.runs));
    lengths = Arrays.copyOf(others.lengths, Math.max(16, others.runs));
    runs = others.runs;
    count = others.count;
  }

  /** Adds a number so many times. */
  void add(int value, int times) {
    if (times == 0) {
      return;
    }
    count += times;
    if (runs > 0 && values[runs - 1] == value) {
      lengths[runs - 1] += times;
      return;
    }
    if (runs == values.length) {
      values = Arrays.copyOf(values, 2 * runs);
      lengths = Arrays.copyOf(lengths, 2 * runs);
    }
    values[runs] = value;
    lengths[runs] = times;
    runs++;
  }

  /** Number of runs. */
  int runs() {
    return runs;
  }

  /** Number of numbers. */
  int count() {
    return count;
  }

  int value(int run) {
    return values[run];
  }

  int length(int run) {
    return lengths[run];
  }

  /**
   * Encodes all numbers.
   *
   * @param width bits of a number
   * @return the bytes, with spare ones behind the {@link #size}
   */
  byte[] encode(int width) {
    size = 0;
    beginPacked();
    for (int run = 0; run < runs; run++) {
      int left = lengths[run];
      while (left > 0) {
        if (inGroup == 0 && left >= GROUP) {
          endPacked();
          repeat(values[run], left, width);
          left = 0;
        } else {
          int taken = Math.min(left, GROUP - inGroup);
          pack(values[run], taken, width);
          left -= taken;
        }
      }
    }
    if (inGroup > 0) {
      pack(0, GROUP - inGroup, width);
    }
    endPacked();
    return bytes;
  }

  /** Number of bytes of the last encoding. */
  int size() {
    return size;
  }

  /** Writes a number that is repeated. */
  private void repeat(int value, int times, int width) {
    reserve(LONGEST_HEADER + Integer.BYTES);
    int rest = times << 1;
    while (rest > 0x7f) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    for (int bit = 0; bit < width; bit += Byte.SIZE) {
      bytes[size++] = (byte) (value >>> bit);
    }
  }

  private void beginPacked() {
    header = -1;
    groups = 0;
    inGroup = 0;
    packed = 0;
    bits = 0;
  }

  /** Adds a number to the packed groups some times, at most up to the end of a group. */
  private void pack(int value, int times, int width) {
    reserve(width + 1);
    if (header < 0) {
      header = size++;
    }
    for (int i = 0; i < times; i++) {
      packed |= (long) value << bits;
      bits += width;
      while (bits >= Byte.SIZE) {
        bytes[size++] = (byte) packed;
        packed >>>= Byte.SIZE;
        bits -= Byte.SIZE;
      }
    }
    inGroup += times;
    if (inGroup == GROUP) {
      inGroup = 0;
      groups++;
      if (groups == MOST_GROUPS) {
        endPacked();
      }
    }
  }

  /** Ends packed groups by writing their number before them. */
  private void endPacked() {
    if (header >= 0) {
      bytes[header] = (byte) (groups << 1 | 1);
    }
    beginPacked();
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length + more);
    }
  }
}
