package dev.ridgeline.catalog;

import dev.ridgeline.config.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The columns of a table of prices, and the names that people give them. */
enum PriceColumn {
  ACCELERATOR("device", "gpu", "gpu_type", "gpu_model", "gpu_name", "chip", "hardware"),
  TARIFF("terms", "plan", "pricing", "pricing_model", "price_type", "commitment", "billing"),
  DOLLARS_PER_HOUR("price", "hourly"),
  PURCHASE_PRICE("capital", "capex", "list_price", "msrp", "purchase_price_usd", "purchase_usd"),
  ACCELERATORS("gpus", "gpu_count", "num_gpus", "devices", "count"),
  CURRENCY(),
  DATE("as_of", "asof", "day"),
  PROVIDER("vendor", "cloud", "seller"),
  REGION("location", "zone"),
  SOURCE("url", "link", "reference"),
  NOTE("notes", "comment", "comments");

  /** Words of a name that say that a number is a price. */
  private static final Set<String> AMOUNT =
      Set.of("price", "pricing", "cost", "rate", "usd", "dollar", "dollars", "hourly");

  /** Words that may stand beside them without changing the meaning. */
  private static final Set<String> PER_HOUR =
      Set.of("per", "a", "in", "hour", "hours", "hr", "h", "gpu", "device", "accelerator", "chip");

  private static final Set<String> OTHER_CURRENCY =
      Set.of("eur", "euro", "euros", "gbp", "pound", "pounds", "cny", "rmb", "jpy", "yen", "inr");

  private final List<String> synonyms;

  PriceColumn(String... synonyms) {
    this.synonyms = List.of(synonyms);
  }

  /** The name that messages and pages use. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The column that a name in a header means; empty where it means none. */
  static Optional<PriceColumn> of(String header) {
    String name = String.join("_", words(header));
    Optional<PriceColumn> named =
        Arrays.stream(values())
            .filter(column -> column.title().equals(name) || column.synonyms.contains(name))
            .findFirst();
    return named.isPresent() || !isHourlyPrice(header) ? named : Optional.of(DOLLARS_PER_HOUR);
  }

  /** Whether a name says that its numbers are in another currency. */
  static boolean isOtherCurrency(String header) {
    return header.matches(".*[€£¥₹].*")
        || words(header).stream().anyMatch(OTHER_CURRENCY::contains);
  }

  /** The known columns. */
  static String advice() {
    return NearestName.advice("", Arrays.stream(values()).map(PriceColumn::title).toList());
  }

  /** The names of known columns that are nearest to a name, synonyms too. */
  static String advice(String header) {
    return NearestName.advice(
        String.join("_", words(header)),
        Arrays.stream(values())
            .flatMap(column -> Stream.concat(Stream.of(column.title()), column.synonyms.stream()))
            .toList());
  }

  private static boolean isHourlyPrice(String header) {
    List<String> words = words(header);
    return words.stream().anyMatch(AMOUNT::contains)
        && words.stream().allMatch(word -> AMOUNT.contains(word) || PER_HOUR.contains(word));
  }

  private static List<String> words(String header) {
    return Arrays.stream(
            header.replace("$", " usd ").toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
