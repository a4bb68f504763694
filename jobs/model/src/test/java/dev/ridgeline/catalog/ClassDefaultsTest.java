package dev.ridgeline.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.ridgeline.catalog.EfficiencyProfile.Basis;
import dev.ridgeline.testing.Plans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The class-default rows of {@code catalogs/efficiency} follow from the measured rows, by the form
 * that {@code deploy/measure/class_defaults.py} describes. A changed measurement makes them stale.
 */
class ClassDefaultsTest {

  /** Entries with the same silicon count once. */
  private static final Map<String, String> SILICON =
      Map.of(
          "h100-sxm", "hopper",
          "h200-sxm", "hopper",
          "b200", "blackwell",
          "b300", "blackwell",
          "gb200-nvl72", "blackwell",
          "gb300-nvl72", "blackwell");

  /** Entries whose kernels are those of another entry. */
  private static final Map<String, String> DONORS =
      Map.ofEntries(
          Map.entry("a10", "l40s"),
          Map.entry("a100-40g", "a100-80g"),
          Map.entry("gb10", "rtx-pro-6000-server"),
          Map.entry("h100-pcie", "h100-sxm"),
          Map.entry("h20", "h100-sxm"),
          Map.entry("h800-sxm", "h100-sxm"),
          Map.entry("l4", "l40s"),
          Map.entry("mi325x", "mi300x"),
          Map.entry("mi350x", "mi355x"),
          Map.entry("mi455x", "mi355x"),
          Map.entry("rtx-3090", "l40s"),
          Map.entry("rtx-4090", "l40s"),
          Map.entry("rtx-5090", "rtx-pro-6000-server"),
          Map.entry("rtx-a6000", "l40s"),
          Map.entry("v100-32g", "a100-80g"));

  private static final Map<String, Double> LAUNCH_SECONDS =
      Map.of("mi300x", 17.5e-6, "mi355x", 2.5e-6);

  /** A kernel in a format on an accelerator. */
  record Row(String id, KernelKind kind, Precision format, KernelEfficiency values, Basis basis) {

    Accelerator accelerator() {
      return Plans.accelerator(id);
    }

    boolean isAmd() {
      return accelerator().vendor().equals("AMD");
    }

    double peak() {
      return accelerator().peak(Precision.BF16);
    }

    /** FLOPs a byte at the format of a product; that of attention is bf16. */
    double ridge() {
      boolean product = kind == KernelKind.GEMM || kind == KernelKind.EXPERTS;
      Precision multiplied = product ? accelerator().resolve(format) : Precision.BF16;
      return accelerator().peak(multiplied) / accelerator().memoryBytesPerSecond();
    }

    @Override
    public String toString() {
      return id + " " + kind + " " + format;
    }
  }

  private static final List<Row> ROWS =
      Plans.CATALOGS.efficiencies().entries().stream().flatMap(ClassDefaultsTest::rows).toList();

  private static final List<Row> MEASURED =
      ROWS.stream()
          .filter(row -> row.basis() == Basis.MEASURED && !row.isAmd())
          .filter(row -> row.format() != Precision.INT8)
          .toList();

  private static Stream<Row> rows(EfficiencyProfile profile) {
    return Arrays.stream(KernelKind.values())
        .flatMap(
            kind ->
                new TreeMap<>(profile.kernels(kind))
                    .entrySet().stream()
                        .map(
                            entry ->
                                new Row(
                                    profile.id(),
                                    kind,
                                    entry.getKey(),
                                    entry.getValue(),
                                    Objects.requireNonNullElse(
                                        entry.getValue().basis(), profile.basis()))));
  }

