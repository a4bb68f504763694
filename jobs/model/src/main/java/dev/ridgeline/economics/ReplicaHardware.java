package dev.ridgeline.economics;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.ServingSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * The hardware of numbers of replicas of both pools: accelerators, power at the site, and racks.
 * Where accelerators come in whole systems, some of them are idle.
 *
 * @param plan plan of both pools
 * @param settings assumptions about the site
 * @param isWhole whether accelerators come in whole systems
 */
record ReplicaHardware(ServingPlan plan, ServingSettings settings, boolean isWhole) {

  /**
   * Accelerators of one kind.
   *
   * @param working those of replicas
   * @param bought those of the systems that have the working ones
   */
  private record Lot(Accelerator kind, double working, double bought) {}

  /** Whether the deployment is colocated. */
  boolean isOnePool() {
    return !(plan.prefillReplicas() > 0);
  }

  int prefillAccelerators() {
    return isOnePool() ? 0 : plan.prefillReplica().accelerators();
  }

  /** Number of accelerators of these numbers of replicas, idle ones included. */
  double accelerators(double prefills, double decodes) {
    return prefills * prefillAccelerators()
        + decodes * plan.decodeAccelerators()
        + (isWhole ? idle(prefills, decodes) : 0);
  }

  private double idle(double prefills, double decodes) {
    return lots(prefills, decodes).stream().mapToDouble(lot -> lot.bought - lot.working).sum();
  }

  /**
   * Provisioned power of these numbers of replicas at the site, in watts. Boards are at their
   * limit, and hosts, chassis, the overhead of the site and its headroom come on top.
   */
  double watts(double prefills, double decodes) {
    double watts = prefills * prefillWatts() + decodes * decodeWatts();
    if (isWhole) {
      for (Lot lot : lots(prefills, decodes)) {
        watts += (lot.bought - lot.working) * watts(lot.kind);
      }
    }
    return watts;
  }

  double prefillWatts() {
    return isOnePool() ? 0 : watts(plan.prefillReplica());
  }

  double decodeWatts() {
    double ofState = watts(plan.decodeReplica());
    return plan.feedForwardReplica().isPresent()
        ? ofState + watts(plan.feedForwardReplica().get())
        : ofState;
  }

  private double watts(Replica replica) {
    return replica.accelerators() * watts(replica.accelerator());
  }

  private double watts(Accelerator accelerator) {
    return accelerator.serverWatts() * settings.siteWattsPerServerWatt();
  }

  /** Racks that these numbers of replicas take, as a fraction. */
  double racks(double prefills, double decodes) {
    double racks = 0;
    for (Lot lot : lots(prefills, decodes)) {
      racks += (isWhole ? lot.bought : lot.working) / lot.kind.acceleratorsPerRack();
    }
    return racks;
  }

  /**
   * Price of the idle accelerators for an hour, in dollars. They keep no state, so that no memory
   * tier is paid for them.
   */
  double idleDollarsPerHour(double prefills, double decodes, PoolPrices prices) {
    double dollars = 0;
    if (isWhole) {
      for (Lot lot : lots(prefills, decodes)) {
        dollars += (lot.bought - lot.working) * dollars(lot.kind, prices);
      }
    }
    return dollars;
  }

  private double dollars(Accelerator kind, PoolPrices prices) {
    if (kind.equals(plan.decodeReplica().accelerator())) {
      return prices.decode();
    }
    return !isOnePool() && kind.equals(plan.prefillReplica().accelerator())
        ? prices.prefill()
        : prices.feedForward();
  }

  /** The accelerators by kind. Pools of one kind share systems. */
  private List<Lot> lots(double prefills, double decodes) {
    List<Lot> lots = new ArrayList<>(3);
    Replica state = plan.decodeReplica();
    add(lots, state.accelerator(), decodes * state.accelerators());
    plan.feedForwardReplica()
        .ifPresent(ffn -> add(lots, ffn.accelerator(), decodes * ffn.accelerators()));
    if (!isOnePool()) {
      add(lots, plan.prefillReplica().accelerator(), prefills * prefillAccelerators());
    }
    return lots;
  }

  private static void add(List<Lot> lots, Accelerator kind, double working) {
    double all = working;
    for (int i = 0; i < lots.size(); i++) {
      if (lots.get(i).kind.equals(kind)) {
        all += lots.remove(i).working;
        break;
      }
    }
    lots.add(new Lot(kind, all, kind.system().whole(all)));
  }
}
