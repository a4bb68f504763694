package dev.ridgeline.deployment;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The plans that a pool remembers by slot, the number of a {@link Load} or {@link Course}. Each
 * variant, such as the same load on better hardware, has slots of its own.
 */
final class Remembered<T> {

  private static final int MOST_VARIANTS = 8;

  private final int slots;
  private final IntFunction<T[]> array;
  private final T[][] variants;

  /**
   * Makes an empty memory.
   *
   * @param slots number of slots; 0 to remember nothing
   * @param array makes an array of values
   * @param arrays makes an array of such arrays
   */
  Remembered(int slots, IntFunction<T[]> array, IntFunction<T[][]> arrays) {
    this.slots = slots;
    this.array = array;
    this.variants = arrays.apply(MOST_VARIANTS);
  }

  /** The value in a slot; null where none was put. */
  @Nullable T at(int variant, int slot) {
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
