package dev.ridgeline.space;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A number of combinations, counted before any of them is made.
 *
 * @param factors numbers of values that are combined
 */
public record Product(List<Integer> factors) {

  public Product {
    factors = List.copyOf(factors);
  }

  /** The number of combinations of these numbers of values. */
  public static Product of(int... factors) {
    return new Product(IntStream.of(factors).boxed().toList());
  }

  /** The exact number of combinations. */
  public BigInteger count() {
    return factors.stream().map(BigInteger::valueOf).reduce(BigInteger.ONE, BigInteger::multiply);
  }

  /** The factors above 1, as in "34 x 12", or the only number. */
  @Override
  public String toString() {
    String all =
        factors.stream()
            .filter(factor -> factor != 1)
            .map(String::valueOf)
            .collect(Collectors.joining(" x "));
    return all.isEmpty() ? "1" : all;
  }
}
