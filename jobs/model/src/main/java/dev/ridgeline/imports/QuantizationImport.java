package dev.ridgeline.imports;

import dev.ridgeline.catalog.LayerBits;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.catalog.TensorGroup;
import dev.ridgeline.catalog.WeightBits;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.units.Dimension;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The quantization that a config names, as an entry. Its bits are effective ones by tensor group:
 * the mean over the parameters of the group. Some matrices of a group may be left at 16 bits.
 */
final class QuantizationImport {

  private static final String METHOD = "quant_method";
  private static final List<String> METHODS =
      List.of("awq", "compressed-tensors", "fp8", "gptq", "modelopt", "mxfp4");
  private static final List<String> LISTS_OF_PLAIN =
      List.of("modules_to_not_convert", "ignore", "ignored_layers", "exclude_modules", "exclude");

  private final Model model;
  private final ModelShape shape;
  private final String place;

  QuantizationImport(Model model, ModelShape shape, String place) {
    this.model = model;
    this.shape = shape;
    this.place = place;
  }

  /** Reads an entry; empty where there is a problem. */
  Optional<Quantization> read(ConfigKeys config) {
    String method = method(config);
    if (!METHODS.contains(method)) {
      config.problem(
          METHOD, "unknown method '" + method + "'." + NearestName.advice(method, METHODS));
      return Optional.empty();
    }
    List<FormatOfModules> formats = formats(config, method);
    double kvBits = kvBits(config);
    List<Modules.Module> modules = Modules.of(model, shape);
    ModulePatterns plain = plain(config);
    boolean headByDefault =
        method.equals("modelopt") || method.equals("compressed-tensors") || quantizesHead(config);
    LayerTallies tallies = new LayerTallies();
    List<Integer> positions = shape.positions();
    for (Modules.Module module : modules) {
      boolean listed = plain.names(module.name());
      boolean never =
          module.neverQuantized()
              || module.group() == TensorGroup.ROUTER
              || module.name().equals("embed_tokens")
              || (module.name().equals("lm_head") && !headByDefault);
      NumberFormat format = listed || never ? NumberFormat.PLAIN : of(module, formats, method);
      int position = module.layer() < 0 ? -1 : positions.get(module.layer());
      tallies.add(module.group(), position, format, module.parameters());
    }
    reportStrange(config, plain, formats);
    config.refuseOthers();
    return entry(method, tallies, kvBits);
  }

  /** Modules in one format: those that patterns name, or all linear ones. */
  private record FormatOfModules(NumberFormat format, Optional<ModulePatterns> only) {}

  private static String method(ConfigKeys config) {
    boolean isModelOpt = config.has("quant_algo");
    if (isModelOpt) {
      config.skip(METHOD);
      return "modelopt";
    }
    return config.has(METHOD) ? config.text(METHOD).replace('_', '-') : "";
  }

  private List<FormatOfModules> formats(ConfigKeys config, String method) {
    config.skip("producer", "quantization_status", "format", "global_compression_ratio", "version");
    config.skip("fmt", "scale_fmt", "sparsity_config", "transform_config", "backend", "name");
    return switch (method) {
      case "fp8" -> List.of(everywhere(fp8(config)));
      case "awq" -> List.of(everywhere(awq(config)));
      case "gptq" -> List.of(everywhere(gptq(config)));
      case "mxfp4" -> List.of(everywhere(NumberFormat.fp4(32, 16)));
      case "modelopt" -> modelOpt(config);
      default -> groups(config);
    };
  }

  private static FormatOfModules everywhere(NumberFormat format) {
    return new FormatOfModules(format, Optional.empty());
  }

  private static NumberFormat fp8(ConfigKeys config) {
    String scheme = config.word("activation_scheme", "dynamic", List.of("dynamic", "static"));
    double block = 0;
    if (config.has("weight_block_size")) {
      block = 1;
      for (int side : config.wholes("weight_block_size", 2)) {
        block *= Math.max(1, side);
      }
    }
    return NumberFormat.fp8(block, scheme.isEmpty());
  }

  private static NumberFormat awq(ConfigKeys config) {
    config.skip("backend", "do_fuse", "fuse_max_seq_len", "modules_to_fuse", "version");
    String bits = config.has("w_bit") ? "w_bit" : "bits";
    String group = config.has("q_group_size") ? "q_group_size" : "group_size";
    return NumberFormat.integer(
        integerBits(config, bits), groupSize(config, group), config.flag("zero_point", true), 16);
  }

