package dev.ridgeline.testing;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.deployment.ColocatedPlanner;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.workload.Request;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;

/** Deployments drawn from the catalogs with a fixed seed, for laws that hold for all of them. */
public final class Samples {

  /** What sums and products in another order may differ by. */
  public static final Percentage ROUNDING = Percentage.withPercentage(1e-9);

  /** The same, as a factor between two sides of an inequality. */
  public static final double SLACK = 1 + 1e-12;

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
  public record Sample(
      Model model,
      Quantization quantization,
      Accelerator accelerator,
      EfficiencyProfile profile,
      Sharding sharding,
      Request request,
      int batch) {

    public Replica replica() {
      return replicaOn(accelerator);
    }

    public Replica replicaOn(Accelerator other) {
      return Replica.of(
          model, quantization, sharding, other, profile, Plans.engine("ideal"), Plans.SETTINGS);
    }

    /** The same on accelerators laid out by another sharding. */
    public Sample laidOutBy(Sharding other) {
      return new Sample(model, quantization, accelerator, profile, other, request, batch);
    }

    /** The same on accelerators at their roofline. */
    public Sample ideal() {
      return new Sample(
          model, quantization, accelerator, EfficiencyProfile.IDEAL, sharding, request, batch);
    }

    public ServingPlan plan() {
      return plan(replica(), batch);
    }

    public ServingPlan plan(Replica replica, int sequences) {
      return plan(replica, sequences, KvTier.NONE);
    }

    public ServingPlan plan(Replica replica, int sequences, KvTier tier) {
      return new ColocatedPlanner(replica, tier, Plans.SETTINGS).plan(request, sequences);
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
  public static Stream<Sample> samples() {
    SplittableRandom random = new SplittableRandom(SEED);
    return Stream.generate(() -> draw(random))
        .filter(sample -> sample.sharding().objection(sample.model()).isEmpty())
        .limit(COUNT);
  }

  private static Sample draw(SplittableRandom random) {
    Accelerator accelerator =
        pick(random, Plans.CATALOGS.accelerators().entries().stream().toList());
    EfficiencyProfile profile =
        random.nextBoolean()
            ? EfficiencyProfile.IDEAL
            : Plans.CATALOGS.efficiencies().find(accelerator.id()).orElseThrow();
    double prompt = Math.floor(Math.pow(10, 2 + 3.5 * random.nextDouble()));
    double cached = Math.floor(prompt * pick(random, List.of(0.0, 0.5, 0.95)));
    return new Sample(
        pick(random, Plans.CATALOGS.models().entries().stream().toList()),
        pick(random, Plans.CATALOGS.quantizations().entries().stream().toList()),
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
