package dev.ridgeline.evaluate;

import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.PriceBook.Tariff;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.Parallelism;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.economics.UnitEconomics;
import dev.ridgeline.space.EfficiencyChoice;
import dev.ridgeline.workload.Request;

/**
 * One evaluated cell: what it is, how far it could be evaluated, and what came out. {@link
 * ResultColumn}s read it.
 *
 * <p>Filled anew for every cell by one thread; read it before the next.
 */
public final class CellResult {

  long cell;
  Model model;
  Quantization quantization;
  HardwareMix mix;
  Parallelism parallelism;
  EfficiencyChoice efficiency;
  EfficiencyProfile.Basis basis;
  Workflow workflow;
  String context;
  int batch;
  Tariff tariff;
  Request request;
  Status status;
  String detail;
  final ServingPlan plan = new ServingPlan();
  final UnitEconomics economics = new UnitEconomics();

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

  /** Whether columns of this availability have a value in this cell. */
  public boolean has(Availability availability) {
    return availability.compareTo(status.reach()) <= 0;
  }
}
