package dev.ridgeline.cache;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Tasks with sub-agents on a replica, event by event, with none of the formulas that it judges.
 * Children run at once on top of the context of their parent. That context is one state, which is
 * in use while any of them runs, and may be dropped like any other while all of them wait. The
 * parent goes on when the last one is done.
 */
final class ForkSimulation {

  private static final int KEYS_OF_TASK = 1000;
  private static final int DRAWN = 20_000;

  /**
   * A task on a replica. Turns are numbered from 0.
   *
   * @param places turns that run at once
   * @param turns turns of the parent
   * @param fork turns of the parent before its children begin
   * @param children children in flight at once
   * @param childTurns turns of each
   * @param stepBytes state that a turn of a parent or of a child adds
   * @param firstBytes state after the first turn of the parent
   * @param foundSeconds time of a turn that finds its state
   * @param missedSeconds time of a parent's turn that does not
   * @param childMissedSeconds time of a child's turn that finds the inherited state alone
   * @param prefixSeconds more time where that state is lost, too
   */
  record Setup(
      int places,
      int turns,
      int fork,
      int children,
      int childTurns,
      double stepBytes,
      double firstBytes,
      double foundSeconds,
      double missedSeconds,
      double childMissedSeconds,
      double prefixSeconds,
      double median,
      double mean) {

    double bytes(int turn) {
      return firstBytes + turn * stepBytes;
    }

    /** State that children inherit. */
    double inherited() {
      return bytes(fork - 1);
    }

    /** State of a child's own after a turn. */
    double ownBytes(int turn) {
      return (turn + 1) * stepBytes;
    }

    /** Mean time that the waits of the slowest child take. */
    double slowestSeconds() {
      return slowest(this);
    }

    /** The same task for the formulas, with these bytes of memory. */
    CachedTask task(double room) {
      double waiting = 0;
      double found = foundSeconds;
      double missed = foundSeconds;
      double foundWork = foundSeconds;
      double missedWork = foundSeconds;
      double foundKept = foundSeconds * bytes(0);
      double missedKept = foundKept;
      double first = foundSeconds;
      double slowest = slowestSeconds() - (childTurns - 1) * mean;
      foundKept += slowest * inherited();
      missedKept += slowest * inherited();
      for (int turn = 1; turn < turns; turn++) {
        boolean joins = turn == fork;
        double slow = joins ? foundSeconds : missedSeconds;
        found += foundSeconds;
        missed += slow;
        foundWork += foundSeconds;
        missedWork += slow;
        foundKept += foundSeconds * bytes(turn);
        missedKept += slow * bytes(turn);
        waiting += joins ? 0 : bytes(turn - 1);
        first += joins ? foundSeconds : 0;
      }
      for (int turn = 0; turn < childTurns; turn++) {
        double wait = turn > 0 ? mean : 0;
        double slow = turn > 0 ? childMissedSeconds : foundSeconds;
        found += foundSeconds;
        missed += slow;
        foundWork += children * foundSeconds;
        missedWork += children * slow;
        foundKept += children * foundSeconds * ownBytes(turn);
        missedKept += children * slow * ownBytes(turn);
        foundKept += (wait + foundSeconds) * inherited();
        missedKept += (wait + slow) * inherited();
        waiting += turn > 0 ? children * ownBytes(turn - 1) : 0;
        first += turn == 0 ? foundSeconds : 0;
      }
      return new CachedTask(
          turns + childTurns,
          turns - 2 + childTurns - 1,
          new WaitTimes(mean, median, 0, 0),
          slowest,
          new CachedTask.Course(found, first, found, foundWork / places, foundKept),
          new CachedTask.Course(missed, first, missed, missedWork / places, missedKept),
          waiting,
          bytes(turns - 1) + children * ownBytes(childTurns - 1),
          room,
          CachedTask.Level.NONE,
          CachedTask.Level.NONE);
    }
  }

  /** Mean of the longest sums of the waits of children, drawn. */
  private static double slowest(Setup setup) {
    ForkSimulation drawn = new ForkSimulation(setup, 0);
    double sum = 0;
    for (int family = 0; family < DRAWN; family++) {
      double longest = 0;
      for (int child = 0; child < setup.children(); child++) {
        double own = 0;
        for (int wait = 1; wait < setup.childTurns(); wait++) {
          own += drawn.drawnWait();
        }
        longest = Math.max(longest, own);
      }
      sum += longest;
    }
    return sum / DRAWN;
  }

  /**
   * What came out.
   *
   * @param found share of turns after a wait that found the state of their own
   * @param inherited share of the turns of children that found the inherited state
   */
  record Result(double found, double inherited, double tasksPerSecond) {}

