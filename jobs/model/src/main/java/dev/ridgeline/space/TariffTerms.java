package dev.ridgeline.space;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.ridgeline.catalog.PriceBasis;
import dev.ridgeline.catalog.RentedHours;
import dev.ridgeline.catalog.Tariff;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.config.WrittenAs;
import dev.ridgeline.units.Dimension;
import java.util.List;
import java.util.Map;

/**
 * One entry of {@code tariffs} in a sweep file: the name of a tariff, or a tariff of which a share
 * of the hours is used.
 */
@WrittenAs(
    """
    {"oneOf": [
      {"type": "string"},
      {"type": "object",
       "properties": {
         "label": {"type": "string", "description": "Name of the terms."},
         "of": {"type": "string", "description": "Name of the tariff."},
         "utilization": {"type": "number", "minimum": 1E-6, "maximum": 1,
           "description": "Share of the hours that are paid in which the hardware serves."}},
       "required": ["label", "of", "utilization"],
       "additionalProperties": false}]}
    """)
final class TariffTerms {

  private static final String LABEL = "label";
  private static final String OF = "of";
  private static final String UTILIZATION = "utilization";
  private static final List<String> FIELDS = List.of(LABEL, OF, UTILIZATION);

  private final PriceBasis basis;
  private final Tariff tariff;

  private TariffTerms(PriceBasis basis, Tariff tariff) {
    this.basis = basis;
    this.tariff = tariff;
  }

  /**
   * Reads the name of a tariff, or an object with {@code label}, {@code of} and {@code
   * utilization}.
   *
   * @throws InvalidValueException for any other value
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static TariffTerms of(Object written) {
    if (written instanceof String name && !name.isEmpty()) {
      Tariff tariff = new Tariff(name);
      return new TariffTerms(tariff, tariff);
    }
    if (written instanceof Map<?, ?> fields) {
      return of(fields);
    }
    throw new InvalidValueException(
        "", written, "the name of a tariff, or an object with 'label', 'of' and 'utilization'");
  }

  private static TariffTerms of(Map<?, ?> fields) {
    for (Object name : fields.keySet()) {
      String field = String.valueOf(name);
      if (!FIELDS.contains(field)) {
        throw new InvalidValueException(
            field, "unknown field '" + field + "'." + NearestName.advice(field, FIELDS));
      }
    }
    Tariff tariff = new Tariff(text(fields, OF));
    if (fields.get(UTILIZATION) == null) {
      throw new InvalidValueException(UTILIZATION, "is missing");
    }
    if (!(fields.get(UTILIZATION) instanceof Number share)) {
      throw new InvalidValueException(
          UTILIZATION, fields.get(UTILIZATION), Dimension.SHARE.range().allowed());
    }
    return new TariffTerms(
        new RentedHours(text(fields, LABEL), tariff, share.doubleValue()), tariff);
  }

  private static String text(Map<?, ?> fields, String field) {
    if (fields.get(field) instanceof String text && !text.isEmpty()) {
      return text;
    }
    if (fields.get(field) == null) {
      throw new InvalidValueException(field, "is missing");
    }
    throw new InvalidValueException(field, fields.get(field), "text");
  }

  PriceBasis basis() {
    return basis;
  }

  /** The tariff whose price the terms start from. */
  Tariff tariff() {
    return tariff;
  }

  /** Place of the tariff's name, relative to the entry. */
  String placeOfTariff() {
    return basis.equals(tariff) ? "" : "/" + OF;
  }
}
