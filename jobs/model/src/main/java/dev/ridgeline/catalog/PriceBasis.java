package dev.ridgeline.catalog;

import java.io.Serializable;
import java.util.OptionalDouble;

/** The terms on which an hour of an accelerator is paid for. */
public sealed interface PriceBasis extends Serializable permits PriceBook.Tariff, Ownership {

  /** Name of the terms in tables. */
  String label();

  /**
   * Price of an hour of one accelerator with its share of the server, in dollars; empty where
   * unknown.
   */
  OptionalDouble dollarsPerHour(PriceBook book, Accelerator accelerator);

  /** How the price came about on which these terms rest. */
  Provenance provenance(PriceBook book);
}
