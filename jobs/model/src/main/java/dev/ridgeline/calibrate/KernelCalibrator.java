package dev.ridgeline.calibrate;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.EfficiencyProfile.Basis;
import dev.ridgeline.catalog.KernelEfficiency;
import dev.ridgeline.catalog.KernelKind;
import dev.ridgeline.catalog.LinkEfficiency;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.config.EnumName;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Fits the rows of an efficiency profile to times of kernels on one device. Prefill attention tells
 * its compute share, decode attention its bandwidth share, and each takes the other's. Kernels that
 * were not timed keep the rows of the catalog.
 */
public final class KernelCalibrator {

  /** Fewest times that a row is fitted to. */
  private static final int FEW = 6;

  /** Bytes from which on a read or copy is long. */
  private static final double LONG_BYTES = 2e9;

  /** An operator of experts is two grouped products, of which the script times one. */
  private static final int LAUNCHES_OF_EXPERTS = 2;

  private static final MathContext WRITTEN = new MathContext(4);

  private final KernelTimings timings;
  private final Accelerator accelerator;
  private final EfficiencyProfile prior;
  private final List<KernelCalibration.Row> rows = new ArrayList<>();
  private int used;

  /**
   * @param timings what was timed
   * @param accelerator the device
   * @param prior its profile in the catalog
   */
  public KernelCalibrator(KernelTimings timings, Accelerator accelerator, EfficiencyProfile prior) {
    this.timings = timings;
    this.accelerator = accelerator;
    this.prior = prior;
  }

  /** Fits the profile. */
  public KernelCalibration fit() {
    Map<String, String> sources = new TreeMap<>(prior.sources());
    Map<Precision, KernelEfficiency> gemm = new EnumMap<>(prior.gemm());
    for (Precision format : Precision.values()) {
      double peak = peak(format);
      fit(gemm, KernelKind.GEMM, format, form(peak, 1, true, true, false), "gemm");
    }
    Map<Precision, KernelEfficiency> experts = new EnumMap<>(prior.experts());
    for (Precision format : Precision.values()) {
      KernelForm form = form(peak(format), LAUNCHES_OF_EXPERTS, true, true, true);
      fit(experts, KernelKind.EXPERTS, format, form, "experts");
    }
    double bf16 = accelerator.peak(Precision.BF16);
    Map<Precision, KernelEfficiency> decode = new EnumMap<>(prior.decodeAttention());
    fitAttention(decode, KernelKind.DECODE_ATTENTION, form(bf16, 1, false, true, false));
    Map<Precision, KernelEfficiency> prefill = new EnumMap<>(prior.prefillAttention());
    fitAttention(prefill, KernelKind.PREFILL_ATTENTION, form(bf16, 1, true, false, true));
    joinAttention(prefill, decode);
    LinkEfficiency scaleUp = scaleUp();
    note(sources, "gemm", EnumName.of(KernelKind.GEMM));
    note(sources, "experts", EnumName.of(KernelKind.EXPERTS));
    note(sources, "prefillAttention", EnumName.of(KernelKind.PREFILL_ATTENTION));
    note(sources, "decodeAttention", EnumName.of(KernelKind.DECODE_ATTENTION));
    note(sources, "scaleUp", "all-reduce");
    EfficiencyProfile profile =
        new EfficiencyProfile(
            prior.id(),
            prior.basis(),
            prior.engine(),
            gemm,
            experts,
            prefill,
            decode,
            prior.prefillLatentAttention(),
            prior.decodeLatentAttention(),
            prior.fourBitWeights(),
            scaleUp,
            prior.scaleOut(),
            sources);
    return new KernelCalibration(profile, rows, launch(), bandwidth(), left());
  }

  /** Peak of a format that the device multiplies itself; 0 where it has no units for it. */
  private double peak(Precision format) {
    return accelerator.resolve(format) == format ? accelerator.peak(format) : 0;
  }

  private KernelForm form(
      double peak, int launches, boolean compute, boolean traffic, boolean saturation) {
    return new KernelForm(
        peak, accelerator.memoryBytesPerSecond(), launches, compute, traffic, saturation);
  }

  private void fitAttention(
      Map<Precision, KernelEfficiency> into, KernelKind kind, KernelForm form) {
    for (Precision format : Precision.values()) {
      fit(into, kind, format, form, EnumName.of(kind).replace('-', '_'));
    }
  }

  private void fit(
      Map<Precision, KernelEfficiency> into,
      KernelKind kind,
      Precision format,
      KernelForm form,
      String kernel) {
    List<KernelTiming> own = own(kernel, EnumName.of(format));
    if (own.size() < FEW || !(form.peak() > 0)) {
      return;
    }
    KernelEfficiency before = prior.kernel(kind, format);
    KernelEfficiency fitted = written(form.fit(before, own), 0);
    into.put(format, fitted);
    addRow(EnumName.of(kind) + " " + EnumName.of(format), form, own, before, fitted);
  }

  private void addRow(
      String name,
      KernelForm form,
      List<KernelTiming> own,
      KernelEfficiency before,
      KernelEfficiency fitted) {
    used += own.size();
    rows.add(
        new KernelCalibration.Row(
            name,
            own.size(),
            before,
            fitted,
            form.error(before, own),
            form.error(fitted, own),
            form.heldOut(before, own)));
  }

  private List<KernelTiming> own(String kernel, String format) {
    return timings.rows().stream()
        .filter(it -> it.kernel().equals(kernel) && it.format().equals(format) && it.inGraph())
        .toList();
  }

