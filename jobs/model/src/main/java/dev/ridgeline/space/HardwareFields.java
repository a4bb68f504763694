package dev.ridgeline.space;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Catalog;
import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.Entry;
import dev.ridgeline.catalog.Link;
import dev.ridgeline.catalog.MemoryTier;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.units.Limits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Fields of the axis of hardware: which accelerators serve, and what joins them. */
record HardwareFields(List<Hardware> hardware) implements AxisFields<HardwareMix> {

  private static final String NO_TIER = KvTier.NONE.id();

  /** Levels of memory behind a device: a memory tier, and one behind it. */
  private static final int MOST_TIERS = 2;

  /**
   * Hardware mixes: all combinations of the names in one entry. An entry has either {@code
   * colocated}, or {@code prefill}, {@code decode} and {@code link}, or {@code prefill}, {@code
   * attention}, {@code ffn} and {@code link}.
   *
   * @param colocated accelerators of one pool, which serves both phases. Names joined by a plus,
   *     such as {@code l4+l40s}, are the kinds of the pipeline stages of each replica, first stage
   *     first. Each kind has an equal number of stages, of which {@code layers} says the sizes.
   * @param prefill accelerators of the pool that reads prompts
   * @param decode accelerators of the pool that generates
   * @param attention accelerators that hold attention in decode
   * @param ffn accelerators that hold feed-forwards and experts in decode
   * @param link networks that join the pools
   * @param tier memory tiers behind the accelerators that hold the KV cache in decode; "none" for a
   *     mix without a tier. Two names joined by a plus are a tier and the one behind it.
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
        + mix.tier().label();
  }

  @Override
  public List<HardwareMix> values(Lookup lookup) {
    lookup.requireValues("/axes/hardware", hardware);
    List<MixProduct> entries = new ArrayList<>();
    for (int i = 0; i < hardware.size(); i++) {
      product("/axes/hardware/" + i, hardware.get(i), lookup).ifPresent(entries::add);
    }
    if (!lookup.requireCountable(
        "/axes/hardware", Limits.MOST_MIXES, entries.stream().map(MixProduct::product))) {
      return List.of();
    }
    Mixes mixes = Mixes.ofProducts(entries);
    requireEachOnce(mixes, lookup);
    return mixes;
  }

  /**
   * Reports combinations that several names or entries stand for. Mixes that are too many to look
   * at are compared by the lists that they combine, and two products report one mix of both.
   */
  private static void requireEachOnce(Mixes mixes, Lookup lookup) {
    List<MixProduct> products = mixes.products();
    if (products.size() == 1 && areDistinct(products.get(0))) {
      return;
    }
    if (mixes.size() > Limits.MOST_VALUES) {
      requireEachOnce(products, lookup);
      return;
    }
    Set<List<String>> seen = new HashSet<>();
    for (HardwareMix mix : mixes) {
      if (!seen.add(ids(mix))) {
        isTwice(mix.prefill().id(), mix.decode().id(), lookup);
      }
    }
  }

  private static void isTwice(String prefill, String decode, Lookup lookup) {
    lookup.problem(
        "/axes/hardware",
        "has the mix " + prefill + " / " + decode + " twice. Allowed: each combination once.");
  }

  /** Whether no list has a value twice, so that no combination is there twice. */
  private static boolean areDistinct(MixProduct product) {
    return product.ids().stream().allMatch(ids -> Set.copyOf(ids).size() == ids.size());
  }

  private static void requireEachOnce(List<MixProduct> products, Lookup lookup) {
    List<List<Set<String>>> ids = new ArrayList<>();
    for (MixProduct product : products) {
      if (!areDistinct(product)) {
        List<Set<String>> repeated = product.ids().stream().map(HardwareFields::repeated).toList();
        isTwice(first(repeated, product, 0), first(repeated, product, 1), lookup);
      }
      ids.add(product.ids().stream().<Set<String>>map(LinkedHashSet::new).toList());
    }
    for (int one = 0; one < products.size(); one++) {
      for (int other = 0; other < one; other++) {
        if (products.get(one).deployment() == products.get(other).deployment()) {
          requireDisjoint(products.get(one), ids.get(one), ids.get(other), lookup);
        }
      }
    }
  }

