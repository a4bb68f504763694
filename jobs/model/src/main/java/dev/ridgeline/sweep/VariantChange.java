package dev.ridgeline.sweep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ridgeline.config.Amounts;
import dev.ridgeline.config.EnumName;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.RecordEditor;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Quantity;
import dev.ridgeline.units.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The changes that make one variant of an entry.
 *
 * @param steps one change of a field each, in the order in which they are made
 */
record VariantChange(List<Step> steps) {

  /** What is wrong with a factor; empty where nothing is. */
  static final Function<String, Optional<String>> FACTOR = VariantChange::wrongFactor;

  /** Values have the dimension of their field, which is checked when they are set. */
  static final Function<String, Optional<String>> VALUE = written -> Optional.empty();

  VariantChange {
    steps = List.copyOf(steps);
  }

  /** What a change has from the file. */
  enum Kind {
    /** A factor on a field. */
    SCALE,
    /** A value of a field. */
    SET,
    /** A price of memory, which is in no field of the entry. */
    PRICE;

    String place() {
      return "/" + EnumName.of(this) + "/";
    }
  }

  /**
   * A change of one field.
   *
   * @param kind what it has
   * @param field path of the field, or of a group of fields
   * @param written factor, value or price
   * @param place place of the value in the file, below the family
   */
  record Step(Kind kind, String field, String written, String place) {

    /** Whether a path of the entry is that of the field, or below it. */
    boolean isOf(String path) {
      String wanted = Pattern.quote(field).replace("*", "\\E[^/]+\\Q");
      return path.matches(wanted + "(/.*)?");
    }

    String label() {
      String name = field.substring(field.lastIndexOf('/') + 1);
      return name + (kind == Kind.SCALE ? " x" : " = ") + shown(written);
    }

    private static String shown(String written) {
      return written.endsWith(".0") ? written.substring(0, written.length() - 2) : written;
    }
  }

  /** All combinations of the values of a family; the last field varies fastest. */
  static List<VariantChange> all(SweepFile.Variants family) {
    List<VariantChange> all = List.of(new VariantChange(List.of()));
    all = combined(all, family.scale().orElse(Map.of()), Kind.SCALE);
    all = combined(all, family.set().orElse(Map.of()), Kind.SET);
    Map<String, Amounts> prices = new TreeMap<>();
    family
        .price()
        .flatMap(VariantPrice::pricesOfMemory)
        .ifPresent(written -> prices.put("dollarsPerGigabyte", written));
    return combined(all, prices, Kind.PRICE);
  }

  private static List<VariantChange> combined(
      List<VariantChange> changes, Map<String, Amounts> byField, Kind kind) {
    List<VariantChange> all = changes;
    for (Map.Entry<String, Amounts> field : new TreeMap<>(byField).entrySet()) {
      List<VariantChange> next = new ArrayList<>();
      for (VariantChange change : all) {
        for (int i = 0; i < field.getValue().written().size(); i++) {
          String place = kind.place() + field.getKey() + field.getValue().place(i);
          List<Step> steps = new ArrayList<>(change.steps());
          steps.add(new Step(kind, field.getKey(), field.getValue().written().get(i), place));
          next.add(new VariantChange(steps));
        }
      }
      all = next;
    }
    return all;
  }

  private static Optional<String> wrongFactor(String written) {
    Range range = Dimension.FACTOR.range();
    try {
      double factor = Quantity.parse(written, Dimension.FACTOR);
      return range.has(factor)
          ? Optional.empty()
          : Optional.of("is '" + written + "'. Allowed: " + range.allowed() + ".");
    } catch (IllegalArgumentException e) {
      return Optional.of(
          "is '" + written + "'. Allowed: " + Quantity.expectation(Dimension.FACTOR) + ".");
    }
  }

  /**
   * Changes the tree of an entry.
   *
   * @throws InvalidValueException where a field is none, or cannot have the value
   */
  void applyTo(ObjectNode tree, RecordEditor editor, Class<?> type) {
    for (Step step : steps) {
      if (step.kind() == Kind.SCALE) {
        double factor = Quantity.parse(step.written(), Dimension.FACTOR);
        editor.scale(tree, type, step.field(), factor);
      } else if (step.kind() == Kind.SET) {
        editor.set(tree, type, step.field(), step.written());
      }
    }
  }

  /**
   * Name of the variant in tables: a label alone where the family makes one variant, else the name
   * of the family with the changes.
   */
  String name(String family, boolean isAlone) {
    return isAlone || steps.isEmpty()
        ? family
        : family + "[" + steps.stream().map(Step::label).collect(Collectors.joining(", ")) + "]";
  }

  /** Place in the file, below the family, of the change that a record refused. */
  String place(String field) {
    return steps.stream().filter(step -> step.isOf(field)).findFirst().map(Step::place).orElse("");
  }

  /** The reason of a record, with the field where the place does not name it. */
  String reason(InvalidValueException refused) {
    return place(refused.field()).isEmpty()
        ? "makes an entry whose " + refused.field() + " " + refused.reason()
        : refused.reason();
  }

  /** The price of memory as it is written; empty where the family has one price or none. */
  Optional<String> price() {
    return steps.stream().filter(step -> step.kind() == Kind.PRICE).map(Step::written).findFirst();
  }

  /** Whether any change is of a field below one of these. */
  boolean touches(List<String> fields) {
    return steps.stream().anyMatch(step -> fields.stream().anyMatch(step.field()::startsWith));
  }
}