  /** A row with as many digits as an entry has, and with a basis where its profile has another. */
  private KernelEfficiency written(KernelEfficiency row, double bandwidth) {
    return new KernelEfficiency(
        rounded(row.compute()),
        rounded(bandwidth > 0 ? bandwidth : row.bandwidth()),
        rounded(row.overheadSeconds()),
        rounded(row.halfSaturationTokens()),
        prior.basis() == Basis.MEASURED ? null : Basis.MEASURED);
  }

  private static double rounded(double value) {
    return BigDecimal.valueOf(value).round(WRITTEN).doubleValue();
  }

  /** Gives prefill the bandwidth share of decode, and decode the compute share of prefill. */
  private void joinAttention(
      Map<Precision, KernelEfficiency> prefill, Map<Precision, KernelEfficiency> decode) {
    boolean hasPrefill = isFitted(KernelKind.PREFILL_ATTENTION);
    boolean hasDecode = isFitted(KernelKind.DECODE_ATTENTION);
    for (Precision format : Precision.values()) {
      KernelEfficiency ofPrefill = prefill.get(format);
      KernelEfficiency ofDecode = decode.get(format);
      if (hasPrefill && hasDecode && ofPrefill != null && ofDecode != null) {
        prefill.put(format, written(ofPrefill, ofDecode.bandwidth()));
        decode.put(
            format,
            new KernelEfficiency(
                ofPrefill.compute(),
                ofDecode.bandwidth(),
                ofDecode.overheadSeconds(),
                0,
                ofDecode.basis()));
      }
    }
  }

  private boolean isFitted(KernelKind kind) {
    return rows.stream().anyMatch(row -> row.name().startsWith(EnumName.of(kind) + " "));
  }

  /**
   * Collectives inside the domain, fitted for each size of a group that was timed. An all-reduce of
   * n bytes among p ranks moves {@code 2 n (p - 1) / p} over each port.
   */
  private LinkEfficiency scaleUp() {
    Map<Integer, List<KernelTiming>> byRanks = new TreeMap<>();
    for (KernelTiming timing : timings.rows()) {
      if (timing.kernel().equals("all_reduce")) {
        double ranks = timing.ranks();
        double moved = 2 * timing.bytes() * (ranks - 1) / ranks;
        byRanks
            .computeIfAbsent(timing.ranks(), none -> new ArrayList<>())
            .add(new KernelTiming("", "", 0, timing.ranks(), 0, moved, timing.seconds(), true));
      }
    }
    byRanks.values().removeIf(group -> group.size() < FEW);
    if (byRanks.isEmpty()) {
      return prior.scaleUp();
    }
    double port = accelerator.scaleUp().bytesPerSecond();
    KernelForm form = new KernelForm(1, port, 1, false, true, false);
    Map<Integer, LinkEfficiency.OfGroup> groups = new HashMap<>();
    LinkEfficiency.OfGroup largest = prior.scaleUp().among(Integer.MAX_VALUE);
    for (Map.Entry<Integer, List<KernelTiming>> group : byRanks.entrySet()) {
      LinkEfficiency.OfGroup of = prior.scaleUp().among(group.getKey());
      KernelEfficiency before =
          new KernelEfficiency(1, of.bandwidth(), of.latencySeconds(), 0, null);
      KernelEfficiency fitted = written(form.fit(before, group.getValue()), 0);
      largest = new LinkEfficiency.OfGroup(fitted.bandwidth(), fitted.overheadSeconds());
      groups.put(group.getKey(), largest);
      addRow("all-reduce " + group.getKey(), form, group.getValue(), before, fitted);
    }
    return new LinkEfficiency(
        largest.bandwidth(),
        largest.latencySeconds(),
        groups,
        prior.scaleUp().lowLatencyAllToAllSeconds(),
        prior.basis() == Basis.MEASURED ? null : Basis.MEASURED);
  }

  /** Says of a fitted kind what it was fitted to, before what the catalog says of it. */
  private void note(Map<String, String> sources, String field, String name) {
    StringBuilder errors = new StringBuilder();
    for (KernelCalibration.Row row : rows) {
      if (row.name().startsWith(name + " ")) {
        errors.append(
            String.format(
                Locale.ROOT,
                "%s %s: %d times, mean error %.1f %%, %.1f %% held out",
                errors.isEmpty() ? "" : ";",
                row.name(),
                row.points(),
                100 * row.error(),
                100 * row.heldOut()));
      }
    }
    if (!errors.isEmpty()) {
      sources.put(
          field,
          String.format(
              "fit of t0 + max(FLOPs (1 + half / s) / (compute x peak), bytes / (bandwidth x peak))"
                  + " to %s (%s).%s. What was not timed: %s",
              timings.file(),
              timings.conditions(),
              errors,
              prior.sources().getOrDefault(field, "")));
    }
  }

  private OptionalDouble launch() {
    return timings.rows().stream()
        .filter(it -> it.kernel().equals("launch") && it.inGraph())
        .mapToDouble(KernelTiming::seconds)
        .min();
  }

  private OptionalDouble bandwidth() {
    return timings.rows().stream()
        .filter(it -> it.kernel().equals("read") || it.kernel().equals("copy"))
        .filter(it -> it.bytes() > LONG_BYTES)
        .mapToDouble(it -> it.bytes() / it.seconds() / accelerator.memoryBytesPerSecond())
        .max();
  }

  private int left() {
    long others =
        timings.rows().stream()
            .filter(it -> List.of("launch", "read", "copy").contains(it.kernel()))
            .count();
    return timings.rows().size() - used - (int) others;
  }
}
