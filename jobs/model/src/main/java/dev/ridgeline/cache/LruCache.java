package dev.ridgeline.cache;

import org.jspecify.annotations.Nullable;

/**
 * The state of tasks in levels of memory that evict what was used longest ago (LRU), as engines do.
 * It computes how many turns find their state, and the rate that follows.
 *
 * <p>By Che's approximation (Che, Tung, Wang 2002, "Hierarchical web caching systems", IEEE JSAC
 * 20(7)) a level keeps each state for one and the same time T after its last use. Tasks complete at
 * a rate x. Before each later turn a state of s bytes waits for w + q seconds: w for a tool, and q
 * for a place in the batch. The state of a task that has ended stays for T, since no engine knows
 * that it has ended. Running turns take their room first. So T of the first k levels solves
 *
 * <pre>{@code
 * x (running byte-seconds + sum of s E[min(w + q, T)] + last s T) = bytes of the k levels
 * }</pre>
 *
 * <p>and the share {@code P(w < T - q)} of turns finds its state in them. An evicted state moves to
 * the next level; one that is found moves back. The rest computes its whole prompt, which takes
 * time from all. With N tasks in progress of latency L without a queue, and d seconds of a replica
 * each,
 *
 * <pre>{@code
 * x = min(N / L, 1 / d)      q = (N / x - L) / turns
 * }</pre>
 *
 * <p>Both sides depend on the share of found turns: a fixed point. It is sought over the time T of
 * the last level. Where there are several, as heavily loaded caches have, it is the one with the
 * most found turns.
 *
 * <p>Not for use by several threads at once.
 */
public final class LruCache {

  /** As many tasks as keep the batch of a replica running. */
  public static final double AS_MANY_AS_RUN = 0;

  /** Rows between those at which fixed points are looked for. */
  private static final int STRIDE = 12;

  /** Most positions that are looked at in a valley, and its width in rows up to which they are. */
  private static final int MOST_OF_VALLEY = 10;

  private static final double NARROW = 0.25;

  /** Least distance of such a position from the others, over the width of the valley. */
  private static final double NEAR = 0.05;

  private static final int ROUNDS_OF_LEVELS = 8;

  /** Move of a share of found turns below which rounds end. */
  private static final double SETTLED = 1e-4;

  /** Share of all levels that may stay empty, and part of a row within which a time is sought. */
  private static final double EMPTY = 1e-4;

  private static final double PART_OF_ROW = 1.0 / 64;
  private static final int MOST_STEPS = 12;

  /** Least and largest part of a bracket that a step leaves on one side. */
  private static final double LEAST_PART = 0.02;

  private static final double MOST_SESSIONS = 1e9;

  private final CachedTask task;
  private final WaitTimes waits;
  private final double stateBytes;

  /** The last state of device memory alone, for which several columns ask. */
  private @Nullable CacheState memoryAlone;

  private double memoryAloneSessions;

  // What load() finds at a position.
  private int levels;
  private boolean isBegun;
  private double inMemory;
  private double inTier;
  private double inFarTier;
  private final SettlingShare ofMemory = new SettlingShare();
  private final SettlingShare ofNear = new SettlingShare();
  private double memoryPosition;
  private double rate;
  private double queueSeconds;
  private double keptByteSeconds;

  public LruCache(CachedTask task) {
    this.task = task;
    this.waits = task.waits();
    this.stateBytes = task.waitingBytes() + task.endedBytes();
  }

  /**
   * The state of the cache with a number of tasks in progress on a replica.
   *
   * @param sessions tasks in progress, waiting ones included, or {@link #AS_MANY_AS_RUN}
   */
  public CacheState with(double sessions) {
    CacheState best = withMemoryAlone(sessions);
    // Where device memory has every state, no other level has anything to do.
    int most = best.inMemory() < 1 ? task.levels() : 1;
    for (int used = 2; used <= most; used++) {
      CacheState more = with(sessions, used);
      if (more.tasksPerSecond() > best.tasksPerSecond()) {
        best = more;
      }
    }
    return best;
  }

