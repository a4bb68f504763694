package dev.ridgeline.laws;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.deployment.ColocatedPlanner;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.ServingSettings;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.workload.Request;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Deployments drawn from the catalogs with a fixed seed, for laws that hold for all of them. */
final class Samples {

  static final Catalogs CATALOGS = Catalogs.read(Path.of("../../catalogs"));
  static final ServingSettings SETTINGS = new ServingSettings(0.9, 8192);

  private static final int COUNT = 200;
  private static final long SEED = 20260122001L;
  private static final List<Sharding> SHARDINGS =
      List.of(
          new Sharding(1, 1),
          new Sharding(4, 1),
          new Sharding(8, 1),
          new Sharding(8, 8),
          new Sharding(1, 8));

  private Samples() {}

  /** One drawn deployment. The batch is a multiple of 8, so that every sharding can divide it. */
  record Sample(
      Model model,
      Quantization quantization,
      Accelerator accelerator,
      EfficiencyProfile profile,
      Sharding sharding,
      Request request,
      int batch) {

    Replica replica() {
      return replicaOn(accelerator);
    }

    Replica replicaOn(Accelerator other) {
      return Replica.of(model, quantization, sharding, other, profile, SETTINGS);
    }

    ServingPlan plan() {
      return plan(replica(), batch);
    }

    ServingPlan plan(Replica replica, int sequences) {
      return plan(replica, sequences, KvTier.NONE);
    }

    ServingPlan plan(Replica replica, int sequences, KvTier tier) {
      return new ColocatedPlanner(replica, tier, SETTINGS).plan(request, sequences);
    }

    @Override
    public String toString() {
      return model.id()
          + " "
          + quantization.id()
          + " "
          + accelerator.id()
          + " "
          + sharding
          + " "
          + profile.basis()
          + " batch "
          + batch
          + " "
          + request;
    }
  }

  /** 200 samples, the same in every run. */
  static Stream<Sample> samples() {
    SplittableRandom random = new SplittableRandom(SEED);
    return Stream.generate(() -> draw(random))
        .filter(sample -> sample.sharding().objection(sample.model()).isEmpty())
        .limit(COUNT);
  }

  private static Sample draw(SplittableRandom random) {
    Accelerator accelerator = pick(random, CATALOGS.accelerators().entries().stream().toList());
    EfficiencyProfile profile =
        random.nextBoolean()
            ? EfficiencyProfile.IDEAL
            : CATALOGS.efficiencies().find(accelerator.id()).orElseThrow();
    double prompt = Math.floor(Math.pow(10, 2 + 3.5 * random.nextDouble()));
    double cached = Math.floor(prompt * pick(random, List.of(0.0, 0.5, 0.95)));
    return new Sample(
        pick(random, CATALOGS.models().entries().stream().toList()),
        pick(random, CATALOGS.quantizations().entries().stream().toList()),
        accelerator,
        profile,
        pick(random, SHARDINGS),
        new Request(prompt, cached, 1 + random.nextInt(1000)),
        8 * (1 + random.nextInt(40)));
  }

  private static <T> T pick(SplittableRandom random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
