package dev.ridgeline.space;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Catalog;
import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.Entry;
import dev.ridgeline.catalog.Link;
import dev.ridgeline.catalog.MemoryTier;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.HardwareMix.AttentionFeedForward;
import dev.ridgeline.deployment.HardwareMix.Colocated;
import dev.ridgeline.deployment.HardwareMix.Disaggregated;
import dev.ridgeline.deployment.KvTier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Fields of the axis of hardware: which accelerators serve, and what joins them. */
record HardwareFields(List<Hardware> hardware) implements AxisFields<HardwareMix> {

  private static final String NO_TIER = KvTier.NONE.id();

  /**
   * Hardware mixes: all combinations of the names in one entry. An entry has either {@code
   * colocated}, or {@code prefill}, {@code decode} and {@code link}, or {@code prefill}, {@code
   * attention}, {@code ffn} and {@code link}.
   *
   * @param tier memory tiers behind the accelerators that hold the KV cache in decode; "none" for a
   *     mix without a tier
   */
  record Hardware(
      Optional<List<String>> colocated,
      Optional<List<String>> prefill,
      Optional<List<String>> decode,
      Optional<List<String>> attention,
      Optional<List<String>> ffn,
      Optional<List<String>> link,
      Optional<List<String>> tier) {

    /** Whether decode is split between two kinds of accelerator. */
    boolean isSplit() {
      return attention.isPresent() || ffn.isPresent();
    }

    /** Whether the fields belong to one of the three deployments, even if some are missing. */
    boolean isOfOneKind() {
      boolean pools = prefill.isPresent() || link.isPresent() || decode.isPresent() || isSplit();
      return colocated.isPresent() != pools && !(decode.isPresent() && isSplit());
    }
  }

  /** Label of a mix: its accelerators, the link between them and the tier behind them. */
  static String label(HardwareMix mix) {
    return mix.deployment()
        + ": "
        + mix.prefill().id()
        + " > "
        + mix.decode().id()
        + mix.feedForward().map(ffn -> " + " + ffn.id()).orElse("")
        + mix.link().map(link -> ", link " + link.id()).orElse("")
        + ", tier "
        + mix.tier().id();
  }

  @Override
  public List<HardwareMix> values(Lookup lookup) {
    lookup.requireValues("/axes/hardware", hardware);
    List<HardwareMix> mixes = new ArrayList<>();
    for (int i = 0; i < hardware.size(); i++) {
      mixes.addAll(mixes("/axes/hardware/" + i, hardware.get(i), lookup));
    }
    Set<String> seen = new HashSet<>();
    for (HardwareMix mix : mixes) {
      if (!seen.add(label(mix))) {
        lookup.problem(
            "/axes/hardware",
            "has the mix "
                + mix.prefill().id()
                + " / "
                + mix.decode().id()
                + " twice. Allowed: each combination once.");
      }
    }
    return mixes;
  }

  private static List<HardwareMix> mixes(String path, Hardware written, Lookup lookup) {
    if (!written.isOfOneKind()) {
      lookup.problem(
          path,
          "must have either 'colocated', or 'prefill', 'decode' and 'link', or 'prefill',"
              + " 'attention', 'ffn' and 'link'.");
      return List.of();
    }
    List<KvTier> tiers = tiers(path + "/tier", written.tier().orElse(List.of(NO_TIER)), lookup);
    if (written.colocated().isPresent()) {
      return colocated(path, written.colocated().get(), tiers, lookup);
    }
    return written.isSplit()
        ? split(path, written, tiers, lookup)
        : disaggregated(path, written, tiers, lookup);
  }

  private static List<HardwareMix> colocated(
      String path, List<String> names, List<KvTier> tiers, Lookup lookup) {
    List<HardwareMix> mixes = new ArrayList<>();
    for (Accelerator one : lookup.entries(path + "/colocated", names, CatalogKind.ACCELERATORS)) {
      tiers.forEach(tier -> mixes.add(new Colocated(one, tier)));
    }
    return mixes;
  }

  private static List<HardwareMix> disaggregated(
      String path, Hardware written, List<KvTier> tiers, Lookup lookup) {
    Needed needed = new Needed(path, "'prefill', 'decode' and 'link'", lookup);
    List<Accelerator> prefills = needed.accelerators("prefill", written.prefill());
    List<Link> links = needed.links(written.link());
    List<Accelerator> decodes = needed.accelerators("decode", written.decode());
    List<HardwareMix> mixes = new ArrayList<>();
    for (Accelerator prefill : prefills) {
      for (Accelerator decode : decodes) {
        for (Link link : links) {
          tiers.forEach(tier -> mixes.add(new Disaggregated(prefill, decode, link, tier)));
        }
      }
    }
    return mixes;
  }

  private static List<HardwareMix> split(
      String path, Hardware written, List<KvTier> tiers, Lookup lookup) {
    Needed needed = new Needed(path, "'prefill', 'attention', 'ffn' and 'link'", lookup);
    List<Accelerator> prefills = needed.accelerators("prefill", written.prefill());
    List<Link> links = needed.links(written.link());
    List<Accelerator> attentions = needed.accelerators("attention", written.attention());
    List<Accelerator> ffns = needed.accelerators("ffn", written.ffn());
    List<HardwareMix> mixes = new ArrayList<>();
    for (Accelerator prefill : prefills) {
      for (Accelerator attention : attentions) {
        for (Accelerator ffn : ffns) {
          for (Link link : links) {
            tiers.forEach(
                tier -> mixes.add(new AttentionFeedForward(prefill, attention, ffn, link, tier)));
          }
        }
      }
    }
    return mixes;
  }

  /** Looks up the entries that pools need, and reports a problem where the field is missing. */
  private record Needed(String path, String fields, Lookup lookup) {

    List<Accelerator> accelerators(String field, Optional<List<String>> names) {
      return entries(field, names, CatalogKind.ACCELERATORS);
    }

    List<Link> links(Optional<List<String>> names) {
      return entries("link", names, CatalogKind.LINKS);
    }

    private <E extends Entry> List<E> entries(
        String field, Optional<List<String>> names, CatalogKind<E> kind) {
      if (names.isEmpty()) {
        lookup.problem(path, "lacks '" + field + "': these pools need " + fields + ".");
        return List.of();
      }
      return lookup.entries(path + "/" + field, names.get(), kind);
    }
  }

  private static List<KvTier> tiers(String path, List<String> names, Lookup lookup) {
    lookup.requireValues(path, names);
    lookup.requireDistinct(path, names);
    Catalog<MemoryTier> catalog = lookup.catalogs().memoryTiers();
    List<KvTier> tiers = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      for (String name : lookup.names(names.get(i))) {
        if (name.equals(NO_TIER)) {
          tiers.add(KvTier.NONE);
        } else if (catalog.find(name).isPresent()) {
          tiers.add(KvTier.of(catalog.find(name).get()));
        } else {
          Set<String> known = new TreeSet<>(catalog.byId().keySet());
          known.add(NO_TIER);
          lookup.problem(
              path + "/" + i,
              "unknown memory tier '" + name + "'." + NearestName.advice(name, known));
        }
      }
    }
    return tiers;
  }
}
