package dev.ridgeline.imports;

import java.util.List;

/** Bits of an element of recurrent state, as configs name them. */
final class StateBits {

  private static final int SINGLE = 32;
  private static final int HALF = 16;

  private StateBits() {}

  /** Reads the type of the state; where none is named, servers choose the given bits. */
  static int read(ConfigKeys config, ModelShape shape, String key, int otherwise) {
    if (!config.has(key)) {
      shape.assume(
          key
              + " is not given: recurrent state in "
              + otherwise
              + " bits, as vLLM then keeps it"
              + " (github.com/vllm-project/vllm vllm/model_executor/layers/mamba/mamba_utils.py)");
    }
    String otherwiseType = otherwise == SINGLE ? "float32" : "bfloat16";
    String type = config.word(key, otherwiseType, List.of("float32", "float16", "bfloat16"));
    return type.equals("float32") ? SINGLE : HALF;
  }
}