  /** Reports a mix of two products, where they share one. */
  private static void requireDisjoint(
      MixProduct product, List<Set<String>> ones, List<Set<String>> others, Lookup lookup) {
    List<Set<String>> shared = new ArrayList<>();
    for (int list = 0; list < ones.size(); list++) {
      Set<String> both = new LinkedHashSet<>(ones.get(list));
      both.retainAll(others.get(list));
      if (both.isEmpty() && !ones.get(list).isEmpty()) {
        return;
      }
      shared.add(both);
    }
    isTwice(first(shared, product, 0), first(shared, product, 1), lookup);
  }

  private static Set<String> repeated(List<String> ids) {
    Set<String> seen = new HashSet<>();
    return ids.stream()
        .filter(id -> !seen.add(id))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The first of some ids of a list, else of the whole list; one pool decodes what it prefills. */
  private static String first(List<Set<String>> some, MixProduct product, int list) {
    int own = product.deployment() == MixProduct.Deployment.COLOCATED ? 0 : list;
    return some.get(own).stream().findFirst().orElseGet(() -> product.ids().get(own).get(0));
  }

  private static List<String> ids(HardwareMix mix) {
    return List.of(
        mix.deployment(),
        mix.prefill().id(),
        mix.decode().id(),
        mix.feedForward().map(Accelerator::id).orElse(""),
        mix.link().map(Link::id).orElse(""),
        mix.tier().label());
  }

  private static Optional<MixProduct> product(String path, Hardware written, Lookup lookup) {
    if (!written.isOfOneKind()) {
      lookup.problem(
          path,
          "must have either 'colocated', or 'prefill', 'decode' and 'link', or 'prefill',"
              + " 'attention', 'ffn' and 'link'.");
      return Optional.empty();
    }
    List<KvTier> tiers = tiers(path + "/tier", written.tier().orElse(List.of(NO_TIER)), lookup);
    if (written.colocated().isPresent()) {
      List<MixProduct.Pool> pools =
          replicas(path + "/colocated", written.colocated().get(), lookup).stream()
              .map(MixProduct.Pool::of)
              .toList();
      return Optional.of(MixProduct.colocated(pools, tiers));
    }
    String fields =
        written.isSplit()
            ? "'prefill', 'attention', 'ffn' and 'link'"
            : "'prefill', 'decode' and 'link'";
    Needed needed = new Needed(path, fields, lookup);
    List<Accelerator> prefills = needed.accelerators("prefill", written.prefill());
    List<Link> links = needed.links(written.link());
    if (!written.isSplit()) {
      List<Accelerator> decodes = needed.accelerators("decode", written.decode());
      return Optional.of(MixProduct.disaggregated(prefills, decodes, links, tiers));
    }
    List<Accelerator> attentions = needed.accelerators("attention", written.attention());
    List<Accelerator> ffns = needed.accelerators("ffn", written.ffn());
    return Optional.of(MixProduct.split(prefills, attentions, ffns, links, tiers));
  }

  /** Accelerators of colocated replicas: one kind, or the kinds of stages joined by a plus. */
  private static List<List<Accelerator>> replicas(String path, List<String> names, Lookup lookup) {
    lookup.requireValues(path, names);
    lookup.requireDistinct(path, names.stream().map(name -> name.replace(" ", "")).toList());
    List<List<Accelerator>> replicas = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String place = path + "/" + i;
      String[] kinds = names.get(i).split("\\+", -1);
      if (kinds.length == 1) {
        lookup
            .named(place, names.get(i), CatalogKind.ACCELERATORS)
            .forEach(one -> replicas.add(List.of(one)));
      } else {
        stages(place, kinds, lookup).ifPresent(replicas::add);
      }
    }
    return replicas;
  }

