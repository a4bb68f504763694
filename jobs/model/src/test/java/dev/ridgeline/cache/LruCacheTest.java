package dev.ridgeline.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.cache.CachedTask.Course;
import dev.ridgeline.cache.CachedTask.Level;
import dev.ridgeline.cache.LruSimulation.Result;
import dev.ridgeline.cache.LruSimulation.Setup;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A cache that drops what was used longest ago: by hand, by law, and against a simulation. */
class LruCacheTest {

  /** Median 10 s, and the logarithm deviates by 1: the mean is 10 exp(1/2). */
  private static final double MEAN = 10 * Math.exp(0.5);

  private static final WaitTimes WAITS = new WaitTimes(MEAN, 10, 0, 0);

  /** Shares of the normal distribution below -1 and below 1. */
  private static final double BELOW_MINUS_ONE = 0.158655;

  private static final double BELOW_ONE = 0.841345;

  /** Two turns: 10 bytes wait between them, and 15 bytes are left at the end. */
  private static CachedTask twoTurns(double room, Level tier) {
    return new CachedTask(
        2,
        WAITS,
        new Course(4, 1, 2, 1, 8),
        new Course(8, 1, 5, 3, 16),
        10,
        15,
        room,
        tier,
        Level.NONE);
  }

  /**
   * Cell 111. State is kept for 10 s, the median, so half of the tasks find it. A task takes 2 s of
   * the replica, so 0.5 a second complete. Running turns keep 12 byte-seconds of each task. A wait
   * keeps 10 bytes for MEAN x 0.158655 + 10/2 seconds, and the end of a task 15 bytes for 10 s.
   */
  @Test
  void memoryKeepsEveryStateForOneTime() {
    double kept = 10 * (MEAN * BELOW_MINUS_ONE + 5) + 15 * 10;
    CacheState state = new LruCache(twoTurns(0.5 * (12 + kept), Level.NONE)).with(0);
    assertThat(state.inMemory()).as("cell 111: found turns").isCloseTo(0.5, within(0.001));
    assertThat(state.memorySeconds()).as("cell 111: time").isCloseTo(10, within(0.05));
    assertThat(state.tasksPerSecond()).as("cell 111: rate").isCloseTo(0.5, within(0.001));
    assertThat(state.ttftSecondsOfTurn())
        .as("cell 111: 2 s of a task that finds it, 5 s of one that does not")
        .isCloseTo(3.5 / 2, within(0.003));
  }

  /** Cell 112. Three tasks of 6 s and a wait: too few for the replica, so they set the rate. */
  @Test
  void fewSessionsSetTheRate() {
    double rate = 3 / (6 + MEAN);
    double kept = 10 * (MEAN * BELOW_MINUS_ONE + 5) + 15 * 10;
    CacheState state = new LruCache(twoTurns(rate * (12 + kept), Level.NONE)).with(3);
    assertThat(state.inMemory()).as("cell 112: found turns").isCloseTo(0.5, within(0.001));
    assertThat(state.tasksPerSecond()).as("cell 112: rate").isCloseTo(rate, within(0.001));
    assertThat(state.queueSecondsOfTurn()).as("cell 112: queue").isZero();
  }

  /**
   * Cell 113. Twenty tasks: 0.5 a second complete, so each takes 40 s, 17.5 s more than it runs and
   * waits. Both turns queue for half of that, and meanwhile 25 bytes are kept.
   */
  @Test
  void manySessionsWaitForEachOther() {
    double queue = (40 - 6 - MEAN) / 2;
    double kept = 10 * (queue + MEAN * BELOW_MINUS_ONE + 5) + 15 * (queue + 10);
    CacheState state = new LruCache(twoTurns(0.5 * (12 + kept), Level.NONE)).with(20);
    assertThat(state.inMemory()).as("cell 113: found turns").isCloseTo(0.5, within(0.002));
    assertThat(state.queueSecondsOfTurn()).as("cell 113: queue").isCloseTo(queue, within(0.03));
  }

