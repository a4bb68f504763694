package dev.ridgeline.evaluate;

import dev.ridgeline.space.Axis;
import java.util.List;

/** The request that a cell serves, which follows from workflow and context. */
final class RequestColumns {

  private static final CellSection REQUEST =
      new CellSection(Availability.ALWAYS, Depth.IDENTITY, Axis.CONTEXT);

  static final List<CellColumn> ALL =
      List.of(
          REQUEST.real(
              "prompt_tokens",
              "tokens",
              "Prompt of the evaluated turn, cached and new.",
              r -> r.request.promptTokens()),
          REQUEST.real(
              "cached_tokens",
              "tokens",
              "Part of the prompt whose state is cached already.",
              r -> r.request.cachedTokens()),
          REQUEST.real(
              "new_tokens",
              "tokens",
              "Part of the prompt that prefill computes.",
              r -> r.request.newTokens()),
          REQUEST.real(
              "output_tokens",
              "tokens",
              "Tokens that the turn generates.",
              r -> r.request.outputTokens()));

  private RequestColumns() {}
}