  /** The kinds of the stages of a replica; empty where one is wrong. */
  private static Optional<List<Accelerator>> stages(String place, String[] kinds, Lookup lookup) {
    List<Accelerator> stages = new ArrayList<>();
    for (String kind : kinds) {
      List<Accelerator> named = lookup.named(place, kind.strip(), CatalogKind.ACCELERATORS);
      if (named.size() > 1) {
        lookup.problem(
            place,
            "has '"
                + kind.strip()
                + "' among several kinds, which stands for several accelerators. Allowed: one"
                + " accelerator for each kind.");
      }
      stages.addAll(named);
    }
    if (stages.size() == kinds.length && Set.copyOf(stages).size() < 2) {
      lookup.problem(
          place,
          "is of one kind only. Allowed: two kinds at least. Maybe write '"
              + kinds[0].strip()
              + "' and the stages as 'pp'.");
      return Optional.empty();
    }
    return stages.size() == kinds.length ? Optional.of(stages) : Optional.empty();
  }

  /** Accelerators of a pool of its own, which has one kind in each replica. */
  private static List<Accelerator> accelerators(String path, List<String> names, Lookup lookup) {
    List<String> single = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).contains("+")) {
        lookup.problem(
            path + "/" + i,
            "is '"
                + names.get(i)
                + "', several kinds of accelerator in one replica, which is only modelled for"
                + " 'colocated'. Allowed: one kind.");
      } else {
        single.add(names.get(i));
      }
    }
    return single.isEmpty() && !names.isEmpty()
        ? List.of()
        : lookup.entries(path, single, CatalogKind.ACCELERATORS);
  }

  /** Looks up the entries that pools need, and reports a problem where the field is missing. */
  private record Needed(String path, String fields, Lookup lookup) {

    List<Accelerator> accelerators(String field, Optional<List<String>> names) {
      if (names.isPresent()) {
        return HardwareFields.accelerators(path + "/" + field, names.get(), lookup);
      }
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

  private static List<KvTier> tiers(String path, List<String> written, Lookup lookup) {
    lookup.requireValues(path, written);
    lookup.requireDistinct(path, written);
    List<KvTier> tiers = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      String place = path + "/" + i;
      String[] levels = written.get(i).split("\\+", -1);
      if (levels.length > MOST_TIERS) {
        lookup.problem(
            place,
            "is '" + written.get(i) + "'. Allowed: at most two memory tiers, joined by a plus.");
        continue;
      }
      List<KvTier> nearest = tiersNamed(place, levels[0].strip(), levels.length == 1, lookup);
      if (levels.length == 1) {
        tiers.addAll(nearest);
        continue;
      }
      for (KvTier behind : tiersNamed(place, levels[1].strip(), false, lookup)) {
        nearest.forEach(tier -> tiers.add(tier.before(behind)));
      }
    }
    return tiers;
  }

  private static List<KvTier> tiersNamed(
      String path, String written, boolean mayBeNone, Lookup lookup) {
    Catalog<MemoryTier> catalog = lookup.catalogs().memoryTiers();
    List<KvTier> tiers = new ArrayList<>();
    for (String name : lookup.names(written)) {
      if (name.equals(NO_TIER) && mayBeNone) {
        tiers.add(KvTier.NONE);
      } else if (catalog.find(name).isPresent()) {
        tiers.add(KvTier.of(catalog.find(name).get()));
      } else if (catalog.lacks(name)) {
        Set<String> known = new TreeSet<>(catalog.byId().keySet());
        known.add(NO_TIER);
        lookup.problem(
            path, "unknown memory tier '" + name + "'." + NearestName.advice(name, known));
      }
    }
    return tiers;
  }
}
