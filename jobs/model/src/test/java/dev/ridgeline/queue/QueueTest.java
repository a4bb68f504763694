package dev.ridgeline.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How often and how long customers wait before servers. */
class QueueTest {

  /** With one server, a customer waits exactly when that server is busy. */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.7, 0.99})
  void oneServerIsBusyForItsUtilization(double utilization) {
    assertThat(ErlangC.waitProbability(1, utilization)).isCloseTo(utilization, within(1e-15));
  }

  /**
   * Eight servers with 5.6 of them busy: {@code C = t / (s + t)}, with t = 5.6^8/8! / (1 - 0.7) and
   * s the sum of 5.6^k/k! for k = 0 to 7.
   */
  @Test
  void eightServersByHand() {
    double states =
        1
            + 5.6
            + 5.6 * 5.6 / 2
            + Math.pow(5.6, 3) / 6
            + Math.pow(5.6, 4) / 24
            + Math.pow(5.6, 5) / 120
            + Math.pow(5.6, 6) / 720
            + Math.pow(5.6, 7) / 5040;
    double waiting = Math.pow(5.6, 8) / 40320 / (1 - 0.7);
    double byHand = waiting / (states + waiting);
    assertThat(byHand).isCloseTo(0.2706, within(5e-5));
    assertThat(ErlangC.waitProbability(8, 0.7)).isCloseTo(byHand, within(1e-14));
  }

  /** Mean wait of eight exponential servers: C S / (c (1 - u)) = 0.2706 x 2 s / (8 x 0.3). */
  @Test
  void theMeanWaitOfEightServersByHand() {
    Wait wait = new Queue(8, 2, 1, 1).waitAt(0.7).orElseThrow();
    assertThat(wait.meanSeconds()).isCloseTo(0.2706 * 2 / (8 * 0.3), withinPercentage(0.05));
  }

  /** M/M/1: P(W > t) = u exp(-(1 - u) t / S), of which all else follows. */
  @ParameterizedTest
  @CsvSource({"0.3, 1", "0.5, 0.02", "0.7, 4", "0.85, 0.4", "0.99, 1"})
  void exponentialServiceOfOneServerIsExact(double utilization, double seconds) {
    Wait wait = new Queue(1, seconds, 1, 1).waitAt(utilization).orElseThrow();
    double rest = (1 - utilization) / seconds;
    assertThat(wait.meanSeconds()).isCloseTo(utilization / rest, withinPercentage(1e-9));
    assertThat(wait.variance())
        .isCloseTo(utilization * (2 - utilization) / (rest * rest), withinPercentage(1e-9));
    for (double share : new double[] {0.5, 0.9, 0.99}) {
      double exact = Math.max(0, Math.log(utilization / (1 - share)) / rest);
      assertThat(wait.percentileSeconds(share)).isCloseTo(exact, within(1e-7 / rest));
    }
    assertThat(wait.longerThan(2 / rest))
        .isCloseTo(utilization * Math.exp(-2), withinPercentage(1e-9));
  }

  /** M/D/1 by Pollaczek and Khinchine: mean u S / (2 (1 - u)); u = 0.5 gives half a service. */
  @Test
  void equalServiceHalvesTheMeanWait() {
    Wait wait = new Queue(1, 3, 0, 1).waitAt(0.5).orElseThrow();
    assertThat(wait.probability()).isEqualTo(0.5);
    assertThat(wait.meanSeconds()).isCloseTo(1.5, within(1e-12));
  }

  /** A rate of 0.25/s with services of 2 s keeps one server busy for half of its time. */
  @Test
  void aRateIsAUtilization() {
    Queue queue = new Queue(1, 2, 1, 1);
    assertThat(queue.utilization(0.25)).isEqualTo(0.5);
    assertThat(queue.waitOf(0.25)).isEqualTo(queue.waitAt(0.5));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5, Double.POSITIVE_INFINITY, Double.NaN})
  void serversWithoutTimeToSpareHaveNoWait(double utilization) {
    assertThat(new Queue(8, 1, 0, 1).waitAt(utilization)).isEmpty();
  }

  @Test
  void anEmptyQueueHasNoWait() {
    assertThat(new Queue(4, 1, 0.5, 4).waitAt(0)).contains(Wait.NONE);
    assertThat(Wait.NONE.percentileSeconds(0.99)).isZero();
    assertThat(Wait.NONE.longerThan(0)).isZero();
  }

  /** Regular arrivals of equal services never meet a busy server. */
  @Test
  void nobodyWaitsWhereNothingVaries() {
    assertThat(new Queue(1, 1, 0, 0).waitAt(0.9)).contains(Wait.NONE);
    assertThat(new Queue(8, 1, 0, 0).waitAt(0.9)).contains(Wait.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 0.9",
    "10000, 0.99",
    "100000000, 0.9",
    "100000000, 0.999999",
    "1e300, 0.99999"
  })
  void thousandsOfServersStayFinite(double servers, double utilization) {
    Wait wait = new Queue(servers, 30, 0.5, 4).waitAt(utilization).orElseThrow();
    assertThat(wait.probability()).isBetween(0.0, 1.0);
    assertThat(wait.percentileSeconds(0.99)).isBetween(0.0, 30.0);
  }

  /**
   * Many servers near saturation, by Halfin and Whitt (1981): with (1 - u) sqrt(c) = 1 the
   * probability to wait is 1 / (1 + sqrt(2 pi) F(1) e^(1/2)) = 0.2234, F the normal distribution.
   */
  @Test
  void manyServersFollowTheLawOfHalfinAndWhitt() {
    double limit = 1 / (1 + Math.sqrt(2 * Math.PI) * 0.841345 * Math.exp(0.5));
    assertThat(ErlangC.waitProbability(1e6, 1 - 1e-3)).isCloseTo(limit, withinPercentage(0.2));
    assertThat(ErlangC.waitProbability(4e6, 1 - 0.5e-3)).isCloseTo(limit, withinPercentage(1e-3));
  }

  static Stream<? extends RandomGenerator> seeds() {
    return new SplittableRandom(20261126).splits(200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void waitsGrowWithLoadAndVariationAndFallWithServers(RandomGenerator random) {
    double servers = Math.floor(Math.pow(2, random.nextDouble(0, 8)));
    double service = Math.pow(10, random.nextDouble(-3, 2));
    double ofService = random.nextDouble(0, 3);
    double ofArrivals = random.nextDouble(1, 6);
    double load = random.nextDouble(0.05, 0.95);
    Queue queue = new Queue(servers, service, ofService, ofArrivals);
    double mean = queue.waitAt(load).orElseThrow().meanSeconds();
    assertThat(queue.waitAt(load * 1.02).orElseThrow().meanSeconds()).isGreaterThanOrEqualTo(mean);
    assertThat(mean(new Queue(servers, service, ofService + 0.1, ofArrivals), load))
        .isGreaterThanOrEqualTo(mean);
    assertThat(mean(new Queue(servers, service, ofService, ofArrivals + 0.1), load))
        .isGreaterThanOrEqualTo(mean);
    assertThat(mean(new Queue(2 * servers, service, ofService, ofArrivals), load))
        .isLessThanOrEqualTo(mean);
    assertThat(mean(new Queue(servers, 2 * service, ofService, ofArrivals), load))
        .isCloseTo(2 * mean, withinPercentage(1e-9));
  }

  private static double mean(Queue queue, double load) {
    return queue.waitAt(load).orElseThrow().meanSeconds();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void percentilesRiseAndAgreeWithTheirProbabilities(RandomGenerator random) {
    Queue queue =
        new Queue(
            1 + random.nextInt(64),
            random.nextDouble(0.01, 10),
            random.nextDouble(0, 4),
            random.nextDouble(0.2, 5));
    Wait wait = queue.waitAt(random.nextDouble(0.3, 0.98)).orElseThrow();
    Wait sum = wait.times(1 + random.nextInt(30));
    for (Wait one : new Wait[] {wait, sum, wait.plus(sum)}) {
      double before = 0;
      for (double share : new double[] {0.5, 0.9, 0.99, 0.999}) {
        double seconds = one.percentileSeconds(share);
        assertThat(seconds).isGreaterThanOrEqualTo(before);
        assertThat(one.longerThan(seconds))
            .isCloseTo(Math.min(one.probability(), 1 - share), withinPercentage(1e-4));
        before = seconds;
      }
    }
  }

  /** Two independent waits add their means and variances; nobody waits who waits in neither. */
  @Test
  void independentWaitsAdd() {
    Wait sum = new Wait(0.5, 2, 9).plus(new Wait(0.2, 1, 4));
    assertThat(sum).isEqualTo(new Wait(1 - 0.5 * 0.8, 3, 13));
    assertThat(new Wait(0.5, 2, 9).plus(Wait.NONE)).isEqualTo(new Wait(0.5, 2, 9));
    assertThat(new Wait(0.5, 2, 9).times(3)).isEqualTo(new Wait(0.875, 6, 27));
  }

  /** Of 100 customers 60 do not wait, so the median wait is 0. */
  @Test
  void thePercentileOfThoseWhoDoNotWaitIsZero() {
    Wait wait = new Wait(0.4, 1, 3);
    assertThat(wait.percentileSeconds(0.5)).isZero();
    assertThat(wait.percentileSeconds(0.6)).isZero();
    assertThat(wait.percentileSeconds(0.61)).isPositive();
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Queue(0, 1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Queue(1, 0, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Queue(1, 1, -1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Queue(1, 1, 0, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Wait(1.5, 1, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
