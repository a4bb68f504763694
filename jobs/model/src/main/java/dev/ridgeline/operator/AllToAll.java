package dev.ridgeline.operator;

/**
 * The kernel that carries tokens to their experts and back. {@link #NORMAL} and {@link
 * #LOW_LATENCY} are those of DeepEP (github.com/deepseek-ai/DeepEP, docs/legacy.md).
 */
public enum AllToAll {
  /**
   * What engines do: the low-latency kernel for decode beyond one scale-up domain, the normal one
   * otherwise.
   */
  AUTO,
  /** Sends a token once to each domain, where it is handed on. */
  NORMAL,
  /** Sends a token once for each of its experts, without a stop on the way. */
  LOW_LATENCY,
  /**
   * Sends nothing: the accelerators of the one attention group hold all of its tokens already. Each
   * computes its own experts for all of them, and an all-reduce sums the outputs. vLLM, SGLang and
   * TensorRT-LLM do so without attention data parallelism.
   */
  ALL_REDUCE;

  /** The kind of collective inside a scale-up domain. */
  Collective.Kind within() {
    return this == LOW_LATENCY
        ? Collective.Kind.LOW_LATENCY_ALL_TO_ALL
        : Collective.Kind.ALL_TO_ALL;
  }

  /** The kind of collective that leaves a scale-up domain. */
  Collective.Kind beyond(Phase phase) {
    return this == AUTO && phase == Phase.DECODE
        ? Collective.Kind.LOW_LATENCY_ALL_TO_ALL
        : within();
  }
}
