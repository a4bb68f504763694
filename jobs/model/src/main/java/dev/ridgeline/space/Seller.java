package dev.ridgeline.space;

import dev.ridgeline.catalog.TokenPriceBook.TokenPrice;
import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The seller of tokens that a cell is compared with, or none.
 *
 * @param label name of the seller in books of token prices
 * @param byModel its prices by the id of the model
 */
public record Seller(String label, Map<String, TokenPrice> byModel) implements Serializable {

  /** No seller. */
  public static final Seller NONE = new Seller("none", Map.of());

  public Seller {
    byModel = Map.copyOf(byModel);
  }

  /** Its prices for the tokens of a model; null where it states none. */
  public @Nullable TokenPrice price(String model) {
    return byModel.get(model);
  }
}
