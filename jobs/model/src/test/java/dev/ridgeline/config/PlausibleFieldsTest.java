package dev.ridgeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import dev.ridgeline.units.Range;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every number with a unit, and every price, says what it is of, so that nonsense is named. */
class PlausibleFieldsTest {

  private final Set<Class<?>> seen = new HashSet<>();
  private final List<String> without = new ArrayList<>();
  private final List<String> others = new ArrayList<>();

  @Test
  void everyQuantitySaysWhatItIsOf() throws ClassNotFoundException {
    CatalogKind.ALL.forEach(kind -> visit(kind.type()));
    visit(Class.forName("dev.ridgeline.sweep.SweepFile"));
    assertThat(seen).hasSizeGreaterThan(40);
    assertThat(without).as("fields whose numbers have a unit or are prices").isEmpty();
    assertThat(others).as("fields with the range of another dimension").isEmpty();
  }

  private void visit(Type type) {
    if (type instanceof ParameterizedType container) {
      Type[] arguments = container.getActualTypeArguments();
      visit(arguments[arguments.length - 1]);
    } else if (type instanceof Class<?> record && seen.add(record)) {
      RecordFields.members(record).stream().filter(one -> one != record).forEach(this::visit);
      for (Map.Entry<String, Type> field : RecordFields.of(record).orElse(Map.of()).entrySet()) {
        check(record, field.getKey());
        visit(field.getValue());
      }
    }
  }

  private void check(Class<?> record, String field) {
    Optional<Range> range = RecordFields.range(record, field);
    Optional<Plausible> kind = RecordFields.plausible(record, field);
    if (range.isPresent() && needsOne(range.get().dimension()) && kind.isEmpty()) {
      without.add(record.getSimpleName() + "." + field);
    }
    if (kind.isPresent() && kind.get().dimension() != range.orElseThrow().dimension()) {
      others.add(record.getSimpleName() + "." + field);
    }
  }

  private static boolean needsOne(Dimension dimension) {
    return dimension.hasUnit() || dimension.name().startsWith("DOLLARS");
  }
}