  /** The state of the cache where device memory is its only level. */
  public CacheState withMemoryAlone(double sessions) {
    CacheState state = memoryAlone;
    if (state == null || sessions != memoryAloneSessions) {
      state = with(sessions, 1);
      memoryAlone = state;
      memoryAloneSessions = sessions;
    }
    return state;
  }

  /**
   * The most tasks in progress on a replica with a mean time to first token of at most a target,
   * queueing included; 0 where not even one has it.
   */
  public double mostSessions(double ttftSeconds) {
    double fast = with(1).ttftSecondsOfTurn();
    if (fast > ttftSeconds) {
      return 0;
    }
    double low = 1;
    double high = 2;
    double slow = with(high).ttftSecondsOfTurn();
    while (slow <= ttftSeconds) {
      low = high;
      fast = slow;
      high *= 4;
      if (high > MOST_SESSIONS) {
        return low;
      }
      slow = with(high).ttftSecondsOfTurn();
    }
    // Past the knee the time grows with the sessions, so a secant comes near; halves end the rest.
    for (int step = 0; high - low > 1; step++) {
      double part = step % 3 < 2 ? (ttftSeconds - fast) / (slow - fast) : 0.5;
      double middle = Math.floor(low + part * (high - low));
      middle = Math.min(high - 1, Math.max(low + 1, middle));
      double time = with(middle).ttftSecondsOfTurn();
      if (time <= ttftSeconds) {
        low = middle;
        fast = time;
      } else {
        high = middle;
        slow = time;
      }
    }
    return low;
  }

  private CacheState with(double sessions, int used) {
    levels = used;
    isBegun = false;
    settle(sessions);
    return new CacheState(
        inMemory,
        inTier,
        inFarTier,
        memoryPosition < 0 ? 0 : waits.seconds(memoryPosition) + queueSeconds,
        rate,
        queueSeconds,
        task.ttftOfTurn(inMemory, inTier, inFarTier) + queueSeconds,
        keptByteSeconds,
        used > 1 ? tierBytes() : 0,
        used > 2 ? farTierBytes() : 0,
        used);
  }

  /**
   * Finds the longest time of the last level for which memory is enough. Rows are looked at in
   * strides from the last, below the longest time that is possible. Between two of them is a root.
   */
  private void settle(double sessions) {
    double room = task.roomBytes();
    room += levels > 1 ? task.tier().bytes() : 0;
    room += levels > 2 ? task.farTier().bytes() : 0;
    double high = longest(sessions, room);
    if (high < 0) {
      load(-1, sessions);
      return;
    }
    int last = WaitTimes.last();
    double low = Math.max(0, last - STRIDE * Math.ceil((last - high) / STRIDE));
    double above = Double.NaN;
    double below = load(low, sessions) - room;
    while (!(below <= 0)) {
      if (low == 0) {
        load(-1, sessions);
        return;
      }
      double next = Math.max(0, low - STRIDE);
      double after = load(next, sessions) - room;
      if (after > below && !(above < below)) {
        if (Double.isNaN(above)) {
          above = load(high, sessions) - room;
        }
        Valley valley = new Valley(next, after, low, below, high, above);
        if (hasRoot(valley, sessions, room)) {
          return;
        }
        load(next, sessions);
      }
      high = low;
      above = below;
      low = next;
      below = after;
    }
    if (Double.isNaN(above) && high > low) {
      above = load(high, sessions) - room;
      if (above <= 0) {
        return;
      }
    }
    if (high > low) {
      approach(low, below, high, above, sessions, room);
    }
  }

  /**
   * Three positions, of which the middle one needs the least bytes.
   *
   * @param below bytes that are needed at the low position beyond those that there are
   */
  private record Valley(
      double low, double below, double middle, double least, double high, double above) {

    /** Where the parabola through the three is lowest, at some distance of all of them. */
    double lowest() {
      double down = (middle - low) * (least - above);
      double up = (high - middle) * (least - below);
      double lowest = middle - 0.5 * ((middle - low) * down - (high - middle) * up) / (down + up);
      double near = NEAR * (high - low);
      if (!(Math.abs(lowest - middle) >= near)) {
        lowest = middle + (high - middle > middle - low ? near : -near);
      }
      return Math.min(high - near, Math.max(low + near, lowest));
    }

    /** The same with another position between the low and the high one. */
    Valley with(double position, double bytes) {
      if (bytes < least) {
        return position < middle
            ? new Valley(low, below, position, bytes, middle, least)
            : new Valley(middle, least, position, bytes, high, above);
      }
      return position < middle
          ? new Valley(position, bytes, middle, least, high, above)
          : new Valley(low, below, middle, least, position, bytes);
    }
  }