  /** The start or the end of a turn; the child is -1 for the parent. */
  private record Event(double at, boolean ends, long task, int child, int turn) {}

  /** Children of a task in progress. */
  private static final class Family {
    private int left;
    private int running;

    Family(int left) {
      this.left = left;
    }
  }

  private final Setup setup;
  private final double room;
  private final SplittableRandom random = new SplittableRandom(2601_22001L);
  private final Map<Long, Double> memory = new LinkedHashMap<>();
  private final Map<Long, Family> families = new HashMap<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>((a, b) -> Double.compare(a.at(), b.at()));
  private final Deque<Event> queue = new ArrayDeque<>();
  private int free;
  private double active;
  private double inMemory;
  private boolean counts;
  private double later;
  private double found;
  private double ofChildren;
  private double foundInherited;

  ForkSimulation(Setup setup, double room) {
    this.setup = setup;
    this.room = room;
    this.free = setup.places();
  }

  /** Runs tasks, the first third of which is not counted. */
  Result run(int sessions, int tasks) {
    for (long task = 0; task < sessions; task++) {
      double spread = setup.turns() * setup.mean();
      events.add(new Event(random.nextDouble() * spread, false, task, -1, 0));
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
        if (event.child() >= 0) {
          endChild(event, now);
        } else {
          active -= setup.bytes(event.turn());
          keep(key(event.task(), -1), setup.bytes(event.turn()));
          if (event.turn() == setup.turns() - 1) {
            done++;
            if (done == tasks / 3) {
              counts = true;
              from = now;
            }
            events.add(new Event(now, false, next++, -1, 0));
          } else if (event.turn() == setup.fork() - 1) {
            families.put(event.task(), new Family(setup.children()));
            for (int child = 0; child < setup.children(); child++) {
              events.add(new Event(now, false, event.task(), child, 0));
            }
          } else {
            events.add(new Event(now + drawnWait(), false, event.task(), -1, event.turn() + 1));
          }
        }
      } else {
        queue.add(event);
      }
      while (free > 0 && !queue.isEmpty()) {
        start(queue.remove(), now);
      }
    }
    double seconds = now - from;
    return new Result(found / later, foundInherited / ofChildren, (done - tasks / 3) / seconds);
  }

  private void endChild(Event event, double now) {
    Family family = families.get(event.task());
    active -= setup.ownBytes(event.turn());
    family.running--;
    if (family.running == 0) {
      active -= setup.inherited();
      keep(key(event.task(), -1), setup.inherited());
    }
    keep(key(event.task(), event.child()), setup.ownBytes(event.turn()));
    if (event.turn() < setup.childTurns() - 1) {
      events.add(
          new Event(now + drawnWait(), false, event.task(), event.child(), event.turn() + 1));
    } else {
      family.left--;
      if (family.left == 0) {
        families.remove(event.task());
        events.add(new Event(now, false, event.task(), -1, setup.fork()));
      }
    }
  }

  private void start(Event event, double now) {
    free--;
    double seconds = setup.foundSeconds();
    if (event.child() >= 0) {
      Family family = families.get(event.task());
      double share = 1;
      if (family.running == 0) {
        share = taken(key(event.task(), -1)) / setup.inherited();
        active += setup.inherited();
      }
      family.running++;
      seconds += (1 - share) * setup.prefixSeconds();
      if (counts) {
        ofChildren++;
        foundInherited += share;
      }
      if (event.turn() > 0) {
        seconds +=
            missing(event, setup.ownBytes(event.turn() - 1), true, setup.childMissedSeconds());
      }
      active += setup.ownBytes(event.turn());
    } else {
      if (event.turn() > 0) {
        boolean waited = event.turn() != setup.fork();
        seconds += missing(event, setup.bytes(event.turn() - 1), waited, setup.missedSeconds());
      }
      active += setup.bytes(event.turn());
    }
    evict();
    events.add(new Event(now + seconds, true, event.task(), event.child(), event.turn()));
  }

  /** Time that a turn takes longer because part of its own state is lost. */
  private double missing(Event event, double whole, boolean waited, double missedSeconds) {
    double share = taken(key(event.task(), event.child())) / whole;
    if (counts && waited) {
      later++;
      found += share;
    }
    return (1 - share) * (missedSeconds - setup.foundSeconds());
  }

  private static long key(long task, int child) {
    return task * KEYS_OF_TASK + 1 + child;
  }

  private void keep(long key, double bytes) {
    memory.put(key, bytes);
    inMemory += bytes;
    evict();
  }

  private double taken(long key) {
    Double bytes = memory.remove(key);
    inMemory -= bytes == null ? 0 : bytes;
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
