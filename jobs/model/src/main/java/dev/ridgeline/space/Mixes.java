package dev.ridgeline.space;

import dev.ridgeline.deployment.HardwareMix;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The hardware mixes of a sweep: those of several products, one product after the other. A mix is
 * made when it is asked for, so the list grows with the sides of pairs, and not with the pairs.
 * Questions about many mixes go by {@link #products}, or by the parts that they depend on.
 */
public final class Mixes extends AbstractList<HardwareMix> implements RandomAccess, Serializable {

  private static final long serialVersionUID = 1L;

  private final List<MixProduct> products;

  /** Position of the first mix of each product, and at the end the number of mixes. */
  private final int[] firsts;

  private Mixes(List<MixProduct> products) {
    this.products = List.copyOf(products);
    this.firsts = new int[products.size() + 1];
    for (int i = 0; i < products.size(); i++) {
      firsts[i + 1] = Math.addExact(firsts[i], products.get(i).size());
    }
  }

  /**
   * The mixes of products.
   *
   * @throws ArithmeticException where an {@code int} cannot count them
   */
  static Mixes ofProducts(List<MixProduct> products) {
    return new Mixes(products.stream().filter(one -> one.product().count().signum() > 0).toList());
  }

  /** These mixes, which are made already. */
  static Mixes of(Collection<HardwareMix> mixes) {
    return mixes instanceof Mixes known
        ? known
        : new Mixes(mixes.stream().map(MixProduct::of).toList());
  }

  @Override
  public HardwareMix get(int position) {
    Objects.checkIndex(position, size());
    int product = productAt(position);
    return products.get(product).mix(position - firsts[product]);
  }

  @Override
  public int size() {
    return firsts[firsts.length - 1];
  }

  /** The products in the order of their mixes; none is empty. */
  public List<MixProduct> products() {
    return products;
  }

  /** Position of the first mix of a product. */
  public int first(int product) {
    return firsts[product];
  }

  /** Ranges of positions whose products pass a test, each from its first to behind its last. */
  public int[][] ranges(Predicate<MixProduct> test) {
    List<int[]> ranges = new ArrayList<>();
    for (int i = 0; i < products.size(); i++) {
      if (test.test(products.get(i))) {
        int[] last = ranges.isEmpty() ? new int[] {0, -1} : ranges.get(ranges.size() - 1);
        if (last[1] == firsts[i]) {
          last[1] = firsts[i + 1];
        } else {
          ranges.add(new int[] {firsts[i], firsts[i + 1]});
        }
      }
    }
    return ranges.toArray(int[][]::new);
  }

  /** The first position of the same product whose mix has the same parts, of those in a set. */
  public int firstWith(Set<MixPart> parts, int position) {
    int product = productAt(position);
    return firsts[product] + products.get(product).firstWith(parts, position - firsts[product]);
  }

  /** All positions that {@link #firstWith} returns, in rising order. */
  public IntStream firstsWith(Set<MixPart> parts) {
    return IntStream.range(0, products.size())
        .flatMap(
            product ->
                products.get(product).firstsWith(parts).map(place -> firsts[product] + place));
  }

  private int productAt(int position) {
    int found = Arrays.binarySearch(firsts, position);
    return found >= 0 ? found : -found - 2;
  }
}
