package dev.ridgeline.deploy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Objects of Kubernetes in YAML, read by its Java model, which here refuses unknown fields. */
final class StrictObjects {

  private static final Map<String, Class<?>> KINDS =
      Map.of(
          "v1/Namespace", Namespace.class,
          "v1/ServiceAccount", ServiceAccount.class,
          "v1/Secret", Secret.class,
          "v1/Pod", Pod.class,
          "v1/ResourceQuota", ResourceQuota.class,
          "rbac.authorization.k8s.io/v1/Role", Role.class,
          "rbac.authorization.k8s.io/v1/RoleBinding", RoleBinding.class);

  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                /** The model keeps fields that it does not know. Here it has no place for them. */
                @Override
                public Boolean hasAnySetter(Annotated member) {
                  return false;
                }
              });

  private StrictObjects() {}

  /** The documents of a file. */
  static List<JsonNode> documents(Path file) throws IOException {
    return documents(Files.readString(file));
  }

  static List<JsonNode> documents(String text) throws IOException {
    return YAML.readerFor(JsonNode.class).<JsonNode>readValues(text).readAll();
  }

  /**
   * The object of a document.
   *
   * @throws IllegalArgumentException when the model lacks one of its fields
   */
  static Object read(JsonNode document) {
    String kind = document.get("apiVersion").asText() + "/" + document.get("kind").asText();
    if (!KINDS.containsKey(kind)) {
      throw new IllegalArgumentException("no class for " + kind);
    }
    return read(document, KINDS.get(kind));
  }

  static <T> T read(JsonNode document, Class<T> type) {
    return YAML.convertValue(document, type);
  }
}
