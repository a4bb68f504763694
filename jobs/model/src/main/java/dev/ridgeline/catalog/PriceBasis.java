package dev.ridgeline.catalog;

import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalDouble;

/** The terms on which an hour of an accelerator is paid for. */
public sealed interface PriceBasis extends Serializable permits Tariff, RentedHours, Ownership {

  /** Name of the terms in tables. */
  String label();

  /**
   * Price of an hour of use of one accelerator with its share of the server, in dollars; empty
   * where unknown.
   */
  OptionalDouble dollarsPerHour(PriceBook book, Accelerator accelerator);

  /**
   * Share of the hours in which the accelerator is used. Whatever is paid for all hours costs 1
   * over this share for an hour of use.
   */
  double utilization();

  /** How the price came about on which these terms rest. */
  Provenance provenance(PriceBook book);

  /** Where the price came from on which these terms rest; empty where there is none. */
  Optional<String> origin(PriceBook book);
}
