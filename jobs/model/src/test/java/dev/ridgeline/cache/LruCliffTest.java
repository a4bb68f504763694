package dev.ridgeline.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.cache.CachedTask.Course;
import dev.ridgeline.cache.CachedTask.Level;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/**
 * The cliff of a cache, past which nearly nothing is found: where the search of {@link LruCache}
 * sees it, judged by a scan of all times in steps that are fifty times as fine.
 */
class LruCliffTest {

  private static final double STEP = 0.25;
  private static final int TASKS = 300;

  /** Share of the sessions at the cliff within which it is found. */
  private static final double NEAR = 0.03;

  /** Tasks of seconds to hours, with waits of every spread, on replicas of any size. */
  private static CachedTask task(SplittableRandom random) {
    int turns = 2 + random.nextInt(60);
    double state = turns * (1 + random.nextDouble());
    double found = turns * Math.exp(4 * random.nextDouble() - 3);
    double missed = found * (1 + Math.exp(6 * random.nextDouble() - 2));
    double places = 1 + random.nextInt(256);
    double mean = Math.exp(9 * random.nextDouble() - 2);
    double ended = state / turns * 2 * random.nextDouble();
    double room = places * 2 * Math.exp(5 * random.nextDouble() - 1);
    double kind = random.nextDouble();
    WaitTimes waits =
        kind < 0.5
            ? new WaitTimes(mean, mean * (0.01 + 0.98 * random.nextDouble()), 0, 0)
            : kind < 0.6
                ? new WaitTimes(mean, 0, 0, 0)
                : new WaitTimes(
                    mean,
                    mean * (0.05 + 0.5 * random.nextDouble()),
                    mean * (0.6 + 2 * random.nextDouble()),
                    mean * (3 + 5 * random.nextDouble()));
    return new CachedTask(
        turns,
        waits,
        course(found, places, state / turns),
        course(missed, places, state / turns),
        state,
        ended,
        room,
        Level.NONE,
        Level.NONE);
  }

  private static Course course(double seconds, double places, double bytes) {
    return new Course(seconds, 0.05 * seconds, seconds / 3, seconds / places, bytes * seconds);
  }

  /** Time to first token of a turn at the longest time for which the memory is enough. */
  private static double ttftSeconds(CachedTask task, double sessions) {
    for (double position = WaitTimes.last(); position > 0; position -= STEP) {
      Steady steady = new Steady(task, position, sessions);
      if (steady.bytes <= task.roomBytes()) {
        return steady.ttftSeconds;
      }
    }
    return new Steady(task, -1, sessions).ttftSeconds;
  }

  /** The equations of a cache of one level, at one time for which it keeps states. */
  private static final class Steady {

    private final double bytes;
    private final double ttftSeconds;

    Steady(CachedTask task, double position, double sessions) {
      double missed = 1 - task.waits().share(position);
      double active = of(task.found().byteSeconds(), task.missed().byteSeconds(), missed);
      double usage = of(task.found().replicaSeconds(), task.missed().replicaSeconds(), missed);
      double run = of(task.found().runSeconds(), task.missed().runSeconds(), missed);
      double latency = run + task.waitSeconds();
      double seconds = Math.max(usage, active / task.roomBytes());
      double rate = Math.min(sessions / latency, 1 / seconds);
      double queue = Math.max(0, (sessions / rate - latency) / task.turns());
      double kept =
          task.waitingBytes() * (queue + task.waits().keptSeconds(position))
              + task.endedBytes() * (queue + task.waits().seconds(position));
      this.bytes = rate * (active + kept);
      this.ttftSeconds = task.ttftOfTurn(1 - missed, 0, 0) + queue;
    }

    private static double of(double found, double missed, double share) {
      return found + share * (missed - found);
    }
  }

  private static double mostSessions(CachedTask task, double ttftSeconds) {
    double low = 1;
    double high = 2;
    while (ttftSeconds(task, high) <= ttftSeconds) {
      low = high;
      high *= 2;
    }
    while (high - low > 1) {
      double middle = Math.floor((low + high) / 2);
      if (ttftSeconds(task, middle) <= ttftSeconds) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Test
  void theMostSessionsAreThoseOfAFineScan() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < TASKS; i++) {
      CachedTask task = task(random);
      LruCache cache = new LruCache(task);
      double target = 4 * cache.with(1).ttftSecondsOfTurn();
      double fine = mostSessions(task, target);
      double most = cache.mostSessions(target);
      assertThat(Math.abs(most - fine))
          .as("task %s: %s sessions, by a fine scan %s", i, most, fine)
          .isLessThanOrEqualTo(Math.max(1, NEAR * fine));
    }
  }

  /** Cliffs that are narrower than the strides of the search: found just before they end. */
  @Test
  void aNarrowValleyIsFound() {
    SplittableRandom random = new SplittableRandom(7);
    int seen = 0;
    for (int i = 0; i < TASKS; i++) {
      CachedTask task = task(random);
      if (i == 17 || i == 227 || i == 274) {
        double sessions = i == 17 ? 884 : i == 227 ? 378 : 7941;
        assertThat(new LruCache(task).with(sessions).ttftSecondsOfTurn())
            .as("task %s: not the minutes past the cliff", i)
            .isCloseTo(ttftSeconds(task, sessions), Percentage.withPercentage(2));
        seen++;
      }
    }
    assertThat(seen).isEqualTo(3);
  }
}
