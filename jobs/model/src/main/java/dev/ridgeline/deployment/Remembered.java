package dev.ridgeline.deployment;

import java.util.function.IntFunction;

/**
 * What a pool planned before, by slot: the number of a {@link Load} or {@link Course}. Several
 * variants have slots of their own, such as the same on better hardware.
 */
final class Remembered<T> {

  private static final int MOST_VARIANTS = 8;

  private final int slots;
  private final IntFunction<T[]> array;
  private final T[][] variants;

  /**
   * @param slots how many; 0 to remember nothing
   * @param array makes an array
   * @param arrays makes an array of arrays
   */
  Remembered(int slots, IntFunction<T[]> array, IntFunction<T[][]> arrays) {
    this.slots = slots;
    this.array = array;
    this.variants = arrays.apply(MOST_VARIANTS);
  }

  /** What was put there; null where nothing was. */
  T at(int variant, int slot) {
    T[] ofVariant = variants[variant];
    return ofVariant == null || slot < 0 ? null : ofVariant[slot];
  }

  void put(int variant, int slot, T value) {
    if (slots == 0 || slot < 0) {
      return;
    }
    if (variants[variant] == null) {
      variants[variant] = array.apply(slots);
    }
    variants[variant][slot] = value;
  }
}