  /**
   * Cell 114. A second level keeps state for 10 e seconds, in which 84 % of tasks come back. They
   * read it in 2 s. The missing 16 % cost 2 s more of the replica than the others.
   */
  @Test
  void aSecondLevelKeepsItLonger() {
    double inTier = BELOW_ONE - 0.5;
    double rate = 1 / (1 + 2 * (1 - BELOW_ONE));
    double active = 8 + 8 * (1 - BELOW_ONE) + inTier * 4;
    double memory = rate * (active + 10 * (MEAN * BELOW_MINUS_ONE + 5) + 15 * 10);
    double longest = 10 * Math.E;
    double both = rate * (active + 10 * (MEAN * 0.5 + longest * (1 - BELOW_ONE)) + 15 * longest);
    Level tier = new Level(both - memory, 1000, 8, 2, 4);
    CacheState state = new LruCache(twoTurns(memory, tier)).with(0);
    assertThat(state.inMemory()).as("cell 114: in memory").isCloseTo(0.5, within(0.003));
    assertThat(state.inTier()).as("cell 114: in the tier").isCloseTo(inTier, within(0.003));
    assertThat(state.tasksPerSecond()).as("cell 114: rate").isCloseTo(rate, within(0.003));
    assertThat(state.tierMovedBytes())
        .as("cell 114: 15 bytes at the end, half of 10 evicted, and 8 read by those who find them")
        .isCloseTo(15 + 5 + inTier * 8, within(0.05));
  }

  /** A median and percentiles bend the distribution, whose mean stays. */
  @Test
  void waitsKeepTheirPercentilesAndTheirMean() {
    WaitTimes waits = new WaitTimes(30, 7, 40, 200);
    assertThat(share(waits, 7)).isCloseTo(0.5, within(0.02));
    assertThat(share(waits, 40)).isCloseTo(0.9, within(0.01));
    assertThat(share(waits, 200)).isCloseTo(0.99, within(0.003));
    assertThat(waits.keptSeconds(WaitTimes.last())).isCloseTo(30, within(1e-9));
  }

  private static double share(WaitTimes waits, double seconds) {
    return waits.share(waits.position(0, 1, seconds));
  }

  static Stream<CachedTask> tasks() {
    SplittableRandom random = new SplittableRandom(2601_22001L);
    return Stream.generate(() -> task(random)).limit(60);
  }

  private static CachedTask task(SplittableRandom random) {
    int turns = 2 + random.nextInt(30);
    double state = turns * (1 + random.nextDouble());
    double found = turns * (0.5 + random.nextDouble());
    double missed = found * (1 + 5 * random.nextDouble());
    double places = 1 + random.nextInt(64);
    double mean = 1 + 30 * random.nextDouble();
    return new CachedTask(
        turns,
        new WaitTimes(mean, mean * (0.05 + 0.9 * random.nextDouble()), 0, 0),
        new Course(found, 0.3, found / 3, found / places, state / turns * found),
        new Course(missed, 0.3, missed / 3, missed / places, state / turns * missed),
        state,
        3,
        places * 2 * (1 + 9 * random.nextDouble()),
        Level.NONE,
        Level.NONE);
  }

