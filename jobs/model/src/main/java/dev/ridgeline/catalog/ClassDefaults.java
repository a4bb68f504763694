package dev.ridgeline.catalog;

import static java.util.Objects.requireNonNullElse;

import dev.ridgeline.catalog.EfficiencyProfile.Basis;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Efficiencies of a device that nobody timed. They follow from its peaks and its bandwidth, by fits
 * to the measured entries of a catalog.
 *
 * <p>The compute share of a kernel is {@code a / (1 + r / r0)}, with r the ridge point in FLOP/B at
 * the format. Bandwidth share and overhead are medians. The half saturation of attention grows as a
 * power of the bf16 peak. {@code catalogs/README.md} has the fits, their errors, and the program
 * that writes the class-default rows of the catalog by the same form.
 */
public final class ClassDefaults {

  /** Entries with the same silicon count once. Source: the makers' names of the chips. */
  private static final Map<String, String> SILICON =
      Map.of(
          "h100-sxm", "hopper",
          "h200-sxm", "hopper",
          "b200", "blackwell",
          "b300", "blackwell",
          "gb200-nvl72", "blackwell",
          "gb300-nvl72", "blackwell");

  /** A measured kernel in a format, with the numbers of its accelerator. */
  private record Row(
      String id, KernelKind kind, Precision format, KernelEfficiency values, Accelerator chip) {

    double ridge() {
      return ClassDefaults.ridge(chip, kind, format);
    }

    double bf16Peak() {
      return chip.peak(Precision.BF16);
    }
  }

  private final List<Row> measured = new ArrayList<>();

  /** The fits to the measured entries of some catalogs, those of AMD left out. */
  public ClassDefaults(Catalogs catalogs) {
    for (EfficiencyProfile profile : catalogs.efficiencies().entries()) {
      Optional<Accelerator> chip = catalogs.accelerators().find(profile.id());
      if (chip.isPresent() && !chip.get().vendor().equals("AMD")) {
        for (KernelKind kind : KernelKind.values()) {
          new TreeMap<>(profile.kernels(kind))
              .forEach((format, row) -> add(profile, kind, format, row, chip.get()));
        }
      }
    }
  }

  private void add(
      EfficiencyProfile profile,
      KernelKind kind,
      Precision format,
      KernelEfficiency row,
      Accelerator chip) {
    Basis basis = requireNonNullElse(row.basis(), profile.basis());
    if (basis == Basis.MEASURED && format != Precision.INT8) {
      measured.add(new Row(profile.id(), kind, format, row, chip));
    }
  }

  /**
   * Returns the profile of a device that nobody timed.
   *
   * @param like profile of a similar device, whose engine and collectives stand in
   * @throws IllegalStateException where the catalogs have no measured entry
   */
  public EfficiencyProfile profile(Accelerator device, EfficiencyProfile like) {
    Map<String, String> sources = new LinkedHashMap<>();
    like.sources()
        .forEach(
            (field, source) ->
                sources.put(
                    field,
                    field.startsWith("scale")
                        ? source
                        : "class default: fitted to the measured entries of the catalog"));
    return new EfficiencyProfile(
        device.id(),
        Basis.CLASS_DEFAULT,
        like.engine(),
        rows(device, KernelKind.GEMM),
        rows(device, KernelKind.EXPERTS),
        rows(device, KernelKind.PREFILL_ATTENTION),
        rows(device, KernelKind.DECODE_ATTENTION),
        rows(device, KernelKind.PREFILL_LATENT_ATTENTION),
        rows(device, KernelKind.DECODE_LATENT_ATTENTION),
        Map.of(),
        like.scaleUp().without(Basis.MEASURED, Basis.CLASS_DEFAULT),
        like.scaleOut().without(Basis.MEASURED, Basis.CLASS_DEFAULT),
        sources);
  }

