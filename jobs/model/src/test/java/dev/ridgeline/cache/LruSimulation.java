package dev.ridgeline.cache;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * A replica event by event, with none of the formulas that it judges. It has places for a batch, a
 * queue before them, and up to two levels of memory that drop what was used longest ago. Tasks come
 * back after random waits, and each that ends is replaced at once.
 *
 * <p>Engines evict blocks, and those at the end of a state first. So a state may be there in part,
 * and what is lacking is computed.
 */
final class LruSimulation {

  /**
   * A task on a replica.
   *
   * @param places turns that run at once
   * @param turns turns of a task
   * @param firstBytes state after the first turn
   * @param moreBytes state that each later turn adds
   * @param foundSeconds time of a turn that finds its state
   * @param missedSeconds time of a later turn that does not
   * @param readSeconds time of reading a byte from the second level
   * @param median median wait
   * @param mean mean wait, above it
   */
  record Setup(
      int places,
      int turns,
      double firstBytes,
      double moreBytes,
      double foundSeconds,
      double missedSeconds,
      double readSeconds,
      double median,
      double mean) {

    /** The same task for the formulas, with these bytes of memory on each level. */
    CachedTask task(double room, double ofTier) {
      double later = 0;
      double ended = firstBytes + (turns - 1) * moreBytes;
      double foundByteSeconds = foundSeconds * firstBytes;
      double missedByteSeconds = foundSeconds * firstBytes;
      double readBytes = 0;
      double readSquares = 0;
      for (int turn = 1; turn < turns; turn++) {
        double running = firstBytes + turn * moreBytes;
        later += running - moreBytes;
        foundByteSeconds += foundSeconds * running;
        missedByteSeconds += missedSeconds * running;
        readBytes += running - moreBytes;
        readSquares += (running - moreBytes) * running;
      }
      double found = turns * foundSeconds;
      double missed = foundSeconds + (turns - 1) * missedSeconds;
      return new CachedTask(
          turns,
          new WaitTimes(mean, median, 0, 0),
          new CachedTask.Course(found, foundSeconds, found, found / places, foundByteSeconds),
          new CachedTask.Course(missed, foundSeconds, missed, missed / places, missedByteSeconds),
          later,
          ended,
          room,
          new CachedTask.Level(
              ofTier, 1e12, readBytes, readBytes * readSeconds, readSquares * readSeconds),
          CachedTask.Level.NONE);
    }
  }

  /** What came out: shares of later turns that found their state, and tasks a second. */
  record Result(double inMemory, double inTier, double tasksPerSecond) {}

  private record Event(double at, boolean ends, long task, int turn) {}

  private final Setup setup;
  private final double room;
  private final double ofTier;
  private final SplittableRandom random = new SplittableRandom(2601_22001L);
  private final Map<Long, Double> memory = new LinkedHashMap<>();
  private final Map<Long, Double> tier = new LinkedHashMap<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>((a, b) -> Double.compare(a.at(), b.at()));
  private final Deque<Event> queue = new ArrayDeque<>();
  private int free;
  private double active;
  private double inMemory;
  private double inTier;
  private double sumOfMemory;
  private double sumOfTier;
  private double later;
  private boolean counts;

  LruSimulation(Setup setup, double room, double ofTier) {
    this.setup = setup;
    this.room = room;
    this.ofTier = ofTier;
    this.free = setup.places();
  }

  /** Runs tasks, the first third of which is not counted. */
  Result run(int sessions, int tasks) {
    for (long task = 0; task < sessions; task++) {
      events.add(new Event(random.nextDouble() * setup.turns() * setup.mean(), false, task, 0));
    }
    long next = sessions;
    int done = 0;
    double from = 0;
    double now = 0;
    while (done < tasks) {
      Event event = events.remove();
      now = event.at();
      if (event.ends()) {
        free++;
        double bytes = bytes(event.turn());
        active -= bytes;
        memory.put(event.task(), bytes);
        inMemory += bytes;
        evict();
        if (event.turn() == setup.turns() - 1) {
          done++;
          if (done == tasks / 3) {
            counts = true;
            from = now;
          }
          events.add(new Event(now, false, next++, 0));
        } else {
          events.add(new Event(now + drawnWait(), false, event.task(), event.turn() + 1));
        }
      } else {
        queue.add(event);
      }
      while (free > 0 && !queue.isEmpty()) {
        start(queue.remove(), now);
      }
    }
    return new Result(sumOfMemory / later, sumOfTier / later, (done - tasks / 3) / (now - from));
  }

  private double bytes(int turn) {
    return setup.firstBytes() + turn * setup.moreBytes();
  }

  private void start(Event event, double now) {
    free--;
    double seconds = setup.foundSeconds();
    if (event.turn() > 0) {
      double whole = bytes(event.turn() - 1);
      double near = taken(memory, event.task());
      double far = taken(tier, event.task());
      inMemory -= near;
      inTier -= far;
      double missing = 1 - (near + far) / whole;
      seconds += missing * (setup.missedSeconds() - setup.foundSeconds());
      seconds += far * setup.readSeconds();
      if (counts) {
        later++;
        sumOfMemory += near / whole;
        sumOfTier += far / whole;
      }
    }
    active += bytes(event.turn());
    evict();
    events.add(new Event(now + seconds, true, event.task(), event.turn()));
  }

  private static double taken(Map<Long, Double> level, long task) {
    Double bytes = level.remove(task);
    return bytes == null ? 0 : bytes;
  }

  private void evict() {
    double dropped = inMemory + active - room;
    Iterator<Map.Entry<Long, Double>> oldest = memory.entrySet().iterator();
    while (dropped > 0 && oldest.hasNext()) {
      Map.Entry<Long, Double> entry = oldest.next();
      double part = Math.min(dropped, entry.getValue());
      dropped -= part;
      inMemory -= part;
      if (ofTier > 0) {
        tier.merge(entry.getKey(), part, Double::sum);
        inTier += part;
      }
      if (part < entry.getValue()) {
        entry.setValue(entry.getValue() - part);
      } else {
        oldest.remove();
      }
    }
    oldest = tier.entrySet().iterator();
    while (inTier > ofTier && oldest.hasNext()) {
      Map.Entry<Long, Double> entry = oldest.next();
      double part = Math.min(inTier - ofTier, entry.getValue());
      inTier -= part;
      if (part < entry.getValue()) {
        entry.setValue(entry.getValue() - part);
      } else {
        oldest.remove();
      }
    }
  }

  /** A lognormal wait, by the method of Box and Muller. */
  private double drawnWait() {
    double deviate =
        Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
            * Math.cos(2 * Math.PI * random.nextDouble());
    double spread = Math.sqrt(2 * Math.log(setup.mean() / setup.median()));
    return setup.median() * Math.exp(spread * deviate);
  }
}
