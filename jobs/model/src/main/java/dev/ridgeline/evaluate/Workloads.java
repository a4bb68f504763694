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
import org.jspecify.annotations.Nullable;

/**
 * The workloads of a design space. Their loads have numbers, the slots under which pools keep
 * plans. A workload is made when the first cell asks for it: a query with a limit asks for few.
 */
final class Workloads {

  private final DesignSpace space;
  private final @Nullable Workload[] workloads;
  private final int contexts;
  private final int loads;
  private final long turns;

  Workloads(DesignSpace space) {
    this.space = space;
    this.contexts = space.contexts().size();
    this.loads = space.batches().size() * space.prefillUtilizations().size();
    this.workloads = new Workload[space.workflows().size() * contexts];
    long ofWorkflows = space.workflows().stream().mapToLong(Workflow::turnsInRow).sum();
    this.turns = ofWorkflows * contexts * loads;
  }

  private Workload workload(Workflow workflow, ContextPoint context, int firstSlot) {
    Request request = context.request(workflow);
    Session session = context.session(workflow);
    List<Load> numbered = new ArrayList<>();
    List<Course> reusing = new ArrayList<>();
    List<Course> recomputing = new ArrayList<>();
    Course reuse = Course.of(session, KvPolicy.HOLD, 1);
    Course recompute = Course.of(session, KvPolicy.RECOMPUTE, 1);
    int slot = firstSlot;
    for (int batch : space.batches()) {
      for (double utilization : space.prefillUtilizations()) {
        numbered.add(new Load(slot, request, batch, utilization));
        reusing.add(reuse.numbered(slot, batch, utilization));
        recomputing.add(recompute.numbered(slot, batch, utilization));
        slot++;
      }
    }
    return new Workload(
        request,
        session,
        longestContextTokens(context, request, session),
        numbered,
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
    return workloads.length * loads;
  }

  /** Number of turns that the tasks of all slots have. */
  long turns() {
    return turns;
  }

  /** Returns the workload of a workflow at a context, by their positions on the axes. */
  Workload at(int workflow, int context) {
    int place = workflow * contexts + context;
    Workload known = workloads[place];
    if (known == null) {
      known =
          workload(space.workflows().get(workflow), space.contexts().get(context), place * loads);
      workloads[place] = known;
    }
    return known;
  }
}
