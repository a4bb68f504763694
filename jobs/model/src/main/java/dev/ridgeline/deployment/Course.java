package dev.ridgeline.deployment;

import dev.ridgeline.cache.WaitTimes;
import dev.ridgeline.catalog.SubAgents;
import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.catalog.Workflow.Percentiles;
import dev.ridgeline.catalog.Workflow.Quantity;
import dev.ridgeline.cost.Speedup;
import dev.ridgeline.workload.Call;
import dev.ridgeline.workload.Request;
import dev.ridgeline.workload.Session;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a task's turns, each taken as if the whole batch were in that turn. Their cached
 * tokens depend on the KV policy.
 */
public final class Course {

  /** Number of variants: turns that reuse cached tokens, and turns that do not. */
  static final int VARIANTS = 2;

  private static final int NOT_NUMBERED = -1;

  private final int slot;
  private final double batch;
  private final double prefillUtilization;
  private final Speedup memory;
  private final Turns turns;

  private Course(int slot, double batch, double prefillUtilization, Speedup memory, Turns turns) {
    this.slot = slot;
    this.batch = batch;
    this.prefillUtilization = prefillUtilization;
    this.memory = memory;
    this.turns = turns;
  }

  /**
   * Makes the course of a task under a policy, with prefill pools that are never idle. Pools do not
   * remember plans for it.
   */
  public static Course of(Session session, KvPolicy policy, double batch) {
    return new Course(
        NOT_NUMBERED,
        batch,
        Load.SATURATED,
        Speedup.NONE,
        Turns.of(session, policy.reusesPrefix()));
  }

  /**
   * Returns the same turns with another batch. Pools remember plans for it.
   *
   * @param number number of the session and batch within a sweep, under which pools remember plans
   * @param utilization share of their time for which prefill pools are busy
   */
  public Course numbered(int number, double otherBatch, double utilization) {
    return new Course(number, otherBatch, utilization, Speedup.NONE, turns);
  }

  /**
   * Returns the same turns with another batch, on accelerators with another memory. Pools do not
   * remember plans for it.
   *
   * @param factor factor on the memory of the accelerators that keep state
   */
  public Course withMemory(double factor, double otherBatch) {
    return new Course(
        NOT_NUMBERED, otherBatch, prefillUtilization, new Speedup(1, 1, 1, factor), turns);
  }

  int slot() {
    return slot;
  }

  Session session() {
    return turns.session;
  }

  /** Whether another course has these turns, with this batch or another. */
  @SuppressWarnings("ReferenceEquality") // Turns that were made apart are looked at anew.
  boolean hasTurnsOf(Course other) {
    return turns == other.turns;
  }

  /** Number of sequences that decode at once. */
  double batch() {
    return batch;
  }

  /** Factors on the hardware, of which only that on memory differs from 1. */
  Speedup memory() {
    return memory;
  }

  /** Share of their time for which prefill pools are busy. */
  double prefillUtilization() {
    return prefillUtilization;
  }

  /** Number of turns one after the other, those of a sub-agent included. */
  int turns() {
    return turns.calls.length;
  }

  /** The request of a turn, 0-based. */
  Request request(int turn) {
    return turns.calls[turn].request();
  }

  /** The turn, 0-based, with what is before it. */
  Call call(int turn) {
    return turns.calls[turn];
  }

  /** Number of turns that follow a wait for a tool, of those one after the other. */
  int comebacks() {
    return turns.comebacks;
  }

  /**
   * Time for which a task waits for the slowest of its sub-agents, beyond the mean of them, in
   * seconds.
   */
  double stragglerSeconds() {
    return turns.stragglerSeconds;
  }

  /**
   * Time for which the task waits before a turn, 0-based, in seconds. Sub-agents run at once, so it
   * waits for one of them: the slowest.
   */
  double waitSeconds(int turn) {
    return turns.waitSeconds[turn];
  }

  /** Sums over the turns that are the same on all hardware. */
  Sums sums() {
    return turns.sums;
  }

