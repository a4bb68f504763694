package dev.ridgeline.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ridgeline.catalog.LayerGroup;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.PublishedSize;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.Document;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.JsonReader;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.config.Problem;
import dev.ridgeline.units.Dimension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A config of Hugging Face that is to become entries of catalogs.
 *
 * @param config the file {@code config.json}
 * @param index the index of the safetensors files, whose size checks the number of parameters
 * @param quantization {@code hf_quant_config.json}, where the config itself names no quantization
 * @param id id of the entry; empty for one after the name of the file or its folder
 * @param name name of the model; empty for one after the name of the file or its folder
 * @param origin place that sources name; empty for the file's own name
 * @param ignored keys that the user knows to change neither size nor attention
 */
public record ModelImport(
    Path config,
    Optional<Path> index,
    Optional<Path> quantization,
    Optional<String> id,
    Optional<String> name,
    Optional<String> origin,
    List<String> ignored) {

  private static final String CONTEXT = "max_position_embeddings";
  private static final String TIED = "tie_word_embeddings";
  private static final String HIDDEN = "hidden_size";
  private static final String VOCABULARY = "vocab_size";

  /** Keys whose values stand in sources of their own. */
  private static final List<String> CITED_ELSEWHERE = List.of(HIDDEN, VOCABULARY, CONTEXT);

  public ModelImport {
    ignored = List.copyOf(ignored);
  }

  /** An import of a config alone. */
  public static ModelImport of(Path config) {
    return new ModelImport(
        config,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /**
   * Reads the files.
   *
   * @throws ConfigException with all problems of all files
   */
  public ImportedModel read() {
    List<Problem> problems = new ArrayList<>();
    Optional<Document<JsonNode>> document = JsonReader.read(config, problems);
    Optional<ImportedModel> imported = document.flatMap(file -> read(file, problems));
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return imported.orElseThrow();
  }

  private Optional<ImportedModel> read(Document<JsonNode> file, List<Problem> problems) {
    ConfigKeys outer = ConfigKeys.of(file, problems, ignored);
    ConfigKeys keys = outer.object("text_config").orElse(outer);
    Optional<Families.Known> known = family(outer, keys);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    try {
      return read(outer, keys, known.get(), problems);
    } catch (InvalidValueException e) {
      // A stand-in for a wrong value may contradict others: then the wrong value is reported.
      if (problems.isEmpty()) {
        problems.add(new Problem(config.toString(), "", 0, e.field() + " " + e.reason()));
      }
      return Optional.empty();
    }
  }

  /** The family by the inner type, or by the outer one where there is no inner. */
  private static Optional<Families.Known> family(ConfigKeys outer, ConfigKeys keys) {
    String key = "model_type";
    String type = keys.has(key) ? keys.text(key) : outer.text(key);
    Optional<Families.Known> known = Families.find(type);
    if (known.isEmpty() && !type.isEmpty()) {
      ConfigKeys at = keys.has(key) ? keys : outer;
      at.problem(
          key, "unknown model_type '" + type + "'." + NearestName.advice(type, Families.types()));
    }
    return known;
  }

  @SuppressWarnings("ReferenceEquality") // The inner object may be the outer one itself.
  private Optional<ImportedModel> read(
      ConfigKeys outer, ConfigKeys keys, Families.Known known, List<Problem> problems) {
    int hidden = keys.whole(HIDDEN, Dimension.HIDDEN_WIDTH);
    int vocabulary = keys.whole(VOCABULARY, Dimension.WIDTH);
    ModelShape shape = new ModelShape(hidden);
    int context = context(keys, known, shape);
    boolean tied = tied(outer, keys, known, shape);
    known.family().read(keys, shape);
    Optional<ConfigKeys> named =
        keys.object("quantization_config").or(() -> outer.object("quantization_config"));
    keys.skip("compression_config");
    keys.refuseOthers();
    if (outer != keys) {
      outer.refuseOthers();
    }
    if (!problems.isEmpty() || shape.layers().isEmpty()) {
      return Optional.empty();
    }
    ignored.forEach(key -> shape.assume(key + " is ignored on request"));
    Map<String, String> sources = sources(outer, keys, shape, vocabulary, context);
    List<LayerGroup> groups = shape.groups();
    Model unchecked =
        new Model(
            idOfEntry(),
            nameOfEntry(),
            hidden,
            vocabulary,
            tied,
            context,
            shape.otherParameters(),
            shape.residualStreams(),
            shape.residualBlockLayers(),
            groups,
            PublishedSize.NONE,
            sources);
    Optional<Quantization> formats = formats(named, unchecked, shape, problems);
    return Optional.of(
        new ImportedModel(checked(unchecked, formats, outer, keys, problems), formats));
  }

  private Optional<Quantization> formats(
      Optional<ConfigKeys> named, Model model, ModelShape shape, List<Problem> problems) {
    QuantizationImport reader = new QuantizationImport(model, shape, place());
    if (quantization.isPresent()) {
      return JsonReader.read(quantization.get(), problems)
          .map(file -> ConfigKeys.of(file, problems, ignored))
          .flatMap(keys -> keys.object("quantization").or(() -> Optional.of(keys)))
          .flatMap(reader::read);
    }
    return named.flatMap(reader::read);
  }

  private Model checked(
      Model model,
      Optional<Quantization> formats,
      ConfigKeys outer,
      ConfigKeys keys,
      List<Problem> problems) {
    SafetensorsIndex.Check check =
        index
            .flatMap(path -> SafetensorsIndex.read(path, problems))
            .map(file -> file.check(model, formats, ConfigKeys.bitsOfWeights(outer, keys)))
            .orElseGet(
                () ->
                    new SafetensorsIndex.Check(
                        Optional.empty(), "not checked: no index of safetensors files was given"));
    PublishedSize size =
        check
            .totalParameters()
            .map(
                total ->
                    new PublishedSize(
                        total,
                        model.activeParameters(PublishedSize.ActiveConvention.HEAD_ONLY),
                        PublishedSize.ActiveConvention.HEAD_ONLY,
                        ""))
            .orElse(PublishedSize.NONE);
    Map<String, String> sources = new HashMap<>(model.sources());
    sources.put("published", check.source());
    return new Model(
        model.id(),
        model.name(),
        model.hiddenSize(),
        model.vocabularySize(),
        model.tiedEmbeddings(),
        model.maxContextTokens(),
        model.otherParameters(),
        model.residualStreams(),
        model.residualBlockLayers(),
        model.layers(),
        size,
        sources);
  }

  private static int context(ConfigKeys keys, Families.Known known, ModelShape shape) {
    if (known.context() > 0 && !keys.has(CONTEXT)) {
      shape.assume(CONTEXT + " is not given: " + known.context() + ", the default of the family");
      return known.context();
    }
    return keys.whole(CONTEXT, Dimension.TOKENS);
  }

  private static boolean tied(
      ConfigKeys outer, ConfigKeys keys, Families.Known known, ModelShape shape) {
    if (keys.has(TIED)) {
      outer.skip(TIED);
      return keys.flag(TIED, known.tied());
    }
    if (outer.has(TIED)) {
      return outer.flag(TIED, known.tied());
    }
    shape.assume(TIED + " is not given: " + known.tied() + ", the default of the family");
    return known.tied();
  }

  @SuppressWarnings("ReferenceEquality") // The inner object may be the outer one itself.
  private Map<String, String> sources(
      ConfigKeys outer, ConfigKeys keys, ModelShape shape, int vocabulary, int context) {
    String layers = keys.citation(CITED_ELSEWHERE);
    if (outer != keys && outer.has(TIED) && !keys.has(TIED)) {
      layers = layers + ", " + outer.citation(List.of("model_type"));
    }
    List<String> assumptions = new ArrayList<>(shape.assumptions());
    assumptions.add(0, place() + ": " + layers);
    if (outer.names().stream().anyMatch(HarmlessKeys::isTower)) {
      assumptions.add("towers for images and sound are left out");
    }
    return Map.of(
        "hiddenSize",
        place() + ": " + HIDDEN + " " + shape.hiddenSize(),
        "vocabularySize",
        place() + ": " + VOCABULARY + " " + vocabulary,
        "maxContextTokens",
        place() + ": " + (keys.has(CONTEXT) ? CONTEXT + " " + context : "no " + CONTEXT),
        "otherParameters",
        shape.otherNote(),
        "layers",
        String.join(". ", assumptions),
        "published",
        "not checked");
  }

  /** The place that sources name. */
  private String place() {
    return origin.orElseGet(() -> String.valueOf(config.getFileName()));
  }

  private String idOfEntry() {
    String given = id.orElseGet(() -> nameOfEntry().toLowerCase(Locale.ROOT));
    String safe = given.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[-.]+|[-.]+$", "");
    if (safe.isEmpty() || (id.isPresent() && !safe.equals(id.get()))) {
      throw new ConfigException(
          "--id", "is '" + given + "'. Allowed: letters, digits, dots and dashes.");
    }
    return safe;
  }

  /** The name of the folder of a file config.json, or else of the file. */
  private String nameOfEntry() {
    if (name.isPresent()) {
      return name.get();
    }
    String file = String.valueOf(config.getFileName()).replaceFirst("\\.json$", "");
    Path folder = config.toAbsolutePath().normalize().getParent();
    Path ofFolder = folder == null ? null : folder.getFileName();
    String given = file.equals("config") && ofFolder != null ? ofFolder.toString() : file;
    String last = given.replaceFirst("[_.-]config$", "");
    return last.substring(last.lastIndexOf("--") < 0 ? 0 : last.lastIndexOf("--") + 2);
  }
}
