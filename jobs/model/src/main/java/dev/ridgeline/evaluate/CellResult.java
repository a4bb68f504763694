package dev.ridgeline.evaluate;

import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.PriceBasis;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.deployment.Parallelism;
import dev.ridgeline.deployment.PowerDraw;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.ServingSettings;
import dev.ridgeline.deployment.TaskPlan;
import dev.ridgeline.economics.FleetPlan;
import dev.ridgeline.economics.UnitEconomics;
import dev.ridgeline.space.EfficiencyChoice;
import dev.ridgeline.space.Speculation;
import dev.ridgeline.workload.Request;

/**
 * One evaluated cell: what it is, how far it could be evaluated, and what came out. {@link
 * CellColumns} read it.
 *
 * <p>Filled anew for every cell by one thread; read it before the next.
 */
public final class CellResult {

  long cell;
  Model model;
  Quantization quantization;
  HardwareMix mix;
  Parallelism parallelism;
  Speculation speculation;
  EfficiencyChoice efficiency;
  EfficiencyProfile.Basis basis;
  Workflow workflow;
  String context;
  int batch;
  KvPolicy kvPolicy;
  PriceBasis tariff;
  String fleet;
  Request request;
  Status status;
  String detail;
  double uncachedShare;
  TaskPlan task;
  final ServingPlan plan = new ServingPlan();
  private final TimeShares shares = new TimeShares();
  private final ServingSettings settings;
  private double joulesPerRequest;
  private boolean sharesCurrent;
  private boolean joulesCurrent;
  final UnitEconomics economics = new UnitEconomics();
  final Elasticities elasticities = new Elasticities();
  final FleetPlan fleetPlan = new FleetPlan();

  CellResult(ServingSettings settings) {
    this.settings = settings;
  }

  /** Notes that the plan is another, so that what follows from it is computed when it is read. */
  void planned() {
    sharesCurrent = false;
    joulesCurrent = false;
  }

  /** What the accelerators' time goes into. */
  TimeShares shares() {
    if (!sharesCurrent) {
      shares.fill(plan, request);
      sharesCurrent = true;
    }
    return shares;
  }

  /** Energy of one request, site included. */
  double joulesPerRequest() {
    if (!joulesCurrent) {
      joulesPerRequest = PowerDraw.joulesPerRequest(plan, request, mix.tier(), settings);
      joulesCurrent = true;
    }
    return joulesPerRequest;
  }

  public Status status() {
    return status;
  }

  /** Why the status is not OK; empty where it is. */
  public String detail() {
    return detail;
  }

  public Model model() {
    return model;
  }

  public Quantization quantization() {
    return quantization;
  }

  public HardwareMix mix() {
    return mix;
  }

  public Request request() {
    return request;
  }

  public int batch() {
    return batch;
  }

  /** The plan; holds where {@link Availability#STEP} does. */
  public ServingPlan plan() {
    return plan;
  }

  /** The dollars; hold where {@link Availability#PRICE} does. */
  public UnitEconomics economics() {
    return economics;
  }

  /** The task under its KV policy; holds where {@link Availability#SERVING} does. */
  public TaskPlan task() {
    return task;
  }

  /** The pools in whole replicas; hold where {@link Availability#FLEET} does. */
  public FleetPlan fleetPlan() {
    return fleetPlan;
  }

  /** Whether columns of this availability have a value in this cell. */
  public boolean has(Availability availability) {
    return availability.isWithin(status.reach());
  }
}
