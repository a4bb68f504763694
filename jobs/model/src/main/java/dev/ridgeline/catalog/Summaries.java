package dev.ridgeline.catalog;

import dev.ridgeline.config.EnumName;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Quantity;
import java.util.Locale;
import java.util.TreeMap;

/** One-line descriptions of entries, for lists. */
final class Summaries {

  private Summaries() {}

  static String line(Model model) {
    return String.format(
        Locale.ROOT,
        "%s: %s parameters, %s active, %d layers, %s of KV a token in 16 bits, context %,d",
        model.name(),
        Quantity.format(model.totalParameters()),
        Quantity.format(model.activeParameters(PublishedSize.ActiveConvention.HEAD_ONLY)),
        model.layerCount(),
        Quantity.format(2 * model.stateElementsPerToken(), Dimension.BYTES),
        model.maxContextTokens());
  }

  static String line(Accelerator accelerator) {
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

  static String line(Workflow workflow) {
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

  static String line(Link link) {
    return String.format(
        Locale.ROOT,
        "%s: %s, %s",
        link.name(),
        Quantity.format(link.bytesPerSecond(), Dimension.BYTES_PER_SECOND),
        Quantity.format(link.latencySeconds(), Dimension.SECONDS));
  }

  static String line(MemoryTier tier) {
    return String.format(
        Locale.ROOT,
        "%s: %s an accelerator at %s, %s $/(GB h)",
        tier.name(),
        Quantity.format(tier.bytesPerAccelerator(), Dimension.BYTES),
        Quantity.format(tier.bytesPerSecond(), Dimension.BYTES_PER_SECOND),
        tier.dollarsPerGigabyteHour());
  }

  static String line(PriceBook book) {
    StringBuilder text = new StringBuilder();
    book.tariffs()
        .forEach(
            (tariff, price) ->
                text.append(text.isEmpty() ? "" : ", ")
                    .append(tariff)
                    .append(' ')
                    .append(price.dollarsPerHour())
                    .append(" $/h")
                    .append(price.asOf() == null ? "" : " (" + price.asOf() + ")"));
    if (book.capital().isKnown()) {
      text.append(text.isEmpty() ? "to buy " : ", to buy ")
          .append(String.format(Locale.ROOT, "%,.0f $", book.capital().dollars()));
    }
    return text.toString();
  }

  static String line(TokenPriceBook book) {
    StringBuilder text = new StringBuilder();
    book.sellers()
        .forEach(
            (seller, price) ->
                text.append(text.isEmpty() ? "" : ", ")
                    .append(seller)
                    .append(' ')
                    .append(price.dollarsPerMillionUncachedInputTokens())
                    .append(" / ")
                    .append(price.dollarsPerMillionCachedInputTokens())
                    .append(" / ")
                    .append(price.dollarsPerMillionOutputTokens())
                    .append(" $ a million uncached / cached / output tokens")
                    .append(price.asOf() == null ? "" : " (" + price.asOf() + ")"));
    return text.toString();
  }

  static String line(Drafter drafter) {
    return drafter.method()
        + " for "
        + drafter.model()
        + ": tokens a step by drafts "
        + new TreeMap<>(drafter.acceptedTokensPerStep());
  }

  static String line(Engine engine) {
    Engine.Budget budget = engine.budgets().get(engine.budgets().size() - 1);
    return String.format(
        Locale.ROOT,
        "%s (%s): %s, chunks of %,d tokens, %.0f %% of memory, pages of %d",
        engine.name(),
        engine.asOf(),
        engine.mixesPhases() ? "mixed steps" : "phases in turn",
        budget.chunkTokens(),
        100 * budget.memoryShare(),
        engine.state().pageTokens());
  }

  static String line(Quantization quantization) {
    return quantization.name();
  }

  static String line(EfficiencyProfile profile) {
    return EnumName.of(profile.basis());
  }
}
