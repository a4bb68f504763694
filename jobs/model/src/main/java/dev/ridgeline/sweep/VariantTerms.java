package dev.ridgeline.sweep;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.ClassDefaults;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.config.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Prices and efficiencies of the variants of an accelerator.
 *
 * @param before catalogs without the variants
 * @param base id of the original accelerator
 * @param family the family, which says what becomes of prices and efficiencies
 * @param path place of the family in the file
 * @param problems receives the place of each problem and its message
 */
record VariantTerms(
    Catalogs before,
    String base,
    SweepFile.Variants family,
    String path,
    BiConsumer<String, String> problems) {

  /** Fields that a kernel notices. A change of any of them makes a fit one of another device. */
  private static final List<String> OF_KERNELS =
      List.of("peakFlopsPerSecond", "memoryBytesPerSecond", "scaleUp", "scaleOut");

  /** Returns the catalogs with the prices and efficiencies of variants that are in them already. */
  Catalogs applied(Catalogs catalogs, List<Accelerator> variants) {
    return withProfiles(withPrices(catalogs, variants), variants);
  }

  private Catalogs withPrices(Catalogs catalogs, List<Accelerator> variants) {
    VariantPrice price = family.price().orElse(VariantPrice.KEEP);
    Accelerator original = catalogs.accelerators().find(base).orElseThrow();
    List<PriceBook> books = new ArrayList<>();
    List<VariantChange> changes = VariantChange.all(family);
    for (int i = 0; i < variants.size(); i++) {
      Accelerator variant = variants.get(i);
      Optional<PriceBook> copied = catalogs.prices().find(variant.id());
      try {
        price.book(original, variant, changes.get(i), copied).ifPresent(books::add);
      } catch (InvalidValueException e) {
        problems.accept(
            path + "/price", "makes a price of '" + variant.id() + "' whose " + e.getMessage());
        return catalogs;
      }
    }
    List<String> ids = variants.stream().map(Accelerator::id).toList();
    return catalogs.without(CatalogKind.PRICES, ids).with(CatalogKind.PRICES, books);
  }

  private Catalogs withProfiles(Catalogs catalogs, List<Accelerator> variants) {
    Optional<EfficiencyProfile> original = before.efficiencies().find(base);
    VariantBasis basis = family.basis().orElse(VariantBasis.VARIANT);
    if (original.isEmpty() || basis == VariantBasis.VARIANT) {
      return catalogs;
    }
    if (basis == VariantBasis.KEEP && touchesKernels()) {
      problems.accept(
          path + "/basis",
          "is 'keep', but the variant changes what kernels notice ("
              + String.join(", ", OF_KERNELS)
              + "). Allowed: variant, class-default.");
      return catalogs;
    }
    List<EfficiencyProfile> profiles = new ArrayList<>();
    ClassDefaults defaults = new ClassDefaults(before);
    for (Accelerator variant : variants) {
      profiles.add(
          basis == VariantBasis.KEEP
              ? original.get().named(variant.id())
              : defaults.profile(variant, original.get()));
    }
    return catalogs.with(CatalogKind.EFFICIENCIES, profiles);
  }

  private boolean touchesKernels() {
    return VariantChange.all(family).stream().anyMatch(change -> change.touches(OF_KERNELS));
  }
}