  private static NumberFormat gptq(ConfigKeys config) {
    config.skip(
        "desc_act", "damp_percent", "true_sequential", "static_groups", "model_name_or_path");
    config.skip("model_file_base_name", "checkpoint_format", "meta", "pack_dtype", "lm_head");
    config.skip("exllama_config", "max_input_length", "use_exllama", "tokenizer", "dataset");
    config.refuse("dynamic", "modules with formats of their own");
    return NumberFormat.integer(
        integerBits(config, "bits"),
        groupSize(config, "group_size"),
        !config.flag("sym", true),
        16);
  }

  private static boolean quantizesHead(ConfigKeys config) {
    return config.has("lm_head") && config.flag("lm_head", false);
  }

  private static int integerBits(ConfigKeys config, String key) {
    int bits = config.whole(key, Dimension.PARTS);
    if (bits > 8 || bits < 2) {
      config.problem(key, "is " + bits + ". Allowed: 2 to 8 bits.");
      return 8;
    }
    return bits;
  }

  /** Weights that share a scale; 0 where a whole channel does, which configs write as -1. */
  private static int groupSize(ConfigKeys config, String key) {
    if (config.isWhole(key, -1)) {
      return 0;
    }
    return config.whole(key, Dimension.PARTS);
  }

  /** Groups of compressed-tensors, each with targets. */
  private List<FormatOfModules> groups(ConfigKeys config) {
    List<FormatOfModules> formats = new ArrayList<>();
    Optional<ConfigKeys> groups = config.object("config_groups");
    if (groups.isEmpty()) {
      config.problem("config_groups", "is missing. Allowed: groups of weights with their formats.");
      return formats;
    }
    if (groups.get().names().isEmpty()) {
      config.problem("config_groups", "is empty. Allowed: groups of weights with their formats.");
    }
    for (String name : groups.get().names()) {
      Optional<ConfigKeys> group = groups.get().object(name);
      if (group.isEmpty()) {
        groups.get().problem(name, "has no object. Allowed: targets and the format of weights.");
      }
      group.ifPresent(keys -> formats.add(group(keys)));
    }
    return formats;
  }

  private static FormatOfModules group(ConfigKeys group) {
    group.skip("format", "output_activations");
    List<String> targets = group.texts("targets");
    boolean all = targets.isEmpty() || targets.contains("Linear");
    int activationBits = activationBits(group);
    Optional<ConfigKeys> weights = group.object("weights");
    if (weights.isEmpty()) {
      group.problem("weights", "is missing. Allowed: the format of the weights.");
    }
    NumberFormat format =
        weights.map(keys -> weights(keys, activationBits)).orElse(NumberFormat.PLAIN);
    group.refuseOthers();
    return new FormatOfModules(
        format,
        all ? Optional.empty() : Optional.of(new ModulePatterns(group, "targets", targets)));
  }

  private static int activationBits(ConfigKeys group) {
    return group
        .object("input_activations")
        .map(
            inputs -> {
              int bits = inputs.whole("num_bits", Dimension.PARTS);
              if (bits != 4 && bits != 8 && bits != 16) {
                inputs.problem("num_bits", "is " + bits + ". Allowed: 4, 8 or 16.");
              }
              return bits;
            })
        .orElse(16);
  }

  private static NumberFormat weights(ConfigKeys weights, int activationBits) {
    int bits = integerBits(weights, "num_bits");
    boolean isFloat = weights.word("type", "int", List.of("float", "int")).equals("float");
    int group = weights.has("group_size") ? groupSize(weights, "group_size") : 0;
    boolean zeroPoint = !weights.flag("symmetric", true);
    weights.skip("actorder", "dynamic", "observer", "observer_kwargs", "scale_dtype", "zp_dtype");
    weights.skip("strategy");
    double block = 0;
    if (weights.has("block_structure")) {
      block = 1;
      for (int side : weights.wholes("block_structure")) {
        block *= Math.max(1, side);
      }
    } else {
      weights.skip("block_structure");
    }
    weights.refuseOthers();
    if (!isFloat) {
      return NumberFormat.integer(bits, group, zeroPoint, activationBits);
    }
    if (bits == 8) {
      return NumberFormat.fp8(block > 0 ? block : group, activationBits > 8);
    }
    if (bits == 4 && (group == 16 || group == 32)) {
      return NumberFormat.fp4(group, activationBits);
    }
    weights.problem(
        "num_bits", "is " + bits + " for floats. Allowed: 8, or 4 with a group_size of 16 or 32.");
    return NumberFormat.PLAIN;
  }

