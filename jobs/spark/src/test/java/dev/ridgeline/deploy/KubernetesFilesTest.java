package dev.ridgeline.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.util.VersionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The files of deploy/kubernetes say nothing that a cluster, the operator or Spark would not know.
 */
class KubernetesFilesTest {

  static final Path FOLDER = Path.of("../../deploy/kubernetes");

  private static final String APPLICATION = "spark-application.yaml";

  /** Parts of an application that are objects of Kubernetes itself. */
  private static final Map<String, Class<?>> PARTS =
      Map.of(
          "/spec/volumes", Volume.class,
          "/spec/driver/env", EnvVar.class,
          "/spec/executor/env", EnvVar.class,
          "/spec/driver/volumeMounts", VolumeMount.class);

  @ParameterizedTest
  @ValueSource(
      strings = {"rbac.yaml", "quota.yaml", "secrets.yaml", "driver-pod.yaml", "executor-pod.yaml"})
  void kubernetesKnowsEveryField(String file) throws Exception {
    List<JsonNode> documents = StrictObjects.documents(FOLDER.resolve(file));
    assertThat(documents).isNotEmpty().allSatisfy(StrictObjects::read);
  }

  @Test
  void unknownFieldsAreRefused() throws Exception {
    String pod = Files.readString(FOLDER.resolve("driver-pod.yaml"));
    JsonNode wrong = StrictObjects.documents(pod.replace("mountPath:", "mountpath:")).get(0);
    assertThatThrownBy(() -> StrictObjects.read(wrong)).hasMessageContaining("mountpath");
    JsonNode application = application();
    assertThat(schema().validate(application)).isEmpty();
    ((ObjectNode) application.at("/spec/driver")).put("coreLimits", "2");
    assertThat(schema().validate(application)).hasSize(1);
  }

  @Test
  void theOperatorKnowsEveryFieldOfTheApplication() throws Exception {
    JsonNode application = application();
    assertThat(schema().validate(application)).isEmpty();
    StrictObjects.read(application.get("metadata"), ObjectMeta.class);
    for (Map.Entry<String, Class<?>> part : PARTS.entrySet()) {
      assertThat(application.at(part.getKey())).isNotEmpty();
      application.at(part.getKey()).forEach(node -> StrictObjects.read(node, part.getValue()));
    }
    for (String role : List.of("driver", "executor")) {
      JsonNode spec = application.at("/spec/" + role);
      StrictObjects.read(spec.get("podSecurityContext"), PodSecurityContext.class);
      StrictObjects.read(spec.get("securityContext"), SecurityContext.class);
    }
  }

