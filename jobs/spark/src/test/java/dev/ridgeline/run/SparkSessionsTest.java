package dev.ridgeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.table.DesignSpaceSource;
import dev.ridgeline.testing.TestSweep;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where sessions run, and who can reach them. */
class SparkSessionsTest {

  /** As the kernel writes 127.0.0.1, in IPv4 and mapped into IPv6, and as it writes "listening". */
  private static final List<String> LOOPBACK =
      List.of("0100007F", "0000000000000000FFFF00000100007F");

  private static final String LISTENING = "0A";

  @Test
  void aLocalSessionListensOnLoopbackAndAsksForASecret() throws IOException {
    Set<String> before = listening();
    SparkSession spark = SparkSessions.open("test", Optional.of("local[2]"));
    try {
      Set<String> opened = listening();
      opened.removeAll(before);
      assertThat(opened).isNotEmpty().allMatch(SparkSessionsTest::isLoopback);
      assertThat(spark.conf().get("spark.authenticate")).isEqualTo("true");
      assertThat(spark.sparkContext().conf().contains("spark.authenticate.secret")).isFalse();
      assertThat(spark.range(1000).repartition(5).distinct().count()).isEqualTo(1000);
    } finally {
      spark.stop();
    }
  }

  @Test
  void olderSparkIsRefused() {
    assertThatThrownBy(() -> SparkSessions.requireVersion("4.1.3"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("has Spark 4.1.3. Allowed: 4.2 and later.");
    assertThatThrownBy(() -> SparkSessions.requireVersion("3.5.7"))
        .isInstanceOf(ConfigException.class);
    for (String version : List.of("4.2.0", "4.10.1-SNAPSHOT", "5.0.0")) {
      SparkSessions.requireVersion(version);
    }
  }

  /** The page that monitoring reads, which the driver serves with its UI. */
  @Test
  void cellsAreMetricsOfTheDriver(@TempDir Path directory) throws Exception {
    System.setProperty("spark.ui.enabled", "true");
    System.setProperty("spark.ui.port", "0");
    SparkSession spark = SparkSessions.open("test", Optional.of("local[1]"));
    try {
      Sweep sweep = TestSweep.read(TestSweep.tiny(directory));
      assertThat(DesignSpaceSource.cells(spark, sweep).filter("dollars_per_request > 0").count())
          .isEqualTo(4);
      spark.sparkContext().listenerBus().waitUntilEmpty();
      String page =
          new String(
              URI.create(spark.sparkContext().uiWebUrl().get() + "/metrics/prometheus/")
                  .toURL()
                  .openStream()
                  .readAllBytes(),
              StandardCharsets.UTF_8);
      assertThat(page)
          .containsPattern("driver_ridgeline_cells_evaluated_Count\\S* 6\n")
          .containsPattern("driver_ridgeline_cells_infeasible_Count\\S* 2\n")
          .containsPattern("driver_ridgeline_infeasible_share_Value\\S* 0.333");
    } finally {
      spark.stop();
      System.setProperty("spark.ui.enabled", "false");
      System.clearProperty("spark.ui.port");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local[x]",
        "local[0]",
        "local[-1]",
        "local[99999999999]",
        "local[",
        "",
        "mesos://a:1",
        "spark://",
        "spark://host",
        "spark://host:port",
        "spark://host:99999",
        "spark://127.0.0.1:1,",
        "nonsense"
      })
  void aMasterOfUnknownFormIsRefused(String master) {
    assertThatThrownBy(() -> SparkSessions.open("test", Optional.of(master)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("--master: 1 problem\n  is '" + master + "'. Allowed: local[*], ");
  }

  @Test
  void aMasterThatDoesNotAnswerIsRefused() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String url = "spark://127.0.0.1:" + port + ",no-such-host.invalid:7077";
    assertThatThrownBy(() -> SparkSessions.open("test", Optional.of(url)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("--master: 1 problem\n  is '" + url + "', and no master answers")
        .hasMessageContaining("127.0.0.1:" + port + ": Connection refused")
        .hasMessageContaining("no-such-host.invalid:7077: unknown host");
  }

  @Test
  void oneOfSeveralMastersMayAnswer() throws IOException {
    try (ServerSocket master = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      SparkMasters.require("--master", "spark://127.0.0.1:1,127.0.0.1:" + master.getLocalPort());
    }
  }

  private static boolean isLoopback(String address) {
    return LOOPBACK.stream().anyMatch(one -> address.startsWith(one + ":"));
  }

  /** Addresses that this machine listens on, as the kernel writes them. */
  private static Set<String> listening() throws IOException {
    Set<String> all = new TreeSet<>();
    for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
      if (Files.exists(Path.of(table))) {
        try (Stream<String> lines = Files.lines(Path.of(table))) {
          all.addAll(
              lines
                  .map(line -> line.strip().split("\\s+", -1))
                  .filter(fields -> fields[3].equals(LISTENING))
                  .map(fields -> fields[1])
                  .collect(Collectors.toSet()));
        }
      }
    }
    return all;
  }
}
