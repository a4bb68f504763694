package dev.ridgeline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.spark.deploy.SparkApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What deploy/kubernetes/submit leaves in a cluster. Spark's own client submits to a server that
 * keeps objects as the API of a cluster does, and starts nothing.
 */
class KubernetesSubmissionTest {

  private static final Path FOLDER = Path.of("../../deploy/kubernetes");
  private static final String OUT = "s3a://bucket/runs/hardware-mixes";
  private static final String SWEEP = "/opt/ridgeline/sweep-configs/hardware-mixes.yaml";

  @TempDir private static Path directory;

  private static KubernetesMockServer cluster;
  private static Pod driver;
  private static List<Service> services;
  private static List<ConfigMap> configMaps;
  private static List<NetworkPolicy> policies;
  private static final TreeSet<String> USED_RIGHTS = new TreeSet<>();

  @BeforeAll
  static void submit() throws Exception {
    cluster =
        new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new ApplyingDispatcher(), false);
    cluster.init();
    SubmitCommand command =
        SubmitCommand.of(
            List.of(
                FOLDER.resolve("submit").toString(),
                "--store",
                "s3",
                "--conf",
                "spark.executor.instances=16",
                "--",
                "sweep",
                SWEEP,
                "--out",
                OUT),
            Map.of("SPARK_HOME", "/opt/spark", "KUBERNETES", cluster.url("/")),
            directory);
    // Nothing runs here, so that nothing would ever be complete.
    command.conf().set("spark.kubernetes.submission.waitAppCompletion", "false");
    SparkApplication client =
        Class.forName(command.mainClass())
            .asSubclass(SparkApplication.class)
            .getDeclaredConstructor()
            .newInstance();
    client.start(command.arguments().toArray(String[]::new), command.conf());
    RecordedRequest request;
    while ((request = cluster.takeRequest(100, TimeUnit.MILLISECONDS)) != null) {
      USED_RIGHTS.add(right(request.getMethod(), request.getPath()));
    }
    try (NamespacedKubernetesClient asked = cluster.createClient()) {
      assertThat(asked.pods().inNamespace("ridgeline").list().getItems()).hasSize(1);
      driver = asked.pods().inNamespace("ridgeline").list().getItems().get(0);
      services = asked.services().inNamespace("ridgeline").list().getItems();
      policies = asked.network().v1().networkPolicies().inNamespace("ridgeline").list().getItems();
      configMaps = asked.configMaps().inNamespace("ridgeline").list().getItems();
    }
  }

  @AfterAll
  static void stop() {
    cluster.destroy();
  }

  @Test
  void theDriverRunsTheCommand() {
    Container container = container();
    assertThat(container.getName()).isEqualTo("spark-kubernetes-driver");
    assertThat(container.getImage()).isEqualTo("ridgeline:0.1.0");
    assertThat(container.getArgs())
        .startsWith("driver")
        .containsSequence("--class", "dev.ridgeline.cli.Main")
        .endsWith("local:///opt/ridgeline/ridgeline.jar", "sweep", SWEEP, "--out", OUT);
    assertThat(driver.getMetadata().getLabels())
        .containsEntry("spark-role", "driver")
        .containsEntry("app.kubernetes.io/name", "ridgeline");
    assertThat(driver.getSpec().getRestartPolicy()).isEqualTo("Never");
  }

  /** 4 GiB of heap and a tenth of it beside: 4096 * 1.1 = 4505 MiB. */
  @Test
  void theDriverTakesWhatTheSettingsSay() {
    Map<String, Quantity> requests = container().getResources().getRequests();
    Map<String, Quantity> limits = container().getResources().getLimits();
    assertThat(requests)
        .containsEntry("cpu", Quantity.parse("1"))
        .containsEntry("memory", Quantity.parse("4505Mi"));
    assertThat(limits)
        .containsEntry("cpu", Quantity.parse("2"))
        .containsEntry("memory", Quantity.parse("4505Mi"));
  }

  @Test
  void theDriverKeepsToTheRestrictedStandard() {
    assertThat(driver.getSpec().getServiceAccountName()).isEqualTo("ridgeline-driver");
    assertThat(driver.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(driver.getSpec().getSecurityContext().getSeccompProfile().getType())
        .isEqualTo("RuntimeDefault");
    assertThat(container().getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container().getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(driver.getSpec().getVolumes()).noneMatch(volume -> volume.getHostPath() != null);
  }

  @Test
  void keysComeFromTheSecretAndSweepsFromTheConfigMap() {
    assertThat(container().getEnv())
        .filteredOn(variable -> variable.getName().startsWith("AWS_"))
        .extracting(
            variable ->
                variable.getName()
                    + " "
                    + variable.getValueFrom().getSecretKeyRef().getName()
                    + " "
                    + variable.getValueFrom().getSecretKeyRef().getKey())
        .containsExactlyInAnyOrder(
            "AWS_ACCESS_KEY_ID ridgeline-s3 access-key-id",
            "AWS_SECRET_ACCESS_KEY ridgeline-s3 secret-access-key");
    assertThat(driver.getSpec().getVolumes())
        .filteredOn(volume -> volume.getName().equals("sweeps"))
        .extracting(Volume::getConfigMap)
        .singleElement()
        .satisfies(map -> assertThat(map.getOptional()).isTrue());
    assertThat(container().getVolumeMounts())
        .anyMatch(mount -> mount.getMountPath().equals("/opt/ridgeline/sweeps"));
  }

  /** The settings of executors travel in a config map, which goes when the driver's pod goes. */
  @Test
  void everythingBelongsToTheDriver() {
    assertThat(services)
        .singleElement()
        .satisfies(service -> assertThat(service.getSpec().getClusterIP()).isEqualTo("None"));
    assertThat(configMaps)
        .extracting(map -> map.getData().getOrDefault("spark.properties", ""))
        .anySatisfy(
            properties ->
                assertThat(properties)
                    .contains("spark.executor.instances=16", "spark.executor.memory=8g")
                    .contains("spark.kubernetes.authenticate.executor.serviceAccountName="))
        .noneMatch(properties -> properties.contains("REPLACE"));
    assertThat(configMaps)
        .anyMatch(map -> map.getData().toString().contains("topologySpreadConstraints"));
    String pod = driver.getMetadata().getUid();
    assertThat(services)
        .allMatch(service -> isOwned(service.getMetadata().getOwnerReferences(), pod));
    assertThat(configMaps).allMatch(map -> isOwned(map.getMetadata().getOwnerReferences(), pod));
  }

  private static boolean isOwned(List<OwnerReference> owners, String uid) {
    return owners.stream().anyMatch(owner -> owner.getUid().equals(uid));
  }

  /** Spark shuts executors off from all pods but those of their own run. */
  @Test
  void onlyPodsOfTheRunReachItsExecutors() {
    assertThat(policies)
        .singleElement()
        .satisfies(
            policy -> {
              Map<String, String> guarded = policy.getSpec().getPodSelector().getMatchLabels();
              Map<String, String> admitted =
                  policy
                      .getSpec()
                      .getIngress()
                      .get(0)
                      .getFrom()
                      .get(0)
                      .getPodSelector()
                      .getMatchLabels();
              String run = driver.getMetadata().getLabels().get("spark-app-selector");
              assertThat(guarded)
                  .isEqualTo(Map.of("spark-role", "executor", "spark-app-selector", run));
              assertThat(admitted).isEqualTo(Map.of("spark-app-selector", run));
            });
  }

  /** Whoever submits needs no right beyond those of the role in rbac.yaml. */
  @Test
  void theRoleAllowsWhatSubmittingTook() throws Exception {
    TreeSet<String> allowed = new TreeSet<>();
    for (JsonNode document : StrictObjects.documents(FOLDER.resolve("rbac.yaml"))) {
      if (StrictObjects.read(document) instanceof Role role
          && role.getMetadata().getName().equals("ridgeline-submit")) {
        for (PolicyRule rule : role.getRules()) {
          rule.getResources()
              .forEach(on -> rule.getVerbs().forEach(verb -> allowed.add(verb + " " + on)));
        }
      }
    }
    assertThat(USED_RIGHTS).contains("create pods", "patch configmaps", "patch services");
    assertThat(allowed).containsAll(USED_RIGHTS);
  }

  /** Makes what is applied and not there yet, as a cluster does and the dispatcher does not. */
  private static final class ApplyingDispatcher extends KubernetesCrudDispatcher {
    @Override
    public MockResponse handlePatch(RecordedRequest request) {
      byte[] body = request.getBody().getBytes();
      MockResponse patched = super.handlePatch(request);
      boolean applied = request.getPath().contains("force=true");
      return applied && patched.code() == HttpURLConnection.HTTP_NOT_FOUND
          ? handleCreate(creation(request, body))
          : patched;
    }

    /** The request that makes the object of a body in YAML. */
    private static RecordedRequest creation(RecordedRequest request, byte[] body) {
      try {
        JsonNode object = StrictObjects.documents(new String(body, StandardCharsets.UTF_8)).get(0);
        return new RecordedRequest(
            request.getHttpVersion(),
            HttpMethod.POST,
            request.getPath().replaceAll("/[^/]+$", ""),
            request.getHeaders(),
            new Buffer(object.toString().getBytes(StandardCharsets.UTF_8)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The verb and the kind of a request, in the words of a role. */
  private static String right(String method, String path) {
    String[] parts = path.split("\\?", 2);
    String[] rest = parts[0].split("/namespaces/ridgeline/", 2)[1].split("/", -1);
    String kind = rest[0];
    boolean one = rest.length > 1;
    String query = parts.length > 1 ? parts[1] : "";
    return switch (method) {
      case "GET" -> (query.contains("watch=true") ? "watch" : one ? "get" : "list") + " " + kind;
      case "POST" -> "create " + kind;
      case "PUT" -> "update " + kind;
      case "PATCH" -> "patch " + kind;
      case "DELETE" -> (one ? "delete" : "deletecollection") + " " + kind;
      default -> throw new IllegalArgumentException(method);
    };
  }

  private static Container container() {
    return driver.getSpec().getContainers().get(0);
  }
}
