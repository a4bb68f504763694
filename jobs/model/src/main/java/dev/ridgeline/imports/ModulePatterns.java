package dev.ridgeline.imports;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Names of modules as quantization configs list them: whole names, parts of names, globs with
 * stars, and regular expressions after {@code re:}. Checkpoints spell the same module differently,
 * so that names are compared in one spelling.
 */
final class ModulePatterns {

  /** Modules that an entry does not have, or whose weights are never quantized. */
  private static final Pattern OUTSIDE =
      Pattern.compile(
          ".*(norm|bias|conv1d|a_log|dt_bias|vision|visual|audio|multi_modal|mm_proj|patch_merge"
              + "|mtp|rotary|embed_vision|shared_expert_gate|eh_proj|hnorm|enorm|indexers_proj"
              + "|shared_head|sinks|\\.router|\\.gate\\b(?!_)|router\\.scale|per_expert_scale|layer_scalar|vit|projector).*",
          Pattern.CASE_INSENSITIVE);

  private static final Map<String, String> SPELLINGS = new LinkedHashMap<>(spellings());

  /** A part of a regular expression that may tell layers apart. */
  private static final Pattern TELLS_LAYERS = Pattern.compile("[0-9\\[]|\\\\d");

  /**
   * A pattern as it was written, with a test of canonical names.
   *
   * @param found answers for modules of any layer, where the pattern cannot tell layers apart
   */
  private record Compiled(
      String written, Pattern regex, boolean ofSpellings, Map<String, Boolean> found) {

    Compiled(String written, Pattern regex, boolean ofSpellings) {
      this(written, regex, ofSpellings, new HashMap<>());
    }

    boolean names(String module) {
      return TELLS_LAYERS.matcher(written).find()
          ? matches(module)
          : found.computeIfAbsent(LAYER.matcher(module).replaceFirst("layers.0."), this::matches);
    }

    private boolean matches(String module) {
      return ofSpellings ? matchesSpelling(regex, module) : regex.matcher(module).matches();
    }
  }

  private static final Pattern LAYER = Pattern.compile("layers\\.\\d+\\.");

  private final Set<String> names = new HashSet<>();
  private final Map<String, String> writtenAs = new LinkedHashMap<>();
  private final List<Compiled> compiled = new ArrayList<>();
  private final Set<String> used = new HashSet<>();

  ModulePatterns(ConfigKeys config, String key, List<String> patterns) {
    for (String pattern : patterns) {
      if (pattern.startsWith("re:")) {
        try {
          compiled.add(new Compiled(pattern, Pattern.compile(pattern.substring(3)), true));
        } catch (PatternSyntaxException e) {
          config.problem(key, "has '" + pattern + "', which is no regular expression.");
        }
      } else if (pattern.contains("*")) {
        String glob = "\\Q" + canonical(pattern).replace("*", "\\E.*\\Q") + "\\E(\\..*)?";
        compiled.add(new Compiled(pattern, Pattern.compile("(.*\\.)?" + glob), false));
      } else {
        names.add(canonical(pattern));
        writtenAs.put(canonical(pattern), pattern);
      }
    }
  }

  private static Map<String, String> spellings() {
    Map<String, String> spellings = new LinkedHashMap<>();
    spellings.put("block_sparse_moe", "mlp");
    spellings.put("feed_forward", "mlp");
    spellings.put("ffn", "mlp");
    spellings.put("attn", "self_attn");
    spellings.put("self_attention", "self_attn");
    spellings.put("router", "gate");
    spellings.put("shared_expert", "shared_experts");
    spellings.put("w1", "gate_proj");
    spellings.put("w2", "down_proj");
    spellings.put("w3", "up_proj");
    spellings.put("head", "lm_head");
    spellings.put("embeddings", "embed_tokens");
    spellings.put("embed", "embed_tokens");
    return spellings;
  }

  /** A name in the spelling of {@link Modules}, from the number of its layer on. */
  private static String canonical(String name) {
    String inner = name.replaceFirst("\\.(weight|weight_scale_inv)$", "");
    int layers = inner.indexOf("layers.");
    if (layers < 0) {
      inner = inner.replaceFirst("^((language_)?model\\.|backbone\\.)+", "");
    } else if (!OUTSIDE.matcher(inner.substring(0, layers)).matches()) {
      inner = inner.substring(layers);
    }
    List<String> parts = new ArrayList<>();
    for (String part : inner.split("\\.", -1)) {
      parts.add(SPELLINGS.getOrDefault(part, part));
    }
    return String.join(".", parts);
  }

  /** Whether some pattern names the module. */
  boolean names(String module) {
    boolean found = false;
    String[] parts = module.split("\\.", -1);
    for (int from = 0; from < parts.length; from++) {
      StringBuilder run = new StringBuilder();
      for (int to = from; to < parts.length; to++) {
        run.append(run.isEmpty() ? "" : ".").append(parts[to]);
        if (names.contains(run.toString())) {
          used.add(writtenAs.getOrDefault(run.toString(), ""));
          found = true;
        }
      }
    }
    for (Compiled pattern : compiled) {
      if (pattern.names(module)) {
        used.add(pattern.written());
        found = true;
      }
    }
    return found;
  }

  /** Whether a regular expression matches the beginning of some spelling of the name. */
  private static boolean matchesSpelling(Pattern regex, String module) {
    List<String> spelled = new ArrayList<>(List.of(module));
    SPELLINGS.forEach(
        (other, canonical) -> {
          if (module.contains("." + canonical + ".") || module.endsWith("." + canonical)) {
            spelled.add(module.replaceFirst("\\." + canonical + "(?=\\.|$)", "." + other));
          }
        });
    for (String name : spelled) {
      for (String prefix :
          List.of("", "model.", "model.language_model.", "language_model.model.")) {
        if (regex.matcher(prefix + name).lookingAt()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Patterns that named no module so far, and that do not name one outside of entries. */
  List<String> strange(int layers) {
    List<String> strange = new ArrayList<>();
    writtenAs.values().stream().filter(name -> isStrange(name, layers)).forEach(strange::add);
    compiled.stream()
        .map(Compiled::written)
        .filter(name -> isStrange(name, layers))
        .forEach(strange::add);
    return strange;
  }

  private boolean isStrange(String pattern, int layers) {
    if (used.contains(pattern) || OUTSIDE.matcher(pattern).matches()) {
      return false;
    }
    var layer = Pattern.compile(".*layers\\.(\\d{1,6})([.*].*)?").matcher(pattern);
    boolean pastTheLast = layer.matches() && Integer.parseInt(layer.group(1)) >= layers;
    boolean ofTheHead = pattern.matches(".*(lm_head|embed_tokens)[.*]*");
    return !pastTheLast && !ofTheHead;
  }
}
