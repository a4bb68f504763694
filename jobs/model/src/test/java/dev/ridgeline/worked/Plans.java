package dev.ridgeline.worked;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.deployment.ColocatedPlanner;
import dev.ridgeline.deployment.DecodePool;
import dev.ridgeline.deployment.DisaggregatedPlanner;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.ServingSettings;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.operator.StateSize;
import dev.ridgeline.workload.Request;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Percentage;

/** What the worked cells have in common: entries by id, and a plan in one line. */
final class Plans {

  static final Catalogs CATALOGS = Catalogs.read(Path.of("../../catalogs"));
  static final ServingSettings SETTINGS = new ServingSettings(0.9, 8192);

  /** Arithmetic in another order differs in the last digits only. */
  static final Percentage ROUNDING = Percentage.withPercentage(1e-10);

  private Plans() {}

  static Model model(String id) {
    return CATALOGS.models().find(id).orElseThrow();
  }

  static Quantization quantization(String id) {
    return CATALOGS.quantizations().find(id).orElseThrow();
  }

  static Accelerator accelerator(String id) {
    return CATALOGS.accelerators().find(id).orElseThrow();
  }

  static EfficiencyProfile calibrated(String id) {
    return CATALOGS.efficiencies().find(id).orElseThrow();
  }

  static Replica ideal(String model, String quantization, String accelerator, Sharding sharding) {
    return replica(model, quantization, accelerator, sharding, EfficiencyProfile.IDEAL);
  }

  static Replica replica(
      String model,
      String quantization,
      String accelerator,
      Sharding sharding,
      EfficiencyProfile profile) {
    return Replica.of(
        model(model),
        quantization(quantization),
        sharding,
        accelerator(accelerator),
        profile,
        SETTINGS);
  }

  static ServingPlan colocated(Replica replica, KvTier tier, Request request, int batch) {
    return new ColocatedPlanner(replica, tier, SETTINGS).plan(request, batch);
  }

  static ServingPlan colocated(Replica replica, Request request, int batch) {
    return colocated(replica, KvTier.NONE, request, batch);
  }

  static ServingPlan disaggregated(
      Replica prefill,
      Replica decode,
      String link,
      double kvBytesPerToken,
      Request request,
      int batch) {
    return new DisaggregatedPlanner(
            prefill,
            new DecodePool(decode, KvTier.NONE),
            CATALOGS.links().find(link).orElseThrow(),
            new StateSize(0, kvBytesPerToken, List.of()),
            SETTINGS)
        .plan(request, batch);
  }
}
