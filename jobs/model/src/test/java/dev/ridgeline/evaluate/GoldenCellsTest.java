package dev.ridgeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.PriceBook.Tariff;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.deployment.Parallelism;
import dev.ridgeline.deployment.ServingSettings;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.EfficiencyChoice;
import dev.ridgeline.space.LongContextPolicy;
import dev.ridgeline.workload.ContextPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cells that somebody else computed from the same equations, in another language. */
class GoldenCellsTest {

  private static final Catalogs CATALOGS = Catalogs.read(Path.of("../../catalogs"));
  private static final double TOLERANCE = 1e-9;

  static Stream<Map<String, String>> cells() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("src/test/resources/golden/cells.csv"));
    List<String> header = List.of(lines.get(1).split(","));
    return lines.subList(2, lines.size()).stream()
        .map(
            line -> {
              String[] fields = line.split(",", -1);
              Map<String, String> cell = new LinkedHashMap<>();
              for (int i = 0; i < fields.length; i++) {
                cell.put(header.get(i), fields[i]);
              }
              return cell;
            });
  }

  @Test
  void thereAreManyOfEveryKind() throws IOException {
    assertThat(cells()).hasSizeGreaterThanOrEqualTo(50);
    assertThat(cells().map(cell -> cell.get("status")))
        .contains("OK", "NO_PRICE", "DOES_NOT_FIT", "INVALID_PARALLELISM");
  }

  @ParameterizedTest
  @MethodSource("cells")
  void everyColumnAgrees(Map<String, String> expected) {
    CellResult result = new CellEvaluator(space(expected)).evaluate(0);
    List<String> differences = new ArrayList<>();
    for (ResultColumn column : ResultColumn.values()) {
      String wanted = expected.get(column.columnName());
      if (wanted != null && !agrees(column, wanted, result)) {
        differences.add(column.columnName() + ": " + value(column, result) + ", not " + wanted);
      }
    }
    assertThat(differences).isEmpty();
  }

  private static boolean agrees(ResultColumn column, String wanted, CellResult result) {
    String actual = value(column, result);
    if (wanted.isEmpty() || column.reader() instanceof ColumnReader.Text) {
      return actual.equals(wanted);
    }
    if (actual.isEmpty()) {
      return false;
    }
    double is = Double.parseDouble(actual);
    double should = Double.parseDouble(wanted);
    return Math.abs(is - should) <= TOLERANCE * Math.abs(should);
  }

  /** As in the file: empty for null. */
  private static String value(ResultColumn column, CellResult result) {
    if (!result.has(column.availability())) {
      return "";
    }
    if (column.reader() instanceof ColumnReader.Text text) {
      String value = text.read().apply(result);
      return value == null ? "" : value;
    }
    return column.reader() instanceof ColumnReader.Whole whole
        ? Long.toString(whole.read().applyAsLong(result))
        : Double.toString(((ColumnReader.Real) column.reader()).read().applyAsDouble(result));
  }

  private static DesignSpace space(Map<String, String> cell) {
    return new DesignSpace(
        List.of(CATALOGS.models().find(cell.get("model")).orElseThrow()),
        List.of(CATALOGS.quantizations().find(cell.get("quantization")).orElseThrow()),
        List.of(mix(cell)),
        List.of(new Parallelism(sharding(cell, "prefill"), sharding(cell, "decode"))),
        List.of(constant(EfficiencyChoice.class, cell.get("efficiency"))),
        List.of(CATALOGS.workflows().find(cell.get("workflow")).orElseThrow()),
        List.of(context(cell.get("context"))),
        List.of(Integer.parseInt(cell.get("batch"))),
        List.of(constant(Tariff.class, cell.get("tariff"))),
        new ServingSettings(0.9, 8192),
        LongContextPolicy.ALLOW,
        CATALOGS.efficiencies().byId(),
        CATALOGS.prices().byId());
  }

  private static HardwareMix mix(Map<String, String> cell) {
    KvTier tier = CATALOGS.memoryTiers().find(cell.get("tier")).map(KvTier::of).orElse(KvTier.NONE);
    var prefill = CATALOGS.accelerators().find(cell.get("prefill")).orElseThrow();
    var decode = CATALOGS.accelerators().find(cell.get("decode")).orElseThrow();
    return CATALOGS
        .links()
        .find(cell.get("link"))
        .<HardwareMix>map(link -> new HardwareMix.Disaggregated(prefill, decode, link, tier))
        .orElseGet(() -> new HardwareMix.Colocated(decode, tier));
  }

  private static Sharding sharding(Map<String, String> cell, String pool) {
    return new Sharding(
        Integer.parseInt(cell.get(pool + "_tp")), Integer.parseInt(cell.get(pool + "_ep")));
  }

  private static ContextPoint context(String written) {
    return ContextPoint.of(written.matches("\\d+") ? (Object) Integer.valueOf(written) : written);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String written) {
    return Enum.valueOf(type, written.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
