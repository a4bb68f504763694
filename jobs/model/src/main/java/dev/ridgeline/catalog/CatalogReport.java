package dev.ridgeline.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.EnumName;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.config.RecordEditor;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Quantity;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The catalogs for a person: which kinds there are, the entries of one kind a line each, or one
 * entry with every number and its source.
 */
public final class CatalogReport {

  private final Map<String, Listing<?>> kinds = new LinkedHashMap<>();

  /** A catalog and how a line about one of its entries reads. */
  private record Listing<E extends Entry>(Catalog<E> catalog, Function<E, String> line) {

    String lines() {
      StringBuilder text = new StringBuilder();
      for (E entry : catalog.entries()) {
        text.append(String.format(Locale.ROOT, "%-28s %s%n", entry.id(), line.apply(entry)));
      }
      return text.toString();
    }
  }

  public CatalogReport(Catalogs catalogs) {
    kinds.put("models", new Listing<>(catalogs.models(), CatalogReport::line));
    kinds.put("accelerators", new Listing<>(catalogs.accelerators(), CatalogReport::line));
    kinds.put("quantizations", new Listing<>(catalogs.quantizations(), entry -> entry.name()));
    kinds.put("workflows", new Listing<>(catalogs.workflows(), CatalogReport::line));
    kinds.put("links", new Listing<>(catalogs.links(), CatalogReport::line));
    kinds.put("memory-tiers", new Listing<>(catalogs.memoryTiers(), CatalogReport::line));
    kinds.put("prices", new Listing<>(catalogs.prices(), CatalogReport::line));
    kinds.put(
        "efficiency", new Listing<>(catalogs.efficiencies(), entry -> EnumName.of(entry.basis())));
    kinds.put("drafters", new Listing<>(catalogs.drafters(), CatalogReport::line));
  }

  /**
   * What was asked for.
   *
   * @param kind a folder of the catalogs; empty for a list of them
   * @param id an entry of that kind; empty for all
   * @throws ConfigException for an unknown kind or entry, with the nearest name
   */
  public String text(Optional<String> kind, Optional<String> id) {
    if (kind.isEmpty()) {
      StringBuilder text = new StringBuilder();
      kinds.forEach(
          (name, listing) ->
              text.append(
                  String.format(
                      Locale.ROOT, "%-14s %d%n", name, listing.catalog().entries().size())));
      return text.toString();
    }
    Listing<?> listing = kinds.get(kind.get());
    if (listing == null) {
      throw new ConfigException(
          "catalog",
          "unknown kind '" + kind.get() + "'." + NearestName.advice(kind.get(), kinds.keySet()));
    }
    if (id.isEmpty()) {
      return listing.lines();
    }
    Entry entry =
        listing
            .catalog()
            .find(id.get())
            .map(found -> (Entry) found)
            .orElseThrow(() -> new ConfigException("catalog", listing.catalog().unknown(id.get())));
    return describe(entry);
  }

  private static String line(Model model) {
    return String.format(
        Locale.ROOT,
        "%s: %s parameters, %s active, %d layers, %s of KV a token in 16 bits, context %,d",
        model.name(),
        Quantity.format(model.totalParameters(), Dimension.PLAIN).strip(),
        Quantity.format(
                model.activeParameters(PublishedSize.ActiveConvention.HEAD_ONLY), Dimension.PLAIN)
            .strip(),
        model.layerCount(),
        Quantity.format(2 * model.stateElementsPerToken(), Dimension.BYTES),
        model.maxContextTokens());
  }

  private static String line(Accelerator accelerator) {
    StringBuilder peaks = new StringBuilder();
    new TreeMap<>(accelerator.peakFlopsPerSecond())
        .forEach(
            (precision, peak) ->
                peaks
                    .append(peaks.isEmpty() ? "" : ", ")
                    .append(EnumName.of(precision))
                    .append(' ')
                    .append(Quantity.format(peak, Dimension.FLOPS_PER_SECOND)));
    return String.format(
        Locale.ROOT,
        "%s (%s): %s; %s %s at %s; domain of %d at %s; %s",
        accelerator.name(),
        EnumName.of(accelerator.status()),
        peaks,
        Quantity.format(accelerator.memoryBytes(), Dimension.BYTES),
        accelerator.memoryType(),
        Quantity.format(accelerator.memoryBytesPerSecond(), Dimension.BYTES_PER_SECOND),
        accelerator.scaleUp().domainAccelerators(),
        Quantity.format(accelerator.scaleUp().bytesPerSecond(), Dimension.BYTES_PER_SECOND),
        Quantity.format(accelerator.powerWatts(), Dimension.WATTS));
  }

  private static String line(Workflow workflow) {
    return String.format(
        Locale.ROOT,
        "%s: %d turns, first prompt %,d, then %,d appended and %,d generated a turn, %.0f %% reused,"
            + " %s between",
        workflow.name(),
        workflow.turns(),
        workflow.firstPromptTokens(),
        workflow.appendedTokens(),
        workflow.outputTokens(),
        100 * workflow.prefixReuse(),
        Quantity.format(workflow.toolWaitSeconds(), Dimension.SECONDS));
  }

  private static String line(Link link) {
    return String.format(
        Locale.ROOT,
        "%s: %s, %s",
        link.name(),
        Quantity.format(link.bytesPerSecond(), Dimension.BYTES_PER_SECOND),
        Quantity.format(link.latencySeconds(), Dimension.SECONDS));
  }

  private static String line(MemoryTier tier) {
    return String.format(
        Locale.ROOT,
        "%s: %s an accelerator at %s, %s $/(GB h)",
        tier.name(),
        Quantity.format(tier.bytesPerAccelerator(), Dimension.BYTES),
        Quantity.format(tier.bytesPerSecond(), Dimension.BYTES_PER_SECOND),
        tier.dollarsPerGigabyteHour());
  }

  private static String line(PriceBook book) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(book.tariffs())
        .forEach(
            (tariff, price) ->
                text.append(text.isEmpty() ? "" : ", ")
                    .append(EnumName.of(tariff))
                    .append(' ')
                    .append(price.dollarsPerHour())
                    .append(" $/h (")
                    .append(price.asOf())
                    .append(')'));
    if (book.capital().isKnown()) {
      text.append(", to buy ")
          .append(String.format(Locale.ROOT, "%,.0f $", book.capital().dollars()));
    }
    return text.toString();
  }

  private static String line(Drafter drafter) {
    return drafter.method()
        + " for "
        + drafter.model()
        + ": tokens a step by drafts "
        + new TreeMap<>(drafter.acceptedTokensPerStep());
  }

  /** Every field, in SI units, and then every source. */
  private static String describe(Entry entry) {
    ObjectNode tree = new RecordEditor().tree(entry);
    JsonNode sources = tree.remove("sources");
    StringBuilder text = new StringBuilder();
    append(text, "", tree);
    if (sources != null) {
      text.append(String.format("%nSources%n"));
      sources
          .properties()
          .forEach(
              source ->
                  text.append(
                      String.format("  %s: %s%n", source.getKey(), source.getValue().asText())));
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String indent, JsonNode node) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode value = field.getValue();
      text.append(indent).append(field.getKey()).append(':');
      if (value.isArray()) {
        text.append(String.format("%n"));
        value.forEach(
            element -> text.append(String.format("%s  - %s%n", indent, element.toString())));
      } else if (value.isObject()) {
        text.append(String.format("%n"));
        append(text, indent + "  ", value);
      } else {
        text.append(String.format(" %s%n", value.asText()));
      }
    }
  }
}
