package dev.ridgeline.testing;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Engine;
import dev.ridgeline.catalog.Link;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.deployment.ColocatedPlanner;
import dev.ridgeline.deployment.DecodePool;
import dev.ridgeline.deployment.DisaggregatedPlanner;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.ServingSettings;
import dev.ridgeline.deployment.SplitDecodePool;
import dev.ridgeline.operator.Part;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.operator.StateSize;
import dev.ridgeline.operator.StepGraph;
import dev.ridgeline.workload.Request;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Percentage;

/** What worked cells have in common: entries by id, and a plan in one line. */
public final class Plans {

  public static final Catalogs CATALOGS = Catalogs.read(Path.of("../../catalogs"));
  public static final ServingSettings SETTINGS = new ServingSettings(0.9, 8192);

  /** Arithmetic in another order differs in the last digits only. */
  public static final Percentage ROUNDING = Percentage.withPercentage(1e-10);

  private Plans() {}

  public static Model model(String id) {
    return CATALOGS.models().find(id).orElseThrow();
  }

  public static Quantization quantization(String id) {
    return CATALOGS.quantizations().find(id).orElseThrow();
  }

  public static Accelerator accelerator(String id) {
    return CATALOGS.accelerators().find(id).orElseThrow();
  }

  public static Link link(String id) {
    return CATALOGS.links().find(id).orElseThrow();
  }

  public static EfficiencyProfile calibrated(String id) {
    return CATALOGS.efficiencies().find(id).orElseThrow();
  }

  public static Engine engine(String id) {
    return CATALOGS.engines().find(id).orElseThrow();
  }

  /** A batch of such requests on a replica that runs both phases, with a tier behind it. */
  public static ServingPlan colocated(Replica replica, KvTier tier, Request request, int batch) {
    return new ColocatedPlanner(replica, tier, SETTINGS).plan(request, batch);
  }

  /** A batch of such requests on a replica that runs both phases. */
  public static ServingPlan colocated(Replica replica, Request request, int batch) {
    return colocated(replica, KvTier.NONE, request, batch);
  }

  /** A batch of such requests on two pools, with so much state of a token to send. */
  public static ServingPlan disaggregated(
      Replica prefill,
      Replica decode,
      Link link,
      double kvBytesPerToken,
      Request request,
      int batch) {
    return new DisaggregatedPlanner(
            prefill,
            new DecodePool(decode, KvTier.NONE),
            link,
            new StateSize(0, kvBytesPerToken, List.of()),
            SETTINGS)
        .plan(request, batch);
  }

  /** Mixtral on two H100 for prefill, one for attention and eight for experts, 48 at once. */
  public static ServingPlan split(Request request) {
    Model model = model("mixtral-8x7b");
    Quantization bf16 = quantization("bf16");
    Link link = link("ib-ndr-400");
    SplitDecodePool decode =
        new SplitDecodePool(
            ReplicaBuilder.aReplica(model).only(Part.ATTENTION).build(),
            ReplicaBuilder.aReplica(model).ep(8).only(Part.FEED_FORWARD).build(),
            link,
            StepGraph.exchange(model, bf16, new Sharding(1, 8)),
            KvTier.NONE,
            SETTINGS);
    Replica prefill = ReplicaBuilder.aReplica("mixtral-8x7b").on("h100-sxm").tp(2).build();
    return new DisaggregatedPlanner(prefill, decode, link, StateSize.ofModel(model, bf16), SETTINGS)
        .plan(request, 48);
  }
}
