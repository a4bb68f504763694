package dev.ridgeline.evaluate;

import dev.ridgeline.space.Axis;
import java.util.List;

/** Columns of the request of a cell, which follows from its workflow and context. */
final class RequestColumns {

  private static final CellSection REQUEST =
      new CellSection(Availability.ALWAYS, Depth.IDENTITY, Axis.CONTEXT);

  static final List<CellColumn> ALL =
      List.of(
          REQUEST.real(
              "prompt_tokens",
              "tokens",
              "Prompt of the evaluated request, cached and new tokens together.",
              r -> r.request.promptTokens()),
          REQUEST.real(
              "cached_tokens",
              "tokens",
              "Tokens of the prompt whose KV cache exists before the request, so that prefill"
                  + " does not compute them.",
              r -> r.request.cachedTokens()),
          REQUEST.real(
              "new_tokens",
              "tokens",
              "Tokens of the prompt that prefill computes.",
              r -> r.request.newTokens()),
          REQUEST.real(
              "output_tokens",
              "tokens",
              "Tokens that the request generates.",
              r -> r.request.outputTokens()));

  private RequestColumns() {}
}
