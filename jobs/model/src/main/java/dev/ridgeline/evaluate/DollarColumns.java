package dev.ridgeline.evaluate;

import dev.ridgeline.space.Axis;
import java.util.List;

/** Dollars by the hour, request, token and task. */
final class DollarColumns {

  private static final CellSection OF_CACHING =
      new CellSection(Availability.PRICE, Depth.ANALYSIS, Axis.TARIFF);

  private static final CellSection OF_TASKS =
      new CellSection(Availability.PRICE, Depth.TASK, Axis.TARIFF);

  static final List<CellColumn> ALL =
      List.of(
          CellSection.PRICE.real(
              "dollars_per_hour",
              "$/h",
              "Price of one decode replica with its share of the prefill pool and the memory tier.",
              r -> r.economics.dollarsPerHour()),
          CellSection.PRICE.real(
              "dollars_per_request",
              "$",
              "Price of one model call.",
              r -> r.economics.dollarsPerRequest()),
          CellSection.PRICE.real(
              "dollars_per_million_input_tokens",
              "$",
              "What prefill costs over the new tokens it computes; cached tokens are not among them.",
              r -> r.economics.dollarsPerMillionInputTokens()),
          CellSection.PRICE.real(
              "dollars_per_million_output_tokens",
              "$",
              "What decode costs over the tokens it generates.",
              r -> r.economics.dollarsPerMillionOutputTokens()),
          CellSection.PRICE.real(
              "dollars_per_million_blended_tokens",
              "$",
              "dollars_per_request over new input and output tokens together.",
              r -> r.economics.dollarsPerMillionBlendedTokens()),
          OF_CACHING.real(
              "dollars_per_million_uncached_input_tokens",
              "$",
              "What prefill of the new tokens would cost without the cached ones, over the new tokens.",
              r -> r.economics.dollarsPerMillionUncachedInputTokens(r.uncachedShare)),
          OF_CACHING.real(
              "dollars_per_million_cached_input_tokens",
              "$",
              "What attending to cached tokens adds to prefill, over the cached tokens; 0 without any.",
              r -> r.economics.dollarsPerMillionCachedInputTokens(r.uncachedShare)),
          OF_TASKS.real(
              "dollars_per_task",
              "$",
              "What a task costs under task_kv_policy: the scarcest of what it uses and reserves.",
              r -> r.economics.dollarsPerTask(r.task)),
          OF_TASKS.real(
              "dollars_per_task_used",
              "$",
              "What a task would cost if memory were free: its share of the accelerators' time.",
              r -> r.economics.usageDollarsPerTask(r.task)),
          OF_TASKS.real(
              "dollars_per_task_reserved",
              "$",
              "What a task would cost if time were free: its share of the memory of decode replicas.",
              r -> r.economics.reservationDollarsPerTask(r.task)));

  private DollarColumns() {}
}
