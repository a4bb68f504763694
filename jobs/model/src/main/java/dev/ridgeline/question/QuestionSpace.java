package dev.ridgeline.question;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.Link;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.choice.MixPattern;
import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.deployment.Formats;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.deployment.Parallelism;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.sweep.LatencyTargets;
import dev.ridgeline.sweep.Sweep;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The design space of a question, as the text of a sweep. Its axes have what any of the mixes
 * tries. {@link #tries} and {@link #shardings} say which of it one mix tries.
 */
final class QuestionSpace {

  /** What stands for the file in messages. */
  private static final String NAME = "best";

  private static final String WIDER = "ib-xdr-800";
  private static final String USUAL = "ib-ndr-400";

  private final Question question;
  private final Catalogs catalogs;
  private final Model model;
  private final Map<String, List<Sharding>> shardings = new HashMap<>();
  private final String text;
  private final Sweep sweep;

  /**
   * @param question a question whose names are known, about some mixes
   * @param batches values on the axis of batches
   */
  QuestionSpace(Question question, Catalogs catalogs, List<Integer> batches) {
    this.question = question;
    this.catalogs = catalogs;
    this.model = catalogs.models().find(question.model()).orElseThrow();
    this.text = written(batches);
    this.sweep = Sweep.parse(NAME, text, catalogs);
  }

  /** The sweep as a file. */
  String text() {
    return text;
  }

  DesignSpace space() {
    return sweep.space();
  }

  /** Whether a mix is tried with these number formats. */
  boolean tries(HardwareMix mix, Formats formats) {
    return (mix.link().isPresent() || formats.areSame())
        && formats(mix.prefill()).contains(formats.prefill().id())
        && formats(mix.decode()).contains(formats.decode().id());
  }

  /** Places on the axis of parallelism of the shardings that a mix tries. */
  int[] shardings(HardwareMix mix) {
    boolean onePool = mix.link().isEmpty();
    Set<Sharding> prefills = new HashSet<>(shardings(mix.prefill()));
    Set<Sharding> decodes = new HashSet<>(shardings(mix.decode()));
    List<Parallelism> all = space().parallelism();
    return IntStream.range(0, all.size())
        .filter(i -> prefills.contains(all.get(i).prefill()))
        .filter(i -> decodes.contains(all.get(i).decode()))
        .filter(i -> !onePool || all.get(i).prefill().equals(all.get(i).decode()))
        .toArray();
  }

  private List<String> formats(Accelerator accelerator) {
    return question.quantizations().isEmpty()
        ? NativeFormats.of(model, accelerator, catalogs)
        : question.quantizations();
  }

  private List<Sharding> shardings(Accelerator accelerator) {
    return shardings.computeIfAbsent(accelerator.id(), id -> TriedShardings.of(model, accelerator));
  }

  private Accelerator accelerator(String id) {
    return catalogs.accelerators().find(id).orElseThrow();
  }

  private String written(List<Integer> batches) {
    List<MixPattern> mixes = question.hardware();
    StringBuilder yaml = new StringBuilder();
    yaml.append("name: ").append(NAME).append('\n');
    yaml.append("axes:\n");
    line(yaml, "models", "[" + question.model() + "]");
    line(yaml, "quantizations", quantizations());
    if (!question.engines().isEmpty()) {
      line(yaml, "engines", question.engines().toString());
    }
    yaml.append("  hardware:\n");
    hardware().forEach(mix -> yaml.append("    - ").append(mix).append('\n'));
    yaml.append("  parallelism:\n").append(parallelism(mixes));
    line(yaml, "workflows", "[" + question.workflow() + "]");
    line(yaml, "contextTokens", "[" + question.context() + "]");
    line(yaml, "batch", batches.toString());
    line(yaml, "tariffs", "[" + question.tariff() + "]");
    fleet(yaml, question.fleet());
    String targets = targets();
    return yaml + (targets.isEmpty() ? "" : targets + "\n");
  }

  private static void line(StringBuilder yaml, String field, String value) {
    yaml.append("  ").append(field).append(": ").append(value).append('\n');
  }

  /** The mixes as entries of the axis, each once. */
  Set<String> hardware() {
    Set<String> written = new LinkedHashSet<>();
    for (MixPattern mix : question.hardware()) {
      StringJoiner fields = new StringJoiner(", ", "{", "}");
      if (mix.isColocated()) {
        fields.add("colocated: [" + mix.prefill() + "]");
      } else {
        fields.add("prefill: [" + mix.prefill() + "]");
        fields.add(
            (mix.feedForward() == null ? "decode" : "attention") + ": [" + mix.decode() + "]");
        if (mix.feedForward() != null) {
          fields.add("ffn: [" + mix.feedForward() + "]");
        }
        fields.add("link: [" + link(mix) + "]");
      }
      if (mix.tier() != null && !mix.tier().equals(KvTier.NONE.id())) {
        fields.add("tier: [" + mix.tier() + "]");
      }
      written.add(fields.toString());
    }
    return written;
  }

  /** The link that a mix names, else the usual network as fast as the ports of both sides. */
  private String link(MixPattern mix) {
    if (mix.link() != null) {
      return mix.link();
    }
    double port =
        kinds(mix).stream()
            .mapToDouble(kind -> accelerator(kind).scaleOut().bytesPerSecond())
            .min()
            .orElseThrow();
    boolean isWide =
        catalogs.links().find(WIDER).map(Link::bytesPerSecond).filter(x -> x <= port).isPresent();
    if (isWide) {
      return WIDER;
    }
    return catalogs.links().find(USUAL).isPresent()
        ? USUAL
        : catalogs.links().entries().stream()
            .min(Comparator.comparingDouble(one -> Math.abs(one.bytesPerSecond() - port)))
            .map(Link::id)
            .orElse(USUAL);
  }

  private static Set<String> kinds(MixPattern mix) {
    Set<String> kinds = new LinkedHashSet<>();
    kinds.add(mix.prefill());
    if (mix.decode() != null) {
      kinds.add(mix.decode());
    }
    if (mix.feedForward() != null) {
      kinds.add(mix.feedForward());
    }
    return kinds;
  }

  private static String decode(MixPattern mix) {
    return mix.decode() == null ? mix.prefill() : mix.decode();
  }

  /** The number formats of any mix, as the value of their axis. */
  String quantizations() {
    List<MixPattern> mixes = question.hardware();
    if (!question.quantizations().isEmpty() && mixes.stream().allMatch(MixPattern::isColocated)) {
      return question.quantizations().toString();
    }
    Set<String> written = new LinkedHashSet<>();
    for (MixPattern mix : mixes) {
      for (String prefill : formats(accelerator(mix.prefill()))) {
        for (String decode : formats(accelerator(decode(mix)))) {
          if (prefill.equals(decode)) {
            written.add(decode);
          } else if (!mix.isColocated()) {
            written.add("{prefill: " + prefill + ", decode: " + decode + "}");
          }
        }
      }
    }
    return written.toString();
  }

  private String parallelism(List<MixPattern> mixes) {
    Set<Sharding> prefills = new LinkedHashSet<>();
    Set<Sharding> decodes = new LinkedHashSet<>();
    boolean onePool = mixes.stream().allMatch(MixPattern::isColocated);
    for (MixPattern mix : mixes) {
      prefills.addAll(shardings(accelerator(mix.prefill())));
      decodes.addAll(shardings(accelerator(decode(mix))));
    }
    if (onePool) {
      return decodes.stream()
          .map(one -> "    - " + TriedShardings.yaml(one) + "\n")
          .collect(Collectors.joining());
    }
    return "    - prefills: " + list(prefills) + "\n      decodes: " + list(decodes) + "\n";
  }

  private static String list(Set<Sharding> shardings) {
    return shardings.stream().map(TriedShardings::yaml).toList().toString();
  }

  private static void fleet(StringBuilder yaml, Fleet fleet) {
    if (fleet.bound() != Fleet.Bound.NONE) {
      String unit = fleet.bound() == Fleet.Bound.WATTS ? " W" : "";
      line(
          yaml, "fleets", "[{" + fleet.bound().unit() + ": " + plain(fleet.amount()) + unit + "}]");
    }
  }

  /** The line of the targets; empty where there are none. */
  String targets() {
    LatencyTargets targets = question.targets();
    List<String> fields = new ArrayList<>();
    if (targets.ttftSeconds() < Double.POSITIVE_INFINITY) {
      fields.add("ttftSeconds: " + plain(targets.ttftSeconds()) + " s");
    }
    if (targets.tpotSeconds() < Double.POSITIVE_INFINITY) {
      fields.add("tpotSeconds: " + plain(targets.tpotSeconds()) + " s");
    }
    if (targets.limitsPercentile()) {
      fields.add("percentile: " + targets.percentile());
    }
    return fields.isEmpty() ? "" : "targets: {" + String.join(", ", fields) + "}";
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** The kinds of accelerator of all mixes. */
  static Set<String> kinds(List<MixPattern> mixes) {
    Set<String> kinds = new HashSet<>();
    mixes.forEach(mix -> kinds.addAll(kinds(mix)));
    return kinds;
  }
}
