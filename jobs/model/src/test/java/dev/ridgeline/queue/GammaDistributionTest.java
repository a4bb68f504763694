package dev.ridgeline.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gamma distribution, against tables of the distributions that it contains. */
class GammaDistributionTest {

  /**
   * Half a chi-squared value with 2k degrees of freedom has shape k. Values: tables of the
   * chi-squared distribution, such as NIST's Engineering Statistics Handbook, 1.3.6.7.4.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 0.05, 3.841",
    "1, 0.01, 6.635",
    "2, 0.05, 5.991",
    "3, 0.10, 6.251",
    "10, 0.01, 23.209",
    "10, 0.95, 3.940",
    "50, 0.05, 67.505",
    "100, 0.01, 135.807",
    "100, 0.95, 77.929"
  })
  void valuesAreThoseOfTheChiSquaredTables(int degrees, double share, double tabulated) {
    assertThat(2 * new GammaDistribution(degrees / 2.0).valueBelow(share))
        .isCloseTo(tabulated, within(6e-4));
  }

  /** With shape 1 the distribution is exponential: P(X > x) = exp(-x). */
  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 0.3, 1, 5, 40})
  void shapeOneIsExponential(double value) {
    assertThat(new GammaDistribution(1).above(value))
        .isCloseTo(Math.exp(-value), withinPercentage(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.5", "1.6449, 0.05", "2.3263, 0.01", "3.0902, 0.001"})
  void theNormalDistributionIsThatOfTheTables(double value, double above) {
    assertThat(GammaDistribution.normalAbove(value)).isCloseTo(above, withinPercentage(0.03));
  }

  /** Gamma(5) = 4! = 24, and Gamma(1/2) = sqrt(pi). */
  @Test
  void theGammaFunctionIsThatOfFactorials() {
    assertThat(GammaDistribution.logGamma(5)).isCloseTo(Math.log(24), within(1e-12));
    assertThat(GammaDistribution.logGamma(0.5)).isCloseTo(Math.log(Math.PI) / 2, within(1e-12));
    assertThat(GammaDistribution.logGamma(0.25)).isCloseTo(Math.log(3.6256099082), within(1e-10));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.02, 0.2, 0.7, 1, 3, 30, 1e4, 1e6})
  void aValueHasTheShareThatItWasAskedFor(double shape) {
    for (double share : new double[] {0.999, 0.9, 0.5, 0.1, 0.01, 1e-4}) {
      double value = new GammaDistribution(shape).valueBelow(share);
      assertThat(new GammaDistribution(shape).above(value))
          .as("%s above %s", share, value)
          .isCloseTo(share, withinPercentage(1e-3));
    }
  }

  /**
   * For a whole shape n, the share above x is that of fewer than n events where x are expected:
   * {@code exp(-x) (1 + x + ... + x^(n-1) / (n-1)!)}. Far out, the continued fraction gives it.
   */
  @ParameterizedTest
  @CsvSource({"2, 4", "3, 30", "7, 9", "20, 25", "20, 90", "60, 75", "100, 140", "150, 155"})
  void wholeShapesCountEvents(int shape, double value) {
    double term = Math.exp(-value);
    double above = 0;
    for (int events = 0; events < shape; events++) {
      above += term;
      term *= value / (events + 1);
    }
    assertThat(new GammaDistribution(shape).above(value)).isCloseTo(above, withinPercentage(1e-9));
  }
}
