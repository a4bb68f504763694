package dev.ridgeline.evaluate;

import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.deployment.Course;
import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.deployment.Load;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.workload.ContextPoint;
import dev.ridgeline.workload.Request;
import dev.ridgeline.workload.Session;
import java.util.ArrayList;
import java.util.List;

/**
 * The workloads of a design space. Their loads have numbers, the slots under which pools keep
 * plans.
 */
final class Workloads {

  private final List<Workload> workloads = new ArrayList<>();
  private final int contexts;
  private final int batches;
  private final int utilizations;
  private final long turns;

  Workloads(DesignSpace space) {
    this.contexts = space.contexts().size();
    this.batches = space.batches().size();
    this.utilizations = space.prefillUtilizations().size();
    long ofWorkflows = space.workflows().stream().mapToLong(Workflow::turnsInRow).sum();
    this.turns = ofWorkflows * contexts * batches * utilizations;
    for (Workflow workflow : space.workflows()) {
      for (ContextPoint context : space.contexts()) {
        workloads.add(workload(workflow, context, space));
      }
    }
  }

  private Workload workload(Workflow workflow, ContextPoint context, DesignSpace space) {
    Request request = context.request(workflow);
    Session session = context.session(workflow);
    int firstSlot = slots();
    List<Load> loads = new ArrayList<>();
    List<Course> reusing = new ArrayList<>();
    List<Course> recomputing = new ArrayList<>();
    Course reuse = Course.of(session, KvPolicy.HOLD, 1);
    Course recompute = Course.of(session, KvPolicy.RECOMPUTE, 1);
    int slot = firstSlot;
    for (int batch : space.batches()) {
      for (double utilization : space.prefillUtilizations()) {
        loads.add(new Load(slot, request, batch, utilization));
        reusing.add(reuse.numbered(slot, batch, utilization));
        recomputing.add(recompute.numbered(slot, batch, utilization));
        slot++;
      }
    }
    return new Workload(
        request,
        session,
        longestContextTokens(context, request, session),
        loads,
        reusing,
        recomputing);
  }

  private static double longestContextTokens(
      ContextPoint context, Request request, Session session) {
    double ofRequest = request.peakContextTokens();
    return context instanceof ContextPoint.Tokens
        ? ofRequest
        : Math.max(ofRequest, session.longestContextTokens());
  }

  /** Number of slots of all loads. */
  int slots() {
    return workloads.size() * batches * utilizations;
  }

  /** Number of turns that the tasks of all slots have. */
  long turns() {
    return turns;
  }

  /** Returns the workload of a workflow at a context, by their positions on the axes. */
  Workload at(int workflow, int context) {
    return workloads.get(workflow * contexts + context);
  }
}
