package dev.ridgeline.space;

import dev.ridgeline.catalog.TokenPriceBook;
import dev.ridgeline.catalog.TokenPriceBook.TokenPrice;
import dev.ridgeline.config.NearestName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Field of the axis of sellers: their names in books of token prices, or {@code none}. */
record SellerFields(Optional<List<String>> tokenPrices) implements AxisFields<Seller> {

  @Override
  public List<Seller> values(Lookup lookup) {
    if (tokenPrices.isEmpty()) {
      return List.of(Seller.NONE);
    }
    List<String> written = tokenPrices.get();
    lookup.requireValues("/axes/tokenPrices", written);
    lookup.requireDistinct("/axes/tokenPrices", written);
    Set<String> known = new TreeSet<>(Set.of(Seller.NONE.label()));
    lookup
        .catalogs()
        .tokenPrices()
        .entries()
        .forEach(book -> known.addAll(book.sellers().keySet()));
    List<Seller> sellers = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      String name = written.get(i);
      if (!known.contains(name)) {
        lookup.problem(
            "/axes/tokenPrices/" + i,
            "unknown seller of tokens '" + name + "'." + NearestName.advice(name, known));
      }
      sellers.add(seller(name, lookup));
    }
    return sellers;
  }

  private static Seller seller(String name, Lookup lookup) {
    Map<String, TokenPrice> byModel = new HashMap<>();
    for (TokenPriceBook book : lookup.catalogs().tokenPrices().entries()) {
      TokenPrice price = book.sellers().get(name);
      if (price != null) {
        byModel.put(book.id(), price);
      }
    }
    return byModel.isEmpty() ? Seller.NONE : new Seller(name, byModel);
  }
}