  static Stream<Row> classDefaults() {
    return ROWS.stream().filter(row -> row.basis() == Basis.CLASS_DEFAULT);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  /** The median over chips of the median over the entries of each chip. */
  private static double ofChips(Predicate<Row> which, ToDoubleFunction<Row> value) {
    Map<String, List<Double>> byChip = new HashMap<>();
    for (Row row : MEASURED) {
      if (which.test(row)) {
        byChip
            .computeIfAbsent(SILICON.getOrDefault(row.id(), row.id()), id -> new ArrayList<>())
            .add(value.applyAsDouble(row));
      }
    }
    return median(byChip.values().stream().map(ClassDefaultsTest::median).toList());
  }

  private static Predicate<Row> kernel(KernelKind kind) {
    return row -> row.kind() == kind;
  }

  private static Predicate<Row> kernel(Row like) {
    return row -> row.kind() == like.kind() && row.format() == like.format();
  }

  /** Solves {@code c = 1 / (1 + r / r0)} for r0, the median over chips. */
  private static double halfIntensity(Row row) {
    Predicate<Row> group =
        switch (row.kind()) {
          case GEMM, EXPERTS -> kernel(KernelKind.GEMM);
          case PREFILL_ATTENTION, DECODE_ATTENTION -> kernel(KernelKind.PREFILL_ATTENTION);
          default -> kernel(row);
        };
    return ofChips(
        group,
        one ->
            one.values().compute() < 1
                ? one.ridge() / (1 / one.values().compute() - 1)
                : Double.POSITIVE_INFINITY);
  }

  /** The share that a kernel reaches on a chip without ridge point. */
  private static double ceiling(Row row) {
    double ofVendor = row.isAmd() ? 0.45 / 0.93 : 1;
    if (row.kind() != KernelKind.EXPERTS) {
      return ofVendor;
    }
    double halfIntensity = halfIntensity(row);
    return ofVendor
        * ofChips(
            kernel(KernelKind.EXPERTS),
            one -> one.values().compute() * (1 + one.ridge() / halfIntensity));
  }

  /** The slope of ln h over ln P by least squares. */
  private static double slope(Row row) {
    List<Row> fitted = prefills(row);
    double meanOfPeak = mean(fitted, one -> Math.log(one.peak()));
    double covariance = mean(fitted, one -> (Math.log(one.peak()) - meanOfPeak) * logOfHalf(one));
    return covariance / mean(fitted, one -> Math.pow(Math.log(one.peak()) - meanOfPeak, 2));
  }

  private static List<Row> prefills(Row row) {
    return MEASURED.stream()
        .filter(kernel(KernelKind.PREFILL_ATTENTION))
        .filter(one -> one.format() == row.format())
        .toList();
  }

  private static double logOfHalf(Row row) {
    return Math.log(row.values().halfSaturationTokens());
  }

  private static double mean(List<Row> rows, ToDoubleFunction<Row> value) {
    return rows.stream().mapToDouble(value).average().orElseThrow();
  }

  private static double halfSaturation(Row row) {
    List<Row> fitted = prefills(row);
    double above = Math.log(row.peak()) - mean(fitted, one -> Math.log(one.peak()));
    return Math.exp(mean(fitted, ClassDefaultsTest::logOfHalf) + slope(row) * above);
  }

  private static Row donorOf(Row row) {
    return ROWS.stream()
        .filter(kernel(row))
        .filter(one -> one.id().equals(DONORS.get(row.id())))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("classDefaults")
  void computeShareFallsWithTheRidgePoint(Row row) {
    double ceiling = ceiling(row);
    double expected;
    if (DONORS.containsKey(row.id())) {
      Row donor = donorOf(row);
      double lost = ceiling / donor.values().compute() - 1;
      expected =
          lost > 0 ? ceiling / (1 + lost * row.ridge() / donor.ridge()) : donor.values().compute();
    } else {
      expected = ceiling / (1 + row.ridge() / halfIntensity(row));
    }
    assertThat(row.values().compute()).isCloseTo(expected, offset(0.000501));
  }

  @ParameterizedTest
  @MethodSource("classDefaults")
  void bandwidthAndOverheadAreMedians(Row row) {
    double bandwidth;
    double overhead;
    if (DONORS.containsKey(row.id())) {
      bandwidth = donorOf(row).values().bandwidth();
      overhead = donorOf(row).values().overheadSeconds();
    } else {
      double share = ofChips(kernel(row), one -> one.values().bandwidth());
      bandwidth = row.isAmd() ? Math.min(0.81, share) : share;
      overhead =
          median(
                  MEASURED.stream()
                      .filter(kernel(row))
                      .map(one -> one.values().overheadSeconds())
                      .toList())
              + LAUNCH_SECONDS.getOrDefault(row.id(), 0.0);
    }
    assertThat(row.values().bandwidth()).isCloseTo(bandwidth, offset(0.000501));
    assertThat(row.values().overheadSeconds()).isCloseTo(overhead, offset(0.00501e-6));
  }

  @ParameterizedTest
  @MethodSource("classDefaults")
  void halfSaturationGrowsWithThePeak(Row row) {
    double expected = 0;
    if (row.kind() == KernelKind.PREFILL_ATTENTION) {
      expected =
          DONORS.containsKey(row.id())
              ? donorOf(row).values().halfSaturationTokens()
                  * Math.pow(row.peak() / donorOf(row).peak(), slope(row))
              : halfSaturation(row);
    }
    assertThat(row.values().halfSaturationTokens()).isCloseTo(expected, offset(0.501));
  }

  /**
   * A device of a sweep gets the rows that the catalog has for a chip that nobody timed. Rows of a
   * relative, and of AMD, have another form.
   */
  @Test
  void aDeviceOfASweepHasTheRowsOfTheCatalog() {
    ClassDefaults defaults = new ClassDefaults(Plans.CATALOGS);
    List<Row> rows =
        classDefaults().filter(row -> !DONORS.containsKey(row.id()) && !row.isAmd()).toList();
    assertThat(rows).hasSizeGreaterThan(10);
    for (Row row : rows) {
      KernelEfficiency own = defaults.row(row.accelerator(), row.kind(), row.format());
      KernelEfficiency written = row.values();
      assertThat(own.compute()).as("%s", row).isCloseTo(written.compute(), offset(0.000501));
      assertThat(own.bandwidth()).as("%s", row).isCloseTo(written.bandwidth(), offset(0.000501));
      assertThat(own.overheadSeconds())
          .as("%s", row)
          .isCloseTo(written.overheadSeconds(), offset(0.00501e-6));
      assertThat(own.halfSaturationTokens())
          .as("%s", row)
          .isCloseTo(written.halfSaturationTokens(), offset(0.501));
    }
  }

  /** H20 has a seventh of the FLOP/s of H100 for each byte of memory traffic, and its kernels. */
  @Test
  void chipWithFewFlopsForItsBandwidthComesNearItsPeak() {
    EfficiencyProfile h20 = Plans.calibrated("h20");
    EfficiencyProfile h100 = Plans.calibrated("h100-sxm");
    for (KernelKind kind : List.of(KernelKind.GEMM, KernelKind.PREFILL_ATTENTION)) {
      assertThat(h20.kernel(kind, Precision.BF16).compute()).isGreaterThan(0.9);
      assertThat(h100.kernel(kind, Precision.BF16).compute()).isLessThan(0.8);
    }
  }

  /** The form is of GPUs; chips that do not resemble them are labelled. */
  @Test
  void chipsBeyondTheFormAreAssumptions() {
    assertThat(
            Plans.CATALOGS.efficiencies().entries().stream()
                .filter(profile -> profile.basis() == Basis.ASSUMPTION)
                .map(EfficiencyProfile::id))
        .containsExactlyInAnyOrder(
            "cerebras-wse3",
            "groq-lpu-v1",
            "m2-ultra",
            "m3-ultra",
            "m4-max",
            "m5",
            "m5-max",
            "m5-pro",
            "rubin-cpx",
            "ryzen-ai-max-395",
            "tpu-v5e",
            "tpu-v5p",
            "tpu-v6e",
            "tpu-v7");
  }
}