  /** Formats of NVIDIA's ModelOpt, one for all modules or one for each that is listed. */
  private static List<FormatOfModules> modelOpt(ConfigKeys config) {
    config.skip("config_groups", "activation_scheme", "weight_block_size", "moe_quant_algo");
    String algorithm = config.text("quant_algo");
    if (!algorithm.equals("MIXED_PRECISION")) {
      int group = config.wholeOrZero("group_size", Dimension.PARTS);
      return List.of(everywhere(algorithm(config, algorithm, group)));
    }
    config.skip("group_size");
    Map<NumberFormat, List<String>> names = new LinkedHashMap<>();
    Optional<ConfigKeys> layers = config.object("quantized_layers");
    if (layers.isEmpty()) {
      config.problem("quantized_layers", "is missing. Allowed: modules with their formats.");
      return List.of();
    }
    for (String name : layers.get().names()) {
      layers
          .get()
          .object(name)
          .ifPresent(
              layer -> {
                int group = layer.wholeOrZero("group_size", Dimension.PARTS);
                NumberFormat format = algorithm(layer, layer.text("quant_algo"), group);
                names.computeIfAbsent(format, none -> new ArrayList<>()).add(name);
              });
    }
    List<FormatOfModules> formats = new ArrayList<>();
    names.forEach(
        (format, of) ->
            formats.add(
                new FormatOfModules(
                    format, Optional.of(new ModulePatterns(config, "quantized_layers", of)))));
    return formats;
  }

  private static NumberFormat algorithm(ConfigKeys config, String name, int group) {
    return switch (name) {
      case "FP8", "FP8_PER_CHANNEL_PER_TOKEN" -> NumberFormat.fp8(0, false);
      case "FP8_PB_WO", "FP8_PB_REAL" -> NumberFormat.fp8(128 * 128, false);
      case "NVFP4" -> NumberFormat.fp4(group > 0 ? group : 16, 4);
      case "NVFP4_AWQ" -> NumberFormat.fp4(group > 0 ? group : 16, 4);
      case "W4A16_NVFP4" -> NumberFormat.fp4(group > 0 ? group : 16, 16);
      case "W4A8_NVFP4_FP8" -> NumberFormat.fp4(group > 0 ? group : 16, 8);
      case "MXFP4" -> NumberFormat.fp4(32, 4);
      case "W4A8_MXFP4_FP8" -> NumberFormat.fp4(32, 8);
      case "MXFP8" -> NumberFormat.fp8(128, false);
      case "INT8_SQ", "W8A8_SQ_PER_CHANNEL" -> NumberFormat.integer(8, 0, false, 8);
      case "W4A16_AWQ", "INT4_AWQ" -> NumberFormat.integer(4, group > 0 ? group : 128, false, 16);
      case "W4A8_AWQ" -> NumberFormat.integer(4, group > 0 ? group : 128, false, 8);
      default -> {
        List<String> known =
            List.of(
                "FP8",
                "FP8_PB_WO",
                "INT4_AWQ",
                "INT8_SQ",
                "MIXED_PRECISION",
                "MXFP4",
                "MXFP8",
                "NVFP4",
                "W4A16_AWQ",
                "W4A16_NVFP4",
                "W4A8_AWQ",
                "W4A8_NVFP4_FP8");
        config.problem(
            "quant_algo", "unknown format '" + name + "'." + NearestName.advice(name, known));
        yield NumberFormat.PLAIN;
      }
    };
  }

  private double kvBits(ConfigKeys config) {
    Optional<ConfigKeys> scheme = Optional.empty();
    if (config.isObject("kv_cache_scheme")) {
      scheme = config.object("kv_cache_scheme");
    }
    if (scheme.isPresent()) {
      scheme.get().skip("type", "strategy", "dynamic", "symmetric", "observer", "observer_kwargs");
      scheme.get().skip("group_size", "block_structure", "actorder", "scale_dtype", "zp_dtype");
      return scheme.get().whole("num_bits", Dimension.PARTS);
    }
    String key = config.has("kv_cache_scheme") ? "kv_cache_scheme" : "kv_cache_quant_algo";
    String name = config.word(key, "none", List.of("FP8", "NVFP4", "INT8", "none"));
    return switch (name) {
      case "FP8", "INT8" -> 8;
      case "NVFP4" -> 4.5;
      default -> 16;
    };
  }

  private ModulePatterns plain(ConfigKeys config) {
    Set<String> patterns = new LinkedHashSet<>();
    String key = LISTS_OF_PLAIN.get(0);
    for (String name : LISTS_OF_PLAIN) {
      List<String> listed = config.texts(name);
      key = listed.isEmpty() ? key : name;
      patterns.addAll(listed);
    }
    return new ModulePatterns(config, key, List.copyOf(patterns));
  }

