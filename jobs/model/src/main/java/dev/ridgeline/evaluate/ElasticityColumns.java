package dev.ridgeline.evaluate;

import dev.ridgeline.space.Axis;
import java.util.List;

/** How dollars_per_request answers to better and to cheaper hardware. */
final class ElasticityColumns {

  private static final CellSection ELASTICITY =
      new CellSection(Availability.PRICE, Depth.ANALYSIS, Axis.TARIFF);

  static final List<CellColumn> ALL =
      List.of(
          ELASTICITY.real(
              "compute_elasticity",
              "",
              "Relative change of dollars_per_request over that of peak compute of all accelerators; negative"
                  + " where more makes it cheaper.",
              r -> r.elasticities.compute()),
          ELASTICITY.real(
              "bandwidth_elasticity",
              "",
              "The same of memory bandwidth.",
              r -> r.elasticities.bandwidth()),
          ELASTICITY.real(
              "link_elasticity",
              "",
              "The same of the bandwidth of networks: scale-up, scale-out and between pools.",
              r -> r.elasticities.link()),
          ELASTICITY.real(
              "capacity_elasticity",
              "",
              "The same of memory capacity, with a batch that fills the same share of it.",
              r -> r.elasticities.capacity()),
          CellSection.PRICE.real(
              "prefill_price_elasticity",
              "",
              "Relative change of dollars_per_request over that of the price of prefill: its share.",
              r -> r.economics.prefillShare()),
          CellSection.PRICE.real(
              "decode_price_elasticity",
              "",
              "The same of decode, its tier included.",
              r -> 1 - r.economics.prefillShare()),
          CellSection.PRICE.real(
              "ffn_price_elasticity",
              "",
              "The part of decode_price_elasticity that is the feed-forward side's; 0 where decode is in one"
                  + " piece.",
              r -> r.economics.feedForwardShare()));

  private ElasticityColumns() {}
}
