package dev.ridgeline.imports;

import dev.ridgeline.catalog.Window;
import dev.ridgeline.units.Dimension;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;

/** Which layers have a window, as the families say it. */
final class Windows {

  /** Reads the window of each layer. */
  @FunctionalInterface
  interface Reader {
    List<Window> read(ConfigKeys config, int layers);
  }

  private static final String SIZE = "sliding_window";
  private static final String TYPES = "layer_types";
  private static final String PATTERN = "sliding_window_pattern";
  private static final String SLIDING = "sliding_attention";
  private static final String FULL = "full_attention";

  private Windows() {}

  /** Every layer has softmax attention, where a list of types says so (MiniMax-M2). */
  static List<Window> softmax(ConfigKeys config, int layers) {
    if (config.has("attn_type_list") && config.wholes("attn_type_list", layers).contains(0)) {
      config.problem(
          "attn_type_list", "has 0 for lightning attention. Allowed: 1, because M2 has none.");
    }
    return none(config, layers);
  }

  /** Every layer sees everything (Llama 3). A window that is given is a key that nobody reads. */
  static List<Window> none(ConfigKeys config, int layers) {
    return Collections.nCopies(layers, Window.FULL);
  }

  /** Every layer may see everything; an index picks what it reads (MiniMax-M3). */
  static List<Window> blocks(ConfigKeys config, int layers) {
    config.requireFlag("attention_output_gate", false, "this gate was not checked");
    if (!config.has(BlockIndex.CONFIG)) {
      config.problem(BlockIndex.CONFIG, "is missing. Allowed: the blocks that an index picks.");
    }
    return none(config, layers);
  }

  /** Every layer sees everything, where the config says so in its own words (Grok 2). */
  static List<Window> global(ConfigKeys config, int layers) {
    config.requireWhole("sliding_window_size", -1, "windows of these layers were not checked");
    config.requireWhole("global_attn_every_n", 1, "windows of these layers were not checked");
    return none(config, layers);
  }

  /** A window in all layers where a size is given (Mistral, Mixtral, Phi-3). */
  static List<Window> everywhere(ConfigKeys config, int layers) {
    if (config.has(TYPES)) {
      return byTypes(config, layers, SIZE, Window.Kind.SLIDING, SLIDING);
    }
    return config
        .wholeIfGiven(SIZE, Dimension.TOKENS)
        .map(size -> Collections.nCopies(layers, sliding(size)))
        .orElseGet(() -> none(config, layers));
  }

  /** As {@link #everywhere}, where the size or null must be given (Mistral). */
  static List<Window> given(ConfigKeys config, int layers) {
    config.wholeOrNull(SIZE, Dimension.TOKENS);
    return everywhere(config, layers);
  }

  /** A window only where {@code use_sliding_window} says so, from a layer on (Qwen). */
  static List<Window> switched(ConfigKeys config, int layers) {
    if (!config.flag("use_sliding_window", false)) {
      config.skip(SIZE, "max_window_layers");
      if (config.has(TYPES)) {
        return byTypes(config, layers, SIZE, Window.Kind.SLIDING, FULL);
      }
      return none(config, layers);
    }
    if (config.has(TYPES)) {
      config.skip("max_window_layers");
      return byTypes(config, layers, SIZE, Window.Kind.SLIDING, SLIDING);
    }
    int size = config.whole(SIZE, Dimension.TOKENS);
    int from = config.wholeOrNull("max_window_layers", Dimension.LAYERS);
    return where(layers, layer -> layer >= from, sliding(size));
  }

  /** Every second layer, beginning with the first (Gemma 2, gpt-oss). */
  static List<Window> alternating(ConfigKeys config, int layers) {
    if (config.has(TYPES)) {
      return byTypes(config, layers, SIZE, Window.Kind.SLIDING, SLIDING);
    }
    int size = config.whole(SIZE, Dimension.TOKENS);
    return where(layers, layer -> layer % 2 == 0, sliding(size));
  }

  /** All but every n-th layer, n by {@code sliding_window_pattern} (Gemma 3). */
  static List<Window> patterned(ConfigKeys config, int layers) {
    if (config.has(TYPES)) {
      config.skip(PATTERN, "_" + PATTERN);
      return byTypes(config, layers, SIZE, Window.Kind.SLIDING, SLIDING);
    }
    int size = config.whole(SIZE, Dimension.TOKENS);
    String key = config.has("_" + PATTERN) ? "_" + PATTERN : PATTERN;
    int every = config.whole(key, Dimension.LAYERS);
    return where(layers, layer -> (layer + 1) % every != 0, sliding(size));
  }

  /** Chunks in the layers with rotary positions, by default three of four (Llama 4). */
  static List<Window> chunked(ConfigKeys config, int layers) {
    String size = "attention_chunk_size";
    if (config.has(TYPES)) {
      config.skip("no_rope_layers", "no_rope_layer_interval");
      return byTypes(config, layers, size, Window.Kind.CHUNKED, "chunked_attention");
    }
    int tokens = config.whole(size, Dimension.TOKENS);
    Window chunk = new Window(Window.Kind.CHUNKED, tokens);
    if (config.has("no_rope_layers")) {
      config.skip("no_rope_layer_interval");
      List<Integer> rotary = config.wholes("no_rope_layers", layers);
      return where(layers, layer -> rotary.get(layer) != 0, chunk);
    }
    int every = config.whole("no_rope_layer_interval", Dimension.LAYERS, 4);
    return where(layers, layer -> (layer + 1) % every != 0, chunk);
  }

  /** By the type of each layer. */
  static List<Window> byTypes(
      ConfigKeys config, int layers, String sizeKey, Window.Kind kind, String windowed) {
    List<String> types = config.words(TYPES, layers, List.of(FULL, windowed));
    if (!types.contains(windowed)) {
      config.skip(sizeKey);
      return none(config, layers);
    }
    Window window = new Window(kind, config.whole(sizeKey, Dimension.TOKENS));
    return where(layers, layer -> types.get(layer).equals(windowed), window);
  }

  private static Window sliding(int tokens) {
    return new Window(Window.Kind.SLIDING, tokens);
  }

  private static List<Window> where(int layers, IntPredicate has, Window window) {
    List<Window> windows = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      windows.add(has.test(layer) ? window : Window.FULL);
    }
    return windows;
  }
}
