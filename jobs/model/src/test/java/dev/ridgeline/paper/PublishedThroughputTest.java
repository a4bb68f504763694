package dev.ridgeline.paper;

import static dev.ridgeline.testing.Plans.SETTINGS;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.deployment.ColocatedPlanner;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.workload.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The most output that the model finds for a replica, over its batches, against what NVIDIA
 * measured under maximum load. The engine had every option at its default, so neither is the most
 * that can be had. What the comparison gives is written to target/published-throughput.csv.
 */
class PublishedThroughputTest {

  private record Measured(
      String model,
      String quantization,
      String accelerator,
      Sharding sharding,
      Request request,
      double tokensPerSecond) {

    static Measured of(String line) {
      String[] field = line.split(",", -1);
      return new Measured(
          field[0],
          field[1],
          field[2],
          new Sharding(Integer.parseInt(field[3]), Integer.parseInt(field[4])),
          new Request(Double.parseDouble(field[5]), 0, Double.parseDouble(field[6])),
          Double.parseDouble(field[7]));
    }

    boolean dense() {
      return model.startsWith("llama");
    }

    /** The model's best over the measured value. */
    double ratio() {
      Replica replica =
          aReplica(model)
              .in(quantization)
              .on(accelerator)
              .tp(sharding.tp())
              .ep(sharding.ep())
              .calibrated()
              .build();
      ColocatedPlanner planner = new ColocatedPlanner(replica, KvTier.NONE, SETTINGS.mixing(true));
      int groups = replica.attentionGroups();
      int most = (int) planner.plan(request, groups).maxBatch();
      double best = 0;
      for (int step = 1; step <= 32; step++) {
        int batch = Math.max(1, most * step / 32 / groups) * groups;
        ServingPlan plan = planner.plan(request, batch);
        best = Math.max(best, plan.requestsPerSecond() * request.outputTokens());
      }
      return best / tokensPerSecond;
    }
  }

  private static Stream<Measured> measured() throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/golden/published-throughput.csv"))
        .stream()
        .skip(2)
        .map(Measured::of);
  }

  @Test
  void denseModelsAreWithinAFewTensOfPercent() throws IOException {
    List<Double> ratios = measured().filter(Measured::dense).map(Measured::ratio).sorted().toList();
    assertThat(ratios).hasSize(80);
    assertThat(ratios.get(0)).isGreaterThan(0.6);
    assertThat(ratios.get(ratios.size() - 1)).isLessThan(1.5);
    assertThat(ratios.get(ratios.size() / 2)).isBetween(0.85, 1.15);
  }

  @Test
  void modelsWithExpertsAreWithinAFactorOfTwo() throws IOException {
    List<Double> ratios =
        measured().filter(row -> !row.dense()).map(Measured::ratio).sorted().toList();
    assertThat(ratios).hasSize(27);
    assertThat(ratios.get(0)).isGreaterThan(0.5);
    assertThat(ratios.get(ratios.size() - 1)).isLessThan(2);
  }

  @Test
  void theComparisonIsWrittenDown() throws IOException {
    String table =
        measured()
            .map(
                row ->
                    String.format(
                        Locale.ROOT,
                        "%s,%s,%s,%s,%.0f,%.0f,%.0f,%.2f",
                        row.model(),
                        row.quantization(),
                        row.accelerator(),
                        row.sharding(),
                        row.request().promptTokens(),
                        row.request().outputTokens(),
                        row.tokensPerSecond(),
                        row.ratio()))
            .collect(
                Collectors.joining(
                    "\n",
                    "model,quantization,accelerator,sharding,input_tokens,output_tokens,"
                        + "published_tokens_per_s,model_over_published\n",
                    "\n"));
    Path written = Files.writeString(Path.of("target", "published-throughput.csv"), table);
    assertThat(Files.readAllLines(written))
        .hasSize(1 + 107)
        .noneMatch(row -> row.endsWith(",0.00") || row.contains("NaN"));
  }
}