  private void reportStrange(
      ConfigKeys config, ModulePatterns plain, List<FormatOfModules> formats) {
    List<String> strange = new ArrayList<>(plain.strange(shape.checkpointLayers()));
    formats.forEach(
        format ->
            format
                .only()
                .ifPresent(only -> strange.addAll(only.strange(shape.checkpointLayers()))));
    if (!strange.isEmpty()) {
      String key =
          LISTS_OF_PLAIN.stream().filter(config::has).findFirst().orElse("quantized_layers");
      config.problem(
          key,
          "names modules that the model does not have: "
              + String.join(", ", strange.subList(0, Math.min(3, strange.size())))
              + (strange.size() > 3 ? " and " + (strange.size() - 3) + " more" : "")
              + ". Allowed: names of its matrices, such as 'lm_head' or 'model.layers.0.self_attn'.");
    }
  }

  private NumberFormat of(Modules.Module module, List<FormatOfModules> formats, String method) {
    if (shape.hasExpertsInFp4() && method.equals("fp8") && module.group() == TensorGroup.EXPERTS) {
      return NumberFormat.fp4(32, 8);
    }
    boolean expertsOnly = method.equals("mxfp4") && module.group() != TensorGroup.EXPERTS;
    if (expertsOnly) {
      return NumberFormat.PLAIN;
    }
    NumberFormat found = NumberFormat.PLAIN;
    for (FormatOfModules format : formats) {
      if (format.only().isEmpty()) {
        found = found.equals(NumberFormat.PLAIN) ? format.format() : found;
      } else if (format.only().get().names(module.name())) {
        return format.format();
      }
    }
    return found;
  }

  private Optional<Quantization> entry(String method, LayerTallies tallies, double kvBits) {
    Map<TensorGroup, LayerTallies.Tally> sums = tallies.sums();
    Map<NumberFormat, Double> all = new LinkedHashMap<>();
    sums.values()
        .forEach(tally -> tally.parameters().forEach((f, n) -> all.merge(f, n, Double::sum)));
    NumberFormat main =
        all.entrySet().stream()
            .filter(part -> !part.getKey().equals(NumberFormat.PLAIN))
            .max(Comparator.comparingDouble(Map.Entry::getValue))
            .map(Map.Entry::getKey)
            .orElse(NumberFormat.PLAIN);
    WeightBits bits =
        new WeightBits(
            tallies.usualBits(TensorGroup.ATTENTION),
            tallies.usualBits(TensorGroup.DENSE_FFN),
            tallies.usualBits(TensorGroup.EXPERTS),
            tallies.usualBits(TensorGroup.SHARED_EXPERTS),
            tallies.usualBits(TensorGroup.ROUTER),
            embeddingBits(sums),
            NumberFormat.PLAIN.bits());
    String kv =
        kvBits < 16
            ? "the config's format of the cache"
            : "the config names no format of the cache";
    List<LayerBits> exceptions = tallies.exceptions();
    Set<TensorGroup> byLayers = new HashSet<>();
    exceptions.forEach(exception -> byLayers.add(exception.group()));
    return Optional.of(
        new Quantization(
            model.id() + "-checkpoint",
            model.name() + " as its checkpoint has it",
            bits,
            exceptions,
            main.activationBits(),
            kvBits,
            0,
            main.precision(),
            Precision.BF16,
            Map.of(
                "weightBits",
                    place + ", quantization_config (" + method + "): " + described(sums, byLayers),
                "activationBits",
                    place + ": those of the format with most weights, " + main.description(),
                "kvBits", place + ": " + kv)));
  }

  private static double embeddingBits(Map<TensorGroup, LayerTallies.Tally> sums) {
    LayerTallies.Tally tally = sums.get(TensorGroup.EMBEDDING);
    return tally == null ? NumberFormat.PLAIN.bits() : tally.bits();
  }

  private static String described(
      Map<TensorGroup, LayerTallies.Tally> sums, Set<TensorGroup> byLayers) {
    List<String> groups = new ArrayList<>();
    sums.forEach(
        (group, tally) -> {
          List<String> parts = new ArrayList<>();
          boolean mixed = tally.parameters().size() > 1;
          tally
              .parameters()
              .forEach(
                  (format, parameters) ->
                      parts.add(
                          mixed
                              ? String.format(
                                  Locale.ROOT,
                                  "%s for %.4g weights",
                                  format.description(),
                                  parameters)
                              : format.description()));
          String mean = !mixed ? "" : "derived: the mean of ";
          String layers = byLayers.contains(group) ? " in each layer, see layerBits" : "";
          String name = group.name().toLowerCase(Locale.ROOT).replace('_', ' ');
          groups.add(name + ": " + mean + String.join(" and ", parts) + layers);
        });
    return String.join("; ", groups)
        + ". Norms stay 16 bits"
        + (byLayers.isEmpty() ? "" : ". Layers are counted in the order of the model's groups");
  }
}