  private static CachedTask with(CachedTask task, double room, Level tier) {
    return new CachedTask(
        task.turns(),
        task.waits(),
        task.found(),
        task.missed(),
        task.waitingBytes(),
        task.endedBytes(),
        room,
        tier,
        Level.NONE);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void moreMemoryFindsMoreAndMoreSessionsFindLess(CachedTask task) {
    LruCache cache = new LruCache(task);
    LruCache larger = new LruCache(with(task, 1.3 * task.roomBytes(), Level.NONE));
    double before = 1;
    for (int sessions = 2; sessions < 2000; sessions *= 2) {
      CacheState state = cache.with(sessions);
      assertThat(larger.with(sessions).found())
          .as("law: hit rate grows with memory")
          .isGreaterThanOrEqualTo(state.found() - 1e-3);
      assertThat(state.found())
          .as("law: hit rate falls with sessions")
          .isLessThanOrEqualTo(before + 1e-3);
      double missed = state.missed();
      double run =
          task.found().runSeconds()
              + missed * (task.missed().runSeconds() - task.found().runSeconds());
      double latency = run + task.waitSeconds() + task.turns() * state.queueSecondsOfTurn();
      assertThat(state.tasksPerSecond() * latency)
          .as("law: rate times latency is the number of sessions")
          .isCloseTo(sessions, Percentage.withPercentage(1e-6));
      before = state.found();
    }
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void aFreeLevelNeverSlowsTasks(CachedTask task) {
    CacheState alone = new LruCache(task).with(0);
    for (double seconds : new double[] {0.01, 10}) {
      Level tier =
          new Level(
              10 * task.roomBytes(),
              task.waitingBytes() / seconds,
              task.waitingBytes(),
              seconds,
              seconds * task.waitingBytes() / task.turns());
      CacheState both = new LruCache(with(task, task.roomBytes(), tier)).with(0);
      assertThat(both.tasksPerSecond())
          .as("law: rate with a level that costs nothing")
          .isGreaterThanOrEqualTo(alone.tasksPerSecond());
    }
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void aLoneSessionFindsItsState(CachedTask task) {
    CacheState state = new LruCache(with(task, 1000 * task.roomBytes(), Level.NONE)).with(1);
    assertThat(state.found()).as("law: few sessions are held").isCloseTo(1, within(0.01));
    assertThat(state.tasksPerSecond())
        .as("law: rate of a session")
        .isCloseTo(
            1 / (task.found().runSeconds() + task.waitSeconds()), Percentage.withPercentage(2));
  }

  /** Sixteen places, ten turns of 4 s, or 12 s where all is computed again. */
  private static Setup setup(double median, double mean) {
    return new Setup(16, 10, 1, 0.3, 4, 12, 0.2, median, mean);
  }

  @ParameterizedTest
  @CsvSource({
    "5, 20, 150, 0, 32", "5, 20, 150, 0, 64", "5, 20, 150, 0, 80", "5, 20, 150, 0, 140",
    "5, 8, 300, 0, 64", "5, 8, 300, 0, 110", "5, 30, 400, 0, 100", "5, 30, 400, 0, 150",
    "5, 20, 100, 150, 48", "5, 20, 100, 150, 64", "5, 30, 150, 300, 100", "5, 20, 100, 150, 200",
  })
  void aSimulationFindsAsMuch(
      double median, double mean, double room, double ofTier, int sessions) {
    Setup setup = setup(median, mean);
    CacheState state = new LruCache(setup.task(room, ofTier)).with(sessions);
    Result simulated = new LruSimulation(setup, room, ofTier).run(sessions, 3000);
    assertThat(state.inMemory()).as("in memory").isCloseTo(simulated.inMemory(), within(0.03));
    assertThat(state.inTier()).as("in the tier").isCloseTo(simulated.inTier(), within(0.03));
    assertThat(state.tasksPerSecond())
        .as("tasks a second")
        .isCloseTo(simulated.tasksPerSecond(), Percentage.withPercentage(5));
  }

  /**
   * Six turns of a parent, after three of which children begin, of four turns each. A turn takes 4
   * s, or 12 s and 6 s where a parent and a child compute all again.
   */
  private static ForkSimulation.Setup forked(int children) {
    return new ForkSimulation.Setup(16, 6, 3, children, 4, 0.3, 2, 4, 12, 6, 6, 5, 12);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 200, 10",
    "3, 200, 24",
    "3, 200, 30",
    "3, 120, 20",
    "6, 200, 20",
    "6, 120, 14",
    "2, 120, 20"
  })
  void aSimulationOfSubAgentsFindsAsMuch(int children, double room, int sessions) {
    ForkSimulation.Setup setup = forked(children);
    CacheState state = new LruCache(setup.task(room)).with(sessions);
    ForkSimulation.Result simulated = new ForkSimulation(setup, room).run(sessions, 1500);
    assertThat(state.found()).as("found turns").isCloseTo(simulated.found(), within(0.03));
    assertThat(simulated.inherited()).as("inherited state in use").isGreaterThan(0.97);
    assertThat(state.tasksPerSecond())
        .as("tasks a second")
        .isCloseTo(simulated.tasksPerSecond(), Percentage.withPercentage(10));
  }

  /** The slowest of children by a formula, and drawn. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 6, 30})
  void theSlowestChildIsThatOfDraws(int children) {
    WaitTimes waits = new WaitTimes(12, 5, 0, 0);
    assertThat(waits.slowestSeconds(children, 3))
        .isCloseTo(forked(children).slowestSeconds(), Percentage.withPercentage(6));
    assertThat(waits.slowestSeconds(1, 3)).as("mean of one").isEqualTo(36);
  }

  /** The knee is where half of the turns find their state: past it nearly none do. */
  @ParameterizedTest
  @CsvSource({"5, 20, 150, 0", "5, 8, 300, 0", "5, 30, 400, 0", "5, 20, 100, 150"})
  void theKneeIsThatOfASimulation(double median, double mean, double room, double ofTier) {
    Setup setup = setup(median, mean);
    LruCache cache = new LruCache(setup.task(room, ofTier));
    int knee = 1;
    while (cache.with(knee).found() > 0.5) {
      knee++;
    }
    assertThat(found(setup, room, ofTier, (int) Math.floor(0.9 * knee)))
        .as("10 %% before the knee at %s sessions", knee)
        .isGreaterThan(0.5);
    assertThat(found(setup, room, ofTier, (int) Math.ceil(1.1 * knee)))
        .as("10 %% past the knee at %s sessions", knee)
        .isLessThan(0.5);
  }

  private static double found(Setup setup, double room, double ofTier, int sessions) {
    Result result = new LruSimulation(setup, room, ofTier).run(sessions, 1500);
    return result.inMemory() + result.inTier();
  }
}
