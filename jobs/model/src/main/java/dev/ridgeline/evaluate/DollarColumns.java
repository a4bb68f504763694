package dev.ridgeline.evaluate;

import dev.ridgeline.config.EnumName;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.Measurement.Figure;
import java.util.List;

/** Columns of dollars for an hour, a request, a token and a task. */
final class DollarColumns {

  private static final CellSection OF_CACHING =
      new CellSection(Availability.PRICE, Depth.ANALYSIS, Axis.TARIFF);

  private static final CellSection OF_TASKS =
      new CellSection(Availability.PRICE, Depth.TASK, Axis.TARIFF);

  private static final double SECONDS_PER_HOUR = 3600;

  static final List<CellColumn> ALL =
      List.of(
          CellSection.PRICE.real(
              "dollars_per_hour",
              "$/h",
              "Price of an hour of use of one decode replica with its share of the prefill pool and"
                  + " the memory tier.",
              r -> r.economics.dollarsPerHour()),
          CellSection.PRICE
              .orMeasured(Figure.ANY)
              .text(
                  "price_basis",
                  "Basis of the least sure price among the accelerators: listed, derived, estimate,"
                      + " assumption, or variant where it is that of the accelerator that a variant"
                      + " changes.",
                  r -> EnumName.of(r.priceBasis)),
          CellSection.PRICE.real(
              "dollars_per_request",
              "$",
              "Price of one request on one decode replica with its share of the prefill pool.",
              r -> r.economics.dollarsPerRequest()),
          CellSection.PRICE.real(
              "dollars_per_million_input_tokens",
              "$",
              "Price of prefill for a million new tokens; cached tokens do not count.",
              r -> r.economics.dollarsPerMillionInputTokens()),
          CellSection.PRICE.real(
              "dollars_per_million_output_tokens",
              "$",
              "Price of decode for a million generated tokens.",
              r -> r.economics.dollarsPerMillionOutputTokens()),
          CellSection.PRICE.real(
              "dollars_per_million_blended_tokens",
              "$",
              "Price of a request for a million new input and output tokens together.",
              r -> r.economics.dollarsPerMillionBlendedTokens()),
          CellSection.PRICE.real(
              "dollars_per_million_prompt_tokens",
              "$",
              "Price of prefill for a million tokens of whole prompts, cached and new.",
              r -> r.economics.dollarsPerMillionPromptTokens()),
          CellSection.PRICE
              .orMeasured(Figure.TOTAL)
              .real(
                  "dollars_per_million_total_tokens",
                  "$",
                  "Price of a request for a million tokens of its whole prompt and its output, cached"
                      + " ones included. Published prices of benchmarks are of this kind.",
                  r ->
                      r.isMeasured()
                          ? r.measuredDollars(Figure.TOTAL)
                          : r.economics.dollarsPerMillionTotalTokens()),
          CellSection.PRICE
              .orMeasured(Figure.OUTPUT)
              .real(
                  "dollars_per_million_output_tokens_with_prefill",
                  "$",
                  "Price of whole requests for a million generated tokens: those of prefill and decode"
                      + " over the output alone. Many published prices of output tokens are of this kind.",
                  r ->
                      r.isMeasured()
                          ? r.measuredDollars(Figure.OUTPUT)
                          : r.economics.dollarsPerMillionOutputTokensWithPrefill()),
          CellSection.PRICE
              .orMeasured(Figure.PROMPT)
              .real(
                  "dollars_per_million_prompt_tokens_with_decode",
                  "$",
                  "Price of whole requests for a million tokens of prompts, cached ones included: those"
                      + " of prefill and decode over the prompts alone.",
                  r ->
                      r.isMeasured()
                          ? r.measuredDollars(Figure.PROMPT)
                          : r.economics.dollarsPerMillionPromptTokensWithDecode()),
          OF_CACHING.real(
              "dollars_per_million_uncached_input_tokens",
              "$",
              "Price of prefill for a million new tokens if they had no cached tokens to attend"
                  + " to.",
              r -> r.economics.dollarsPerMillionUncachedInputTokens(r.uncachedShare)),
          OF_CACHING.real(
              "dollars_per_million_cached_input_tokens",
              "$",
              "Price of attending to a million cached tokens in prefill; 0 where no token is"
                  + " cached.",
              r -> r.economics.dollarsPerMillionCachedInputTokens(r.uncachedShare)),
          OF_TASKS.real(
              "dollars_per_task",
              "$",
              "Price of a task under task_kv_policy, by the scarcest resource that it uses or"
                  + " reserves.",
              r -> r.economics.dollarsPerTask(r.task)),
          OF_TASKS.real(
              "agents_per_dollar_per_hour",
              "",
              "Agents at once for each dollar an hour: hours of a task over dollars_per_task.",
              r -> r.task.latencySeconds() / SECONDS_PER_HOUR / r.economics.dollarsPerTask(r.task)),
          OF_TASKS.real(
              "dollars_per_task_used",
              "$",
              "Price of the computation of a task alone, as if memory were free.",
              r -> r.economics.usageDollarsPerTask(r.task)),
          OF_TASKS.real(
              "dollars_per_task_reserved",
              "$",
              "Price of the memory that a task reserves alone, as if computation were free.",
              r -> r.economics.reservationDollarsPerTask(r.task)));

  private DollarColumns() {}
}
