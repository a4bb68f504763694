package dev.ridgeline.deployment;

import static dev.ridgeline.testing.KvTierBuilder.aTier;
import static dev.ridgeline.testing.Plans.CATALOGS;
import static dev.ridgeline.testing.Plans.SETTINGS;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static dev.ridgeline.testing.WorkflowBuilder.aWorkflow;

import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.testing.Samples;
import dev.ridgeline.testing.Samples.Sample;
import dev.ridgeline.testing.WorkflowBuilder;
import dev.ridgeline.workload.Request;
import dev.ridgeline.workload.Session;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Tasks: one worked by hand, and drawn ones on drawn deployments. */
final class Tasks {

  static final int BATCH = 8;

  /** KV of a token of Llama-3.1-8B in bf16. */
  static final double KV = 131_072;

  /** Three turns that append 200 and generate 100 tokens, ten seconds apart, all of it reused. */
  static final Session SESSION = new Session(threeTurns().toolWaitSeconds(10).build());

  static final Request FIRST = new Request(1000, 0, 100);
  static final Request SECOND = new Request(1300, 1100, 100);
  static final Request THIRD = new Request(1600, 1400, 100);

  /** 256 GB behind an accelerator, at 50 GB/s. */
  static final KvTier TIER =
      aTier().bytes(256e9).bytesPerSecond(50e9).joulesPerByte(1e-10).watts(20).build();

  private static final KvTier OF_LAWS =
      aTier().bytes(1e12).bytesPerSecond(50e9).joulesPerByte(1e-10).watts(50).build();

  private Tasks() {}

  static WorkflowBuilder threeTurns() {
    return aWorkflow().turns(3).firstPromptTokens(1000).appendedTokens(200).outputTokens(100);
  }

  static Replica replica() {
    return aReplica("llama-3.1-8b").in("bf16").on("h100-sxm").build();
  }

  static TaskPlan task(KvTier tier, KvPolicy policy) {
    return TaskPlan.of(new ColocatedPlanner(replica(), tier, SETTINGS), SESSION, policy, BATCH);
  }

  /** A deployment and a task on it. */
  record Task(Sample sample, Session session) {

    TaskPlan plan(KvPolicy policy) {
      return plan(policy, OF_LAWS);
    }

    TaskPlan plan(KvPolicy policy, KvTier tier) {
      return TaskPlan.of(planner(tier), session, policy, sample.batch());
    }

    /** Behind the tier that every drawn task has. */
    ColocatedPlanner planner() {
      return planner(OF_LAWS);
    }

    ColocatedPlanner planner(KvTier tier) {
      return new ColocatedPlanner(sample.replica(), tier, SETTINGS);
    }
  }

  /** Tasks whose weights fit, since nothing else can be asked of one. */
  static Stream<Task> tasks() {
    SplittableRandom random = new SplittableRandom(2601_22001L);
    return Samples.samples()
        .filter(sample -> sample.replica().weightBytes() < sample.replica().usableBytes() * 0.8)
        .map(
            sample -> {
              Workflow workflow =
                  CATALOGS.workflows().entries().stream()
                      .skip(random.nextInt(CATALOGS.workflows().entries().size()))
                      .findFirst()
                      .orElseThrow();
              return new Task(sample, new Session(workflow, 0.5 + random.nextDouble()));
            });
  }
}