  /**
   * Looks for a position in a valley at which memory is enough, though it is not at the positions
   * around. Near the cliff of a cache only few positions are such ones.
   *
   * @return whether there is one, to which it comes near
   */
  private boolean hasRoot(Valley between, double sessions, double room) {
    Valley valley = between;
    for (int i = 0; i < MOST_OF_VALLEY && valley.high - valley.low > NARROW; i++) {
      double position = valley.lowest();
      double excess = load(position, sessions) - room;
      if (excess <= 0) {
        boolean isLow = position < valley.middle;
        double high = isLow ? valley.middle : valley.high;
        double above = isLow ? valley.least : valley.above;
        approach(position, excess, high, above, sessions, room);
        return true;
      }
      valley = valley.with(position, excess);
    }
    return false;
  }

  /**
   * Comes near the position between two at which memory is just enough, by the secant of Illinois
   * (Dowell, Jarratt 1971, "A modified regula falsi method", BIT 11).
   *
   * @param below bytes that are needed at the low position beyond those that there are, at most 0
   * @param above the same at the high position, above 0
   */
  private void approach(
      double from, double below, double to, double above, double sessions, double room) {
    double low = from;
    double high = to;
    double empty = -below;
    double least = below;
    double most = above;
    double last = to;
    int side = 0;
    for (int i = 0; i < MOST_STEPS && high - low > PART_OF_ROW && empty > EMPTY * room; i++) {
      double part = Math.min(1 - LEAST_PART, Math.max(LEAST_PART, least / (least - most)));
      last = low + part * (high - low);
      double excess = load(last, sessions) - room;
      if (excess <= 0) {
        low = last;
        empty = -excess;
        least = excess;
        most = side < 0 ? most / 2 : most;
        side = -1;
      } else {
        high = last;
        most = excess;
        least = side > 0 ? least / 2 : least;
        side = 1;
      }
    }
    if (last != low) {
      load(low, sessions);
    }
  }

  /**
   * The longest position at which memory may be enough. Above it even the lowest rate keeps more
   * than there is: that of a task whose turns all miss, and that all levels slow.
   */
  private double longest(double sessions, double room) {
    double running = Math.max(task.found().byteSeconds(), task.missed().byteSeconds());
    double latency =
        task.waitSeconds() + Math.max(task.found().runSeconds(), task.missed().runSeconds());
    double seconds = Math.max(task.found().replicaSeconds(), task.missed().replicaSeconds());
    for (int level = 2; level <= levels; level++) {
      CachedTask.Level behind = level == 2 ? task.tier() : task.farTier();
      running += Math.max(0, behind.foundByteSeconds());
      latency += Math.max(0, behind.foundSeconds());
      double moved = stateBytes + behind.foundBytes();
      seconds = Math.max(seconds, moved / behind.bytesPerSecond());
    }
    seconds = Math.max(seconds, running / roomOfAll());
    if (sessions > 0) {
      seconds = Math.max(seconds, latency / sessions);
    }
    double least = Math.min(task.found().byteSeconds(), task.missed().byteSeconds());
    double kept = room * seconds - least;
    double shortest = Math.min(task.found().replicaSeconds(), task.missed().replicaSeconds());
    if (sessions * shortest >= latency) {
      // So many that turns always wait for each other, and their states are kept meanwhile.
      double ofSession = stateBytes / task.turns();
      double beside = room - ofSession * sessions;
      double longestTask = beside > 0 ? seconds : shortest;
      kept = Math.min(kept, beside * longestTask - least + ofSession * latency);
    }
    return waits.position(task.waitingBytes(), task.endedBytes(), kept);
  }

