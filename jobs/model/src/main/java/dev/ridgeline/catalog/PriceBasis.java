package dev.ridgeline.catalog;

import java.io.Serializable;
import java.util.OptionalDouble;

/** On what terms an hour of an accelerator is paid for. */
public sealed interface PriceBasis extends Serializable permits PriceBook.Tariff, Ownership {

  /** How it is called in tables. */
  String label();

  /** Price of an hour of one accelerator with its share of the server; empty where unknown. */
  OptionalDouble dollarsPerHour(PriceBook book, Accelerator accelerator);
}
