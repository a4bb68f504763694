package dev.ridgeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.store.RunDirectory;
import dev.ridgeline.store.RunManifest;
import dev.ridgeline.table.SparkTest;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A sweep on a real cluster: master, workers, executors and driver are processes of their own. */
class StandaloneClusterTest extends SparkTest {

  private StandaloneCluster cluster;
  private Path run;
  private String printed;

  @BeforeAll
  void runOnACluster() throws Exception {
    cluster = StandaloneCluster.start(directory);
    run = directory.resolve("run");
    printed =
        cluster.ridgeline(
            "sweep",
            smallSweep().toString(),
            "--catalogs",
            CATALOGS.toString(),
            "--out",
            run.toString(),
            "--master",
            cluster.url(),
            "--partitions",
            "4");
  }

  @AfterAll
  void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void executorsOfBothWorkersRan() throws Exception {
    assertThat(cluster.executors()).hasSize(2);
  }

  @Test
  void runIsComplete() {
    assertThat(printed)
        .contains("3,840 cells", "Cheapest cell", "Parquet: ")
        .doesNotContain("\tat ");
    RunManifest manifest = RunDirectory.of("RUN", run.toString(), new Configuration()).verify();
    assertThat(manifest.cells()).isEqualTo(3_840);
    assertThat(manifest.cellsByStatus().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(3_840);
  }

  @Test
  void rowsAreThoseOfALocalRun() {
    assertThat(
            spark().read().parquet(run.resolve("cells").toString()).orderBy("cell").collectAsList())
        .isEqualTo(smallCells(1).collectAsList());
  }
}
