package dev.ridgeline.space;

import dev.ridgeline.catalog.Ownership;
import dev.ridgeline.catalog.PriceBasis;
import dev.ridgeline.catalog.Tariff;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Fields of the axis of tariffs: tariffs of the price books, maybe used for a share of the hours,
 * and terms of owners.
 */
record TariffFields(Optional<List<TariffTerms>> tariffs, Optional<List<Owner>> ownership)
    implements AxisFields<PriceBasis> {

  /**
   * Terms of an owner. The default of {@code powerUsageEffectiveness} is that of the settings, the
   * default of {@code overheadShare} is 0.
   *
   * @param label name of the terms
   * @param years years of use, over which the price of purchase is spread
   * @param dollarsPerKilowattHour price of electricity
   * @param utilization share of the time in which the hardware serves
   * @param overheadShare cost of network, storage, site and staff, as a share of the price of
   *     purchase; default: 0
   * @param powerUsageEffectiveness power of the site over that of its devices and hosts; default:
   *     that of the settings
   */
  record Owner(
      String label,
      @Measured(value = Dimension.YEARS, of = Plausible.LIFE) double years,
      @Measured(
              value = Dimension.DOLLARS_PER_KILOWATT_HOUR,
              orZero = true,
              of = Plausible.ELECTRICITY_PRICE)
          double dollarsPerKilowattHour,
      @Measured(Dimension.SHARE) double utilization,
      @Measured(value = Dimension.RATIO, orZero = true) Optional<Double> overheadShare,
      @Measured(Dimension.EFFECTIVENESS) Optional<Double> powerUsageEffectiveness) {

    Ownership terms(double siteEffectiveness) {
      return new Ownership(
          label,
          years,
          dollarsPerKilowattHour,
          powerUsageEffectiveness.orElse(siteEffectiveness),
          utilization,
          overheadShare.orElse(0.0));
    }
  }

  @Override
  public List<PriceBasis> values(Lookup lookup) {
    List<Owner> owners = ownership.orElse(List.of());
    List<PriceBasis> bases = rented(lookup, owners.isEmpty());
    for (int i = 0; i < owners.size(); i++) {
      try {
        bases.add(owners.get(i).terms(lookup.settings().powerUsageEffectiveness()));
      } catch (InvalidValueException e) {
        lookup.problem("/axes/ownership/" + i + "/" + e.field(), e.reason());
      }
    }
    lookup.requireDistinct("/axes/ownership", bases.stream().map(PriceBasis::label).toList());
    return bases;
  }

  /**
   * Returns the terms that {@code tariffs} names. Reports tariffs that no price book has, which are
   * misspelt most likely.
   */
  private List<PriceBasis> rented(Lookup lookup, boolean isWithoutOwners) {
    List<PriceBasis> bases = new ArrayList<>();
    if (tariffs.isEmpty()) {
      return isWithoutOwners ? new ArrayList<>(List.of(Tariff.ON_DEMAND)) : bases;
    }
    List<TariffTerms> written = tariffs.get();
    lookup.requireValues("/axes/tariffs", written);
    lookup.requireDistinct(
        "/axes/tariffs", written.stream().map(terms -> terms.basis().label()).toList());
    Set<String> known = known(lookup);
    for (int i = 0; i < written.size(); i++) {
      TariffTerms terms = written.get(i);
      String name = terms.tariff().label();
      if (!known.contains(name) && lookup.catalogs().prices().broken().isEmpty()) {
        lookup.problem(
            "/axes/tariffs/" + i + terms.placeOfTariff(),
            "unknown tariff '" + name + "'." + NearestName.advice(name, known));
      }
      bases.add(terms.basis());
    }
    return bases;
  }

  /** Ours, and all tariffs of all price books. */
  private static Set<String> known(Lookup lookup) {
    Set<String> known = new TreeSet<>(Tariff.OURS);
    lookup.catalogs().prices().entries().forEach(book -> known.addAll(book.tariffs().keySet()));
    return known;
  }
}