  /**
   * Sets shares, rate and queue for a time of the last level.
   *
   * @param position position of that time, less the queue; negative where the queue alone is longer
   * @return bytes that all levels must have for it
   */
  private double load(double position, double sessions) {
    double found = waits.share(position);
    double running = byMissed(found, task.found().byteSeconds(), task.missed().byteSeconds());
    double alone = byMissed(found, task.found().runSeconds(), task.missed().runSeconds());
    double usage = byMissed(found, task.found().replicaSeconds(), task.missed().replicaSeconds());
    begin(found);
    memoryPosition = position;
    double active = running;
    for (int round = 0; ; round++) {
      active =
          running
              + inTier * task.tier().foundByteSeconds()
              + inFarTier * task.farTier().foundByteSeconds();
      double latency =
          task.waitSeconds()
              + alone
              + inTier * task.tier().foundSeconds()
              + inFarTier * task.farTier().foundSeconds();
      double seconds = Math.max(usage, active / roomOfAll());
      if (levels > 1) {
        seconds = Math.max(seconds, transferSeconds());
      }
      rate = 1 / seconds;
      queueSeconds = 0;
      if (sessions > 0) {
        rate = Math.min(sessions / latency, rate);
        queueSeconds = Math.max(0, (sessions / rate - latency) / task.turns());
      }
      if (levels == 1 || round == ROUNDS_OF_LEVELS) {
        break;
      }
      double moved = share(position, found, active);
      if (moved < SETTLED) {
        break;
      }
    }
    keptByteSeconds =
        stateBytes * queueSeconds
            + task.waitingBytes() * waits.keptSeconds(position)
            + task.endedBytes() * waits.seconds(position);
    return rate * (active + keptByteSeconds);
  }

  /**
   * Sets shares of levels from which rounds begin: all in device memory at first, and later those
   * of the time before, as far as so many are found.
   */
  private void begin(double found) {
    ofMemory.begin();
    ofNear.begin();
    if (levels == 1 || !isBegun) {
      inMemory = found;
      inTier = 0;
      inFarTier = 0;
      isBegun = true;
      return;
    }
    inMemory = Math.min(inMemory, found);
    double behind = found - inMemory;
    inTier = levels > 2 ? Math.min(inTier, behind) : behind;
    inFarTier = behind - inTier;
  }

  private static double byMissed(double found, double ofFound, double ofMissed) {
    return ofFound + (1 - found) * (ofMissed - ofFound);
  }

  private double roomOfAll() {
    return task.roomBytes() + task.tier().bytes() + task.farTier().bytes();
  }

  /**
   * Moves the shares of levels towards those at the current rate.
   *
   * @return how far the share of device memory was from there
   */
  private double share(double last, double found, double active) {
    double bytes = task.roomBytes();
    memoryPosition = Math.min(last, position(bytes, active));
    double memory = waits.share(memoryPosition);
    double near = found;
    if (levels > 2) {
      double both = waits.share(Math.min(last, position(bytes + task.tier().bytes(), active)));
      double nearBefore = inMemory + inTier;
      near = Math.min(found, ofNear.next(nearBefore, both));
    }
    double moved = Math.abs(memory - inMemory);
    inMemory = Math.min(near, ofMemory.next(inMemory, memory));
    inTier = near - inMemory;
    inFarTier = found - near;
    return moved;
  }

  private double position(double bytes, double active) {
    double ofWaiting = bytes / rate - active - stateBytes * queueSeconds;
    return waits.position(task.waitingBytes(), task.endedBytes(), ofWaiting);
  }

  /** Time of the busiest level for what a task moves to it and back, s. */
  private double transferSeconds() {
    double ofTier = tierBytes() / task.tier().bytesPerSecond();
    return levels > 2 ? Math.max(ofTier, farTierBytes() / task.farTier().bytesPerSecond()) : ofTier;
  }

  /** State that device memory evicts, and what turns read back. */
  private double tierBytes() {
    double evicted = task.endedBytes() + (1 - inMemory) * task.waitingBytes();
    return evicted + inTier * task.tier().foundBytes();
  }

  private double farTierBytes() {
    double evicted = task.endedBytes() + (1 - inMemory - inTier) * task.waitingBytes();
    return evicted + inFarTier * task.farTier().foundBytes();
  }
}