  /** Facts of the operator's own resource, with their source in the file. */
  private static JsonSchema schema() throws Exception {
    try (InputStream in =
        KubernetesFilesTest.class.getResourceAsStream("spark-application.schema.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(new ObjectMapper().readTree(in));
    }
  }

  private static JsonNode application() throws Exception {
    return StrictObjects.documents(FOLDER.resolve(APPLICATION)).get(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark.conf", "s3.conf", "gcs.conf"})
  void sparkKnowsEverySetting(String file) throws Exception {
    TreeSet<String> names = new TreeSet<>(settings(file).keySet());
    names.addAll(SparkSettings.commentedOut(FOLDER.resolve(file)));
    assertThat(names).isNotEmpty();
    assertThat(SparkSettings.unknown(names)).isEmpty();
    assertThat(SparkSettings.unknown(List.of("spark.executor.core", "spark.hadoop.fs.s3a.endpont")))
        .hasSize(2);
  }

  /** One run, two ways to submit it: the fields of the application say what the settings say. */
  @Test
  void theApplicationHasTheSettingsOfTheScript() throws Exception {
    JsonNode spec = application().get("spec");
    Map<String, String> ofApplication = new TreeMap<>();
    spec.get("sparkConf")
        .properties()
        .forEach(setting -> ofApplication.put(setting.getKey(), setting.getValue().asText()));
    spec.get("hadoopConf")
        .properties()
        .forEach(
            setting ->
                ofApplication.put("spark.hadoop." + setting.getKey(), setting.getValue().asText()));
    put(ofApplication, "spark.kubernetes.container.image", spec, "/image");
    put(ofApplication, "spark.kubernetes.container.image.pullPolicy", spec, "/imagePullPolicy");
    String driver = "spark.kubernetes.authenticate.driver.serviceAccountName";
    put(ofApplication, driver, spec, "/driver/serviceAccount");
    String executor = "spark.kubernetes.authenticate.executor.serviceAccountName";
    put(ofApplication, executor, spec, "/executor/serviceAccount");
    put(ofApplication, "spark.driver.cores", spec, "/driver/cores");
    put(ofApplication, "spark.driver.memory", spec, "/driver/memory");
    put(ofApplication, "spark.kubernetes.driver.limit.cores", spec, "/driver/coreLimit");
    put(ofApplication, "spark.executor.instances", spec, "/executor/instances");
    put(ofApplication, "spark.executor.cores", spec, "/executor/cores");
    put(ofApplication, "spark.executor.memory", spec, "/executor/memory");
    put(ofApplication, "spark.kubernetes.executor.request.cores", spec, "/executor/coreRequest");
    put(ofApplication, "spark.kubernetes.executor.limit.cores", spec, "/executor/coreLimit");
    ofApplication.put(
        "spark.kubernetes.namespace", application().at("/metadata/namespace").asText());
    for (String role : List.of("driver", "executor")) {
      for (JsonNode variable : spec.at("/" + role + "/env")) {
        JsonNode secret = variable.at("/valueFrom/secretKeyRef");
        ofApplication.put(
            "spark.kubernetes." + role + ".secretKeyRef." + variable.get("name").asText(),
            secret.get("name").asText() + ":" + secret.get("key").asText());
      }
    }
    Map<String, String> ofScript = new TreeMap<>(settings("spark.conf"));
    ofScript.putAll(settings("s3.conf"));
    assertThat(ofApplication).isEqualTo(ofScript);
  }

  /** The operator fills pods by fields of its own, and the script by templates. */
  @Test
  void theApplicationHasThePodsOfTheTemplates() throws Exception {
    JsonNode spec = application().get("spec");
    JsonNode driver = StrictObjects.documents(FOLDER.resolve("driver-pod.yaml")).get(0);
    JsonNode executor = StrictObjects.documents(FOLDER.resolve("executor-pod.yaml")).get(0);
    assertThat(spec.at("/driver/podSecurityContext")).isEqualTo(driver.at("/spec/securityContext"));
    assertThat(spec.at("/executor/podSecurityContext"))
        .isEqualTo(executor.at("/spec/securityContext"));
    assertThat(spec.at("/driver/securityContext"))
        .isEqualTo(driver.at("/spec/containers/0/securityContext"));
    assertThat(spec.at("/executor/securityContext"))
        .isEqualTo(executor.at("/spec/containers/0/securityContext"));
    assertThat(spec.at("/volumes")).isEqualTo(driver.at("/spec/volumes"));
    assertThat(spec.at("/driver/volumeMounts"))
        .isEqualTo(driver.at("/spec/containers/0/volumeMounts"));
    assertThat(spec.at("/driver/labels")).isEqualTo(driver.at("/metadata/labels"));
    assertThat(spec.at("/executor/labels")).isEqualTo(executor.at("/metadata/labels"));
  }

  @Test
  void versionsAreThoseOfTheBuild() throws Exception {
    String pom = Files.readString(Path.of("../../pom.xml"));
    String version = pom.replaceAll("(?s)^.*?<version>(.*?)</version>.*$", "$1");
    String spark = pom.replaceAll("(?s)^.*<spark.version>(.*?)</spark.version>.*$", "$1");
    assertThat(application().at("/spec/sparkVersion").asText()).isEqualTo(spark);
    assertThat(application().at("/spec/image").asText()).isEqualTo("ridgeline:" + version);
    assertThat(FOLDER.resolve("Dockerfile")).content().contains("apache/spark:" + spark + "-");
    assertThat(FOLDER.resolve("stores/pom.xml"))
        .content()
        .contains("<hadoop.version>" + VersionInfo.getVersion() + "</hadoop.version>");
  }

  @Test
  void nobodyMayDoEverything() throws Exception {
    List<PolicyRule> rules = new ArrayList<>();
    for (JsonNode document : StrictObjects.documents(FOLDER.resolve("rbac.yaml"))) {
      if (StrictObjects.read(document) instanceof Role role) {
        rules.addAll(role.getRules());
      }
    }
    assertThat(rules).hasSize(7);
    assertThat(rules)
        .allSatisfy(
            rule -> {
              assertThat(rule.getVerbs()).doesNotContain("*");
              assertThat(rule.getResources()).doesNotContain("*", "secrets");
            });
  }

  private static void put(
      Map<String, String> settings, String name, JsonNode spec, String pointer) {
    assertThat(spec.at(pointer).isMissingNode()).as(pointer).isFalse();
    settings.put(name, spec.at(pointer).asText());
  }

  private static Map<String, String> settings(String file) throws Exception {
    Properties read = SparkSettings.read(FOLDER.resolve(file));
    Map<String, String> settings = new TreeMap<>();
    read.stringPropertyNames().forEach(name -> settings.put(name, read.getProperty(name)));
    return settings;
  }
}
