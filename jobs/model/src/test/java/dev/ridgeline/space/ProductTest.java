package dev.ridgeline.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** Combinations are counted, not made. */
class ProductTest {

  @Test
  void theCountIsExactBeyondALong() {
    Product product = Product.of(2_000_000_000, 2_000_000_000, 2_000_000_000);
    assertThat(product.count()).isEqualTo(new BigInteger("8000000000000000000000000000"));
  }

  @Test
  void oneEmptyListLeavesNoCombination() {
    assertThat(Product.of(3, 0, 4).count()).isEqualTo(BigInteger.ZERO);
  }

  @Test
  void itIsWrittenWithoutFactorsOfOne() {
    assertThat(Product.of(34, 1, 12)).hasToString("34 x 12");
    assertThat(Product.of(1, 1)).hasToString("1");
  }
}