  private Map<Precision, KernelEfficiency> rows(Accelerator device, KernelKind kind) {
    Map<Precision, KernelEfficiency> rows = new EnumMap<>(Precision.class);
    for (Row row : measured) {
      if (row.kind() == kind) {
        rows.computeIfAbsent(row.format(), format -> row(device, kind, format));
      }
    }
    if (rows.isEmpty()) {
      throw new IllegalStateException("no measured entry has a row of " + kind);
    }
    return rows;
  }

  /** The row of a kernel in a format that some entry was measured in. */
  KernelEfficiency row(Accelerator device, KernelKind kind, Precision format) {
    Predicate<Row> same = row -> row.kind() == kind && row.format() == format;
    double compute =
        ceiling(kind, format) / (1 + ridge(device, kind, format) / halfIntensity(kind, format));
    double overhead =
        median(measured.stream().filter(same).map(row -> row.values().overheadSeconds()).toList());
    return new KernelEfficiency(
        Math.min(1, compute),
        ofChips(same, row -> row.values().bandwidth()),
        overhead,
        kind == KernelKind.PREFILL_ATTENTION ? halfSaturation(device, format) : 0,
        null);
  }

  /** FLOPs a byte at the format of a product; that of attention is bf16. */
  private static double ridge(Accelerator chip, KernelKind kind, Precision format) {
    boolean product = kind == KernelKind.GEMM || kind == KernelKind.EXPERTS;
    return chip.ridgeFlopsPerByte(product ? chip.resolve(format) : Precision.BF16);
  }

  /** The r0 of a kernel: {@code c = 1 / (1 + r / r0)} solved for it, the median over chips. */
  private double halfIntensity(KernelKind kind, Precision format) {
    Predicate<Row> group =
        switch (kind) {
          case GEMM, EXPERTS -> row -> row.kind() == KernelKind.GEMM;
          case PREFILL_ATTENTION, DECODE_ATTENTION ->
              row -> row.kind() == KernelKind.PREFILL_ATTENTION;
          default -> row -> row.kind() == kind && row.format() == format;
        };
    return ofChips(
        group,
        row ->
            row.values().compute() < 1
                ? row.ridge() / (1 / row.values().compute() - 1)
                : Double.POSITIVE_INFINITY);
  }

  /** The a of a kernel: the share that it reaches on a chip without ridge point. */
  private double ceiling(KernelKind kind, Precision format) {
    if (kind != KernelKind.EXPERTS) {
      return 1;
    }
    double half = halfIntensity(kind, format);
    return ofChips(
        row -> row.kind() == kind, row -> row.values().compute() * (1 + row.ridge() / half));
  }

  /** {@code ln h = k + s ln P}, by least squares over the entries. */
  private double halfSaturation(Accelerator device, Precision format) {
    List<Row> rows =
        measured.stream()
            .filter(row -> row.kind() == KernelKind.PREFILL_ATTENTION && row.format() == format)
            .toList();
    ToDoubleFunction<Row> x = row -> Math.log(row.bf16Peak());
    ToDoubleFunction<Row> y = row -> Math.log(row.values().halfSaturationTokens());
    double meanX = mean(rows, x);
    double meanY = mean(rows, y);
    double covariance = mean(rows, row -> (x.applyAsDouble(row) - meanX) * y.applyAsDouble(row));
    double variance = mean(rows, row -> Math.pow(x.applyAsDouble(row) - meanX, 2));
    double slope = variance > 0 ? covariance / variance : 0;
    return Math.exp(meanY + slope * (Math.log(device.peak(Precision.BF16)) - meanX));
  }

  /** The median over chips of the median over the entries of each chip. */
  private double ofChips(Predicate<Row> which, ToDoubleFunction<Row> value) {
    Map<String, List<Double>> byChip = new TreeMap<>();
    for (Row row : measured) {
      if (which.test(row)) {
        byChip
            .computeIfAbsent(SILICON.getOrDefault(row.id(), row.id()), chip -> new ArrayList<>())
            .add(value.applyAsDouble(row));
      }
    }
    return median(byChip.values().stream().map(ClassDefaults::median).toList());
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  private static double mean(List<Row> rows, ToDoubleFunction<Row> value) {
    return rows.stream().mapToDouble(value).average().orElseThrow();
  }
}