  /**
   * Sums over the turns of a task, those of all sub-agents included.
   *
   * @param calls model calls
   * @param waitSeconds time for which the task waits
   * @param computedTokens tokens that prefill computes
   * @param cachedTokens tokens of prompts that are cached
   * @param outputTokens tokens that are generated
   */
  record Sums(
      double calls,
      double waitSeconds,
      double computedTokens,
      double cachedTokens,
      double outputTokens) {

    private static Sums of(Call[] calls, double[] waits) {
      double callers = 0;
      double waited = 0;
      double computed = 0;
      double cached = 0;
      double output = 0;
      for (int i = 0; i < calls.length; i++) {
        Request request = calls[i].request();
        int alike = calls[i].callers();
        callers += alike;
        waited += waits[i];
        computed += alike * request.newTokens();
        cached += alike * request.cachedTokens();
        output += alike * request.outputTokens();
      }
      return new Sums(callers, waited, computed, cached, output);
    }
  }

  /** The waits between the turns, as a distribution. */
  WaitTimes waits() {
    return turns.waits.get();
  }

  /**
   * What all batches of a task have in common.
   *
   * @param comebacks number of turns that follow a wait for a tool
   * @param stragglerSeconds time for which a task waits for the slowest of its sub-agents
   * @param waitSeconds time for which it waits before each turn
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Turns(
      Session session,
      boolean reusesPrefix,
      Call[] calls,
      int comebacks,
      double stragglerSeconds,
      double[] waitSeconds,
      Sums sums,
      Supplier<WaitTimes> waits) {

    static Turns of(Session session, boolean reusesPrefix) {
      Call[] calls = session.calls(reusesPrefix).toArray(Call[]::new);
      int comebacks = (int) Arrays.stream(calls).filter(Call::comesBack).count();
      Supplier<WaitTimes> waits = new Waits(session.workflow());
      double straggler = stragglerSeconds(session, waits);
      double[] seconds = waitSeconds(session, calls, straggler);
      return new Turns(
          session,
          reusesPrefix,
          calls,
          comebacks,
          straggler,
          seconds,
          Sums.of(calls, seconds),
          waits);
    }

    private static double[] waitSeconds(Session session, Call[] calls, double straggler) {
      int waitsOfForked = session.workflow().subAgents().turns() - 1;
      double[] seconds = new double[calls.length];
      for (int i = 0; i < calls.length; i++) {
        if (calls[i].comesBack()) {
          seconds[i] = session.workflow().toolWaitSeconds();
          seconds[i] += calls[i].isForked() ? straggler / waitsOfForked : 0;
        }
      }
      return seconds;
    }

    private static double stragglerSeconds(Session session, Supplier<WaitTimes> waits) {
      SubAgents forked = session.workflow().subAgents();
      int times = forked.turns() - 1;
      return forked.exist() && times > 0
          ? waits.get().slowestSeconds(forked.count(), times)
              - times * session.workflow().toolWaitSeconds()
          : 0;
    }
  }

  /** Makes the table of waits when the first task asks for it. Few policies need one. */
  private static final class Waits implements Supplier<WaitTimes> {

    private final Workflow workflow;
    private @Nullable WaitTimes times;

    Waits(Workflow workflow) {
      this.workflow = workflow;
    }

    @Override
    public WaitTimes get() {
      if (times == null) {
        Percentiles stated = workflow.percentiles().get(Quantity.TOOL_WAIT_SECONDS);
        double mean = workflow.toolWaitSeconds();
        times =
            stated == null
                ? new WaitTimes(mean, 0, 0, 0)
                : new WaitTimes(mean, stated.p50(), stated.p90(), stated.p99());
      }
      return times;
    }
  }

  /** The request of the last turn, which is the longest. */
  Request last() {
    return turns.calls[turns.calls.length - 1].request();
  }

  /**
   * Number of the variant, by whether turns reuse cached tokens, under which pools remember plans;
   * below {@link #VARIANTS}.
   */
  int variant() {
    return turns.reusesPrefix ? 0 : 1;
  }
}
