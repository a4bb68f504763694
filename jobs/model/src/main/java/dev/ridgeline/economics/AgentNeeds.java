package dev.ridgeline.economics;

import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.ServingSettings;
import dev.ridgeline.deployment.TaskPlan;

/**
 * What one agent takes of the hardware: a task in progress, waits for tools included. A task of
 * latency T takes d seconds of decode replicas and p of prefill replicas. So an agent holds {@code
 * d/T} of the one and {@code p/T} of the other.
 *
 * @param accelerators accelerators of an agent, as a fraction
 * @param watts provisioned power at the site
 * @param racks racks, as a fraction
 */
public record AgentNeeds(double accelerators, double watts, double racks) {

  /** The needs of an agent under a plan. */
  public static AgentNeeds of(ServingPlan plan, TaskPlan task, ServingSettings settings) {
    ReplicaHardware hardware = new ReplicaHardware(plan, settings, false);
    double prefills = task.prefillReplicaSeconds() / task.latencySeconds();
    double decodes = task.decodeReplicaSeconds() / task.latencySeconds();
    return new AgentNeeds(
        hardware.accelerators(prefills, decodes),
        hardware.watts(prefills, decodes),
        hardware.racks(prefills, decodes));
  }
}
