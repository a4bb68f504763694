package dev.ridgeline.evaluate;

import dev.ridgeline.space.Axis;
import java.util.List;

/** Columns of the elasticities of dollars_per_request to better and to cheaper hardware. */
final class ElasticityColumns {

  private static final CellSection ELASTICITY =
      new CellSection(Availability.PRICE, Depth.ANALYSIS, Axis.TARIFF);

  static final List<CellColumn> ALL =
      List.of(
          ELASTICITY.real(
              "compute_elasticity",
              "",
              "Relative change of dollars_per_request over that of the peak compute of all"
                  + " accelerators. It is negative where more compute makes requests cheaper.",
              r -> r.elasticities.compute()),
          ELASTICITY.real(
              "bandwidth_elasticity",
              "",
              "Relative change of dollars_per_request over that of the memory bandwidth of all"
                  + " accelerators and the memory tier.",
              r -> r.elasticities.bandwidth()),
          ELASTICITY.real(
              "link_elasticity",
              "",
              "Relative change of dollars_per_request over that of the bandwidth of all"
                  + " networks: scale-up, scale-out and the link between pools.",
              r -> r.elasticities.link()),
          ELASTICITY.real(
              "capacity_elasticity",
              "",
              "Relative change of dollars_per_request over that of the memory capacity of all"
                  + " accelerators, with a batch that fills the same share of it.",
              r -> r.elasticities.capacity()),
          CellSection.PRICE.real(
              "prefill_price_elasticity",
              "",
              "Relative change of dollars_per_request over that of the hourly price of prefill."
                  + " It equals the share of prefill in dollars_per_request.",
              r -> r.economics.prefillShare()),
          CellSection.PRICE.real(
              "decode_price_elasticity",
              "",
              "Relative change of dollars_per_request over that of the hourly price of decode,"
                  + " memory tier and feed-forward side included.",
              r -> 1 - r.economics.prefillShare()),
          CellSection.PRICE.real(
              "ffn_price_elasticity",
              "",
              "Part of decode_price_elasticity that belongs to the feed-forward side of decode;"
                  + " 0 unless the deployment is attention-ffn.",
              r -> r.economics.feedForwardShare()));

  private ElasticityColumns() {}
}
