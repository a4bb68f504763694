package dev.ridgeline.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.store.ObjectStore;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.testing.TestSweep;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sweeps and catalogs that lie elsewhere than on this machine. */
class LocationsTest {

  @TempDir private Path directory;

  private static Configuration hadoop() {
    Configuration hadoop = new Configuration();
    hadoop.setClass(ObjectStore.SETTING, ObjectStore.class, FileSystem.class);
    return hadoop;
  }

  private static Path inStore(Path file) throws IOException {
    return Locations.path("store:" + file.toRealPath(), hadoop());
  }

  @Test
  void aSweepAndItsCatalogsAreReadFromAStore() throws IOException {
    Path file = TestSweep.tiny(directory);
    Path sweep = inStore(file);
    Path catalogs = inStore(TestSweep.CATALOGS);
    Sweep read = Sweep.read(sweep, CatalogDirectories.of(catalogs));
    Sweep local = Sweep.read(file, CatalogDirectories.of(TestSweep.CATALOGS));
    assertThat(read.source().file()).isEqualTo("store:" + file.toRealPath());
    assertThat(read.space().grid().cells()).isEqualTo(6);
    assertThat(read.catalogs().hashesByDirectory()).isEqualTo(local.catalogs().hashesByDirectory());
  }

  @Test
  void errorsNameTheUrl() throws IOException {
    TestSweep.write(directory, "wrong.yaml", TestSweep.TINY.replace("fp8", "fp9"));
    Path wrong = inStore(directory.resolve("wrong.yaml"));
    assertThatThrownBy(() -> Sweep.read(wrong, CatalogDirectories.of(inStore(TestSweep.CATALOGS))))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("store:" + directory.toRealPath() + "/wrong.yaml: 1 problem")
        .hasMessageContaining("unknown quantization 'fp9'");
    Path none = inStore(directory).resolve("none.yaml");
    assertThatThrownBy(() -> Sweep.read(none, CatalogDirectories.of(TestSweep.CATALOGS)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void aFileIsReadOverHttp() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] text = TestSweep.TINY.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/tiny.yaml",
        request -> {
          request.sendResponseHeaders(200, text.length);
          request.getResponseBody().write(text);
          request.close();
        });
    server.start();
    try {
      String host = "http://127.0.0.1:" + server.getAddress().getPort();
      assertThat(TestSweep.read(Locations.path(host + "/tiny.yaml")).name()).isEqualTo("tiny");
      assertThatThrownBy(() -> TestSweep.read(Locations.path(host + "/none.yaml")))
          .isInstanceOf(ConfigException.class)
          .hasMessageStartingWith(host + "/none.yaml: 1 problem");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aUrlOfThisMachineIsAPath() throws IOException {
    Path file = TestSweep.tiny(directory);
    assertThat(Locations.path("file:" + file)).isEqualTo(file);
    assertThat(Locations.path("file://" + file)).isEqualTo(file);
    assertThat(Locations.path("a b.yaml")).isEqualTo(Path.of("a b.yaml"));
  }

  @ParameterizedTest
  @CsvSource({
    "abfss://box@host/x, --packages org.apache.hadoop:hadoop-azure:",
    "gs://bucket/x, --packages org.apache.hadoop:hadoop-gcp:",
    "s3://bucket/x, Maybe write s3a://bucket/x.",
    "nosuch://x/y, on a file system that Hadoop does not know"
  })
  void aMissingFileSystemNamesItsPackage(String place, String said) {
    assertThatThrownBy(() -> Locations.path(place))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(place + ": 1 problem")
        .hasMessageContaining(said);
  }

  /** The tests have the package of S3, so Hadoop does not say this here. */
  @Test
  void aMissingPackageOfS3IsNamed() {
    assertThat(
            UnknownFileSystem.error(
                "s3a://bucket/x.yaml", new RuntimeException(new ClassNotFoundException("S3A"))))
        .hasMessageStartingWith("s3a://bucket/x.yaml: 1 problem")
        .hasMessageContaining("--packages org.apache.hadoop:hadoop-aws:");
  }

  @Test
  void aUrlIsOnlyRead() throws IOException {
    Path file = inStore(directory).resolve("new.yaml");
    assertThatThrownBy(() -> Files.writeString(file, "text"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is only read here");
    assertThatThrownBy(() -> Files.createDirectories(file)).isInstanceOf(ConfigException.class);
  }

  @Test
  void pathsAreJoinedAndTakenApart() throws IOException {
    Path folder = Locations.path("store://host/a/b", hadoop());
    assertThat(folder.resolve("c.yaml")).hasToString("store://host/a/b/c.yaml");
    assertThat(folder.resolve("c.yaml").getFileName()).hasToString("c.yaml");
    assertThat(folder.resolve("../x").normalize()).hasToString("store://host/a/x");
    assertThat(folder.relativize(folder.resolve("c/d"))).hasToString("c/d");
    assertThat(folder.getParent()).isEqualTo(Locations.path("store://host/a", hadoop()));
    assertThat(folder.startsWith(folder.getParent())).isTrue();
    assertThat(folder).isNotEqualTo(Locations.path("store://other/a/b", hadoop()));
  }

  @Test
  void joinedDirectoriesOfCatalogsMayBeUrls() {
    String joined = "catalogs:hdfs://host:9000/a:s3a://bucket/b.csv:/local";
    CatalogDirectories read =
        CatalogDirectories.parse(joined, text -> Path.of(text.replace("://", "~")));
    assertThat(read.base()).isEqualTo(Path.of("catalogs"));
    assertThat(read.overlays())
        .isEqualTo(
            List.of(Path.of("hdfs~host:9000/a"), Path.of("s3a~bucket/b.csv"), Path.of("/local")));
  }
}
