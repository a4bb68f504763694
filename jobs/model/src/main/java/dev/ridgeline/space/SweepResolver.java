package dev.ridgeline.space;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Catalog;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.Drafter;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Entry;
import dev.ridgeline.catalog.Link;
import dev.ridgeline.catalog.Ownership;
import dev.ridgeline.catalog.PriceBasis;
import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.catalog.PriceBook.Tariff;
import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.Document;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.config.Problem;
import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.deployment.Parallelism;
import dev.ridgeline.deployment.ServingSettings;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.workload.ContextPoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Turns the names of a sweep file into catalog entries, collecting every problem on the way. */
final class SweepResolver {

  /** vLLM's default {@code gpu_memory_utilization}. */
  private static final double USABLE_MEMORY_FRACTION = 0.9;

  /** vLLM's default {@code max_num_batched_tokens} for online serving on H100-class devices. */
  private static final int PREFILL_TOKEN_BUDGET = 8192;

  private final Document<SweepFile> document;
  private final VariantFamilies families;
  private final Catalogs catalogs;
  private final List<Problem> problems = new ArrayList<>();

  private SweepResolver(Document<SweepFile> document, Catalogs catalogs) {
    this.document = document;
    this.families = VariantFamilies.of(document, catalogs, problems);
    this.catalogs = families.catalogs();
  }

  static Sweep resolve(Document<SweepFile> document, Catalogs catalogs) {
    return new SweepResolver(document, catalogs).sweep();
  }

  private Sweep sweep() {
    SweepFile file = document.value();
    SweepFile.Axes axes = file.axes();
    requireFileName("/name", file.name());
    List<HardwareMix> hardware = hardware(axes.hardware());
    ServingSettings settings = settings(file.settings());
    List<Workflow> workflows = entries("/axes/workflows", axes.workflows(), catalogs.workflows());
    List<ContextPoint> contexts = contexts(axes.contextTokens());
    requireGrowth(workflows, contexts);
    DesignSpace space =
        new DesignSpace(
            entries("/axes/models", axes.models(), catalogs.models()),
            entries("/axes/quantizations", axes.quantizations(), catalogs.quantizations()),
            hardware,
            parallelism(axes.parallelism()),
            speculations(axes.speculation()),
            distinct(
                "/axes/efficiency", axes.efficiency().orElse(List.of(EfficiencyChoice.CALIBRATED))),
            workflows,
            contexts,
            batches(axes.batch()),
            distinct("/axes/kvPolicies", axes.kvPolicies().orElse(List.of(KvPolicy.BEST))),
            tariffs(axes, settings),
            fleets(axes.fleets()),
            settings,
            file.settings()
                .flatMap(SweepFile.Settings::contextBeyondModel)
                .orElse(LongContextPolicy.REFUSE),
            profiles(hardware),
            prices(hardware),
            List.copyOf(catalogs.drafters().entries()));
    requireNumberable(space);
    LatencyTargets targets = targets(file.targets());
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new Sweep(file.name(), file.description().orElse(""), space, targets, catalogs);
  }

  private void requireFileName(String path, String name) {
    if (!name.matches("[a-z0-9][a-z0-9._-]*")) {
      problem(
          path,
          "is '"
              + name
              + "'. Allowed: lower-case letters, digits, '.', '_' and '-', because it names"
              + " the folder of the results.");
    }
  }

  private List<HardwareMix> hardware(List<SweepFile.Hardware> written) {
    requireValues("/axes/hardware", written);
    List<HardwareMix> mixes = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      mixes.addAll(mixes("/axes/hardware/" + i, written.get(i)));
    }
    Set<List<Object>> seen = new HashSet<>();
    for (HardwareMix mix : mixes) {
      if (!seen.add(
          List.of(
              mix.deployment(),
              mix.prefill().id(),
              mix.decode().id(),
              mix.feedForward().map(Accelerator::id),
              mix.link().map(Link::id),
              mix.tier().id()))) {
        problem(
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

  private List<HardwareMix> mixes(String path, SweepFile.Hardware written) {
    boolean pools = written.prefill().isPresent() || written.link().isPresent();
    boolean whole = written.decode().isPresent();
    boolean split = written.attention().isPresent() || written.ffn().isPresent();
    boolean colocated = written.colocated().isPresent();
    if (colocated == (pools || whole || split) || (whole && split)) {
      problem(
          path,
          "must have either 'colocated', or 'prefill', 'decode' and 'link', or 'prefill',"
              + " 'attention', 'ffn' and 'link'.");
      return List.of();
    }
    List<KvTier> tiers = tiers(path + "/tier", written.tier().orElse(List.of(KvTier.NONE.id())));
    List<HardwareMix> mixes = new ArrayList<>();
    if (colocated) {
      for (Accelerator accelerator :
          entries(
              path + "/colocated", written.colocated().orElseThrow(), catalogs.accelerators())) {
        tiers.forEach(tier -> mixes.add(new HardwareMix.Colocated(accelerator, tier)));
      }
      return mixes;
    }
    String needed =
        split ? "'prefill', 'attention', 'ffn' and 'link'" : "'prefill', 'decode' and 'link'";
    List<Accelerator> prefill =
        required(path, "prefill", written.prefill(), catalogs.accelerators(), needed);
    List<Link> links = required(path, "link", written.link(), catalogs.links(), needed);
    if (!split) {
      List<Accelerator> decode =
          required(path, "decode", written.decode(), catalogs.accelerators(), needed);
      for (Accelerator first : prefill) {
        for (Accelerator second : decode) {
          for (Link link : links) {
            tiers.forEach(
                tier -> mixes.add(new HardwareMix.Disaggregated(first, second, link, tier)));
          }
        }
      }
      return mixes;
    }
    List<Accelerator> attention =
        required(path, "attention", written.attention(), catalogs.accelerators(), needed);
    List<Accelerator> ffn = required(path, "ffn", written.ffn(), catalogs.accelerators(), needed);
    for (Accelerator first : prefill) {
      for (Accelerator second : attention) {
        for (Accelerator third : ffn) {
          for (Link link : links) {
            tiers.forEach(
                tier ->
                    mixes.add(
                        new HardwareMix.AttentionFeedForward(first, second, third, link, tier)));
          }
        }
      }
    }
    return mixes;
  }

  private <E extends Entry> List<E> required(
      String path, String field, Optional<List<String>> names, Catalog<E> catalog, String needed) {
    if (names.isEmpty()) {
      problem(path, "lacks '" + field + "': these pools need " + needed + ".");
      return List.of();
    }
    return entries(path + "/" + field, names.get(), catalog);
  }

  private List<KvTier> tiers(String path, List<String> names) {
    requireValues(path, names);
    requireDistinct(path, names);
    Set<String> known = new TreeSet<>(catalogs.memoryTiers().byId().keySet());
    known.add(KvTier.NONE.id());
    List<KvTier> tiers = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      for (String name : families.expand(names.get(i))) {
        if (name.equals(KvTier.NONE.id())) {
          tiers.add(KvTier.NONE);
        } else if (known.contains(name)) {
          tiers.add(KvTier.of(catalogs.memoryTiers().find(name).orElseThrow()));
        } else {
          problem(
              path + "/" + i,
              "unknown memory tier '" + name + "'." + NearestName.advice(name, known));
        }
      }
    }
    return tiers;
  }

  private List<Parallelism> parallelism(List<SweepFile.Shardings> written) {
    requireValues("/axes/parallelism", written);
    List<Parallelism> shardings = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      shardings.addAll(parallelism("/axes/parallelism/" + i, written.get(i)));
    }
    requireDistinct("/axes/parallelism", shardings);
    return shardings;
  }

  private List<Parallelism> parallelism(String path, SweepFile.Shardings written) {
    if (!written.isWhole()) {
      problem(
          path,
          "must have either 'tp' and maybe 'ep' and 'pp', or 'prefill', 'decode' and maybe 'ffn',"
              + " or lists of those named 'prefills', 'decodes' and maybe 'ffns'.");
      return List.of();
    }
    if (written.isOfCombinations()) {
      return combinations(path, written);
    }
    if (!written.isOfEach()) {
      return sharding(path, written.tp().get(), written.ep(), written.pp()).stream()
          .map(all -> new Parallelism(all, all))
          .toList();
    }
    Optional<Sharding> prefill = sharding(path + "/prefill", written.prefill().get());
    Optional<Sharding> decode = sharding(path + "/decode", written.decode().get());
    Optional<Sharding> ffn = written.ffn().map(one -> sharding(path + "/ffn", one)).orElse(decode);
    return prefill
        .flatMap(p -> decode.flatMap(d -> ffn.map(f -> new Parallelism(p, d, f))))
        .stream()
        .toList();
  }

  private List<Parallelism> combinations(String path, SweepFile.Shardings written) {
    List<Sharding> prefills = shardings(path + "/prefills", written.prefills().get());
    List<Sharding> decodes = shardings(path + "/decodes", written.decodes().get());
    Optional<List<Sharding>> ffns = written.ffns().map(all -> shardings(path + "/ffns", all));
    List<Parallelism> all = new ArrayList<>();
    for (Sharding prefill : prefills) {
      for (Sharding decode : decodes) {
        for (Sharding ffn : ffns.orElse(List.of(decode))) {
          all.add(new Parallelism(prefill, decode, ffn));
        }
      }
    }
    return all;
  }

  private List<Sharding> shardings(String path, List<SweepFile.OneSharding> written) {
    requireValues(path, written);
    List<Sharding> shardings = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      sharding(path + "/" + i, written.get(i)).ifPresent(shardings::add);
    }
    requireDistinct(path, shardings);
    return shardings;
  }

  private Optional<Sharding> sharding(String path, SweepFile.OneSharding written) {
    return sharding(path, written.tp(), written.ep(), written.pp());
  }

  private Optional<Sharding> sharding(
      String path, int tp, Optional<Integer> ep, Optional<Integer> pp) {
    try {
      return Optional.of(new Sharding(tp, ep.orElse(1), pp.orElse(1)));
    } catch (InvalidValueException e) {
      problem(path, e.getMessage());
      return Optional.empty();
    }
  }

  private List<Speculation> speculations(Optional<List<SweepFile.Drafting>> written) {
    List<String> methods =
        catalogs.drafters().entries().stream().map(Drafter::method).distinct().toList();
    List<Speculation> speculations = new ArrayList<>();
    List<SweepFile.Drafting> all = written.orElse(List.of(new SweepFile.Drafting("none", none())));
    for (int i = 0; i < all.size(); i++) {
      SweepFile.Drafting one = all.get(i);
      String path = "/axes/speculation/" + i;
      boolean plain = one.method().equals(Speculation.NONE.method());
      if (!plain && !methods.contains(one.method())) {
        List<String> known = new ArrayList<>(methods);
        known.add(Speculation.NONE.method());
        problem(
            path + "/method",
            "unknown method '" + one.method() + "'." + NearestName.advice(one.method(), known));
      } else if (plain == one.drafts().isPresent() || one.drafts().orElse(1) < 1) {
        problem(path + "/drafts", plain ? "is for methods that draft." : "must be at least 1.");
      } else {
        speculations.add(new Speculation(one.method(), one.drafts().orElse(0)));
      }
    }
    return distinct("/axes/speculation", speculations, all.isEmpty());
  }

  private static Optional<Integer> none() {
    return Optional.empty();
  }

  private List<PriceBasis> tariffs(SweepFile.Axes axes, ServingSettings settings) {
    List<SweepFile.Owner> owners = axes.ownership().orElse(List.of());
    List<PriceBasis> bases = new ArrayList<>();
    bases.addAll(
        distinct(
            "/axes/tariffs",
            axes.tariffs().orElse(owners.isEmpty() ? List.of(Tariff.ON_DEMAND) : List.of()),
            axes.tariffs().map(List::isEmpty).orElse(false)));
    for (int i = 0; i < owners.size(); i++) {
      SweepFile.Owner owner = owners.get(i);
      try {
        bases.add(
            new Ownership(
                owner.label(),
                owner.years(),
                owner.dollarsPerKilowattHour(),
                owner.powerUsageEffectiveness().orElse(settings.powerUsageEffectiveness()),
                owner.utilization(),
                owner.overheadShare().orElse(0.0)));
      } catch (InvalidValueException e) {
        problem("/axes/ownership/" + i + "/" + e.field(), e.reason());
      }
    }
    requireDistinct("/axes/ownership", bases.stream().map(PriceBasis::label).toList());
    return bases;
  }

  private List<Fleet> fleets(Optional<List<SweepFile.FleetSize>> written) {
    List<Fleet> fleets = new ArrayList<>();
    List<SweepFile.FleetSize> sizes = written.orElse(List.of());
    for (int i = 0; i < sizes.size(); i++) {
      SweepFile.FleetSize size = sizes.get(i);
      String path = "/axes/fleets/" + i;
      List<Fleet> given = new ArrayList<>();
      try {
        if (size.limit().orElse(false)) {
          given.add(Fleet.LIMIT);
        }
        size.requestsPerSecond()
            .ifPresent(x -> given.add(new Fleet(Fleet.Bound.REQUESTS_PER_SECOND, x)));
        size.accelerators().ifPresent(x -> given.add(new Fleet(Fleet.Bound.ACCELERATORS, x)));
        size.dollarsPerHour().ifPresent(x -> given.add(new Fleet(Fleet.Bound.DOLLARS_PER_HOUR, x)));
        size.watts().ifPresent(x -> given.add(new Fleet(Fleet.Bound.WATTS, x)));
      } catch (InvalidValueException e) {
        problem(path + "/" + e.field(), e.reason());
        continue;
      }
      if (given.size() == 1) {
        fleets.addAll(given);
      } else {
        problem(
            path,
            "must have one of 'limit: true', 'requestsPerSecond', 'accelerators',"
                + " 'dollarsPerHour' and 'watts'.");
      }
    }
    return written.isEmpty()
        ? List.of(Fleet.LIMIT)
        : distinct("/axes/fleets", fleets, sizes.isEmpty());
  }

  private void requireGrowth(List<Workflow> workflows, List<ContextPoint> contexts) {
    for (int i = 0; i < contexts.size(); i++) {
      for (Workflow workflow : workflows) {
        try {
          contexts.get(i).session(workflow);
        } catch (IllegalArgumentException e) {
          problem(
              "/axes/contextTokens/" + i,
              "is '"
                  + contexts.get(i).label()
                  + "', less than what workflow '"
                  + workflow.id()
                  + "' generates before its last turn, "
                  + (workflow.turns() - 1) * workflow.outputTokens()
                  + ".");
        }
      }
    }
  }

  private List<ContextPoint> contexts(Optional<List<ContextPoint>> written) {
    List<ContextPoint> contexts = written.orElse(List.of(ContextPoint.Own.values()));
    if (contexts.isEmpty()) {
      problem(
          "/axes/contextTokens",
          "is empty. Maybe remove the axis to use the workflow's own contexts.");
    }
    requireDistinct("/axes/contextTokens", contexts);
    return contexts;
  }

  private List<Integer> batches(List<Integer> batches) {
    for (int i = 0; i < batches.size(); i++) {
      if (batches.get(i) < 1) {
        problem(
            "/axes/batch/" + i,
            "is " + batches.get(i) + ". Allowed: a whole number of at least 1.");
      }
    }
    return distinct("/axes/batch", batches);
  }

  private ServingSettings settings(Optional<SweepFile.Settings> written) {
    double fraction =
        written.flatMap(SweepFile.Settings::usableMemoryFraction).orElse(USABLE_MEMORY_FRACTION);
    int budget =
        written.flatMap(SweepFile.Settings::prefillTokenBudget).orElse(PREFILL_TOKEN_BUDGET);
    int microBatches =
        written.flatMap(SweepFile.Settings::microBatches).orElse(ServingSettings.MICRO_BATCHES);
    double effectiveness =
        written
            .flatMap(SweepFile.Settings::powerUsageEffectiveness)
            .orElse(ServingSettings.POWER_USAGE_EFFECTIVENESS);
    try {
      return new ServingSettings(fraction, budget, microBatches, effectiveness);
    } catch (InvalidValueException e) {
      problem("/settings", e.getMessage());
      return new ServingSettings(USABLE_MEMORY_FRACTION, PREFILL_TOKEN_BUDGET);
    }
  }

  private LatencyTargets targets(Optional<SweepFile.Targets> written) {
    try {
      return new LatencyTargets(
          written.flatMap(SweepFile.Targets::ttftSeconds).orElse(Double.POSITIVE_INFINITY),
          written.flatMap(SweepFile.Targets::tpotSeconds).orElse(Double.POSITIVE_INFINITY));
    } catch (InvalidValueException e) {
      problem("/targets", e.getMessage());
      return LatencyTargets.NONE;
    }
  }

  private Map<String, EfficiencyProfile> profiles(List<HardwareMix> mixes) {
    Map<String, EfficiencyProfile> profiles = new TreeMap<>();
    for (String id : acceleratorIds(mixes)) {
      catalogs
          .efficiencies()
          .find(id)
          .ifPresentOrElse(
              profile -> profiles.put(id, profile),
              () ->
                  problem(
                      "/axes/hardware",
                      "accelerator '" + id + "' has no entry in the catalog folder efficiency."));
    }
    return profiles;
  }

  private Map<String, PriceBook> prices(List<HardwareMix> mixes) {
    Map<String, PriceBook> prices = new TreeMap<>();
    for (String id : acceleratorIds(mixes)) {
      catalogs.prices().find(id).ifPresent(book -> prices.put(id, book));
    }
    return prices;
  }

  private static Set<String> acceleratorIds(List<HardwareMix> mixes) {
    Set<String> ids = new TreeSet<>();
    for (HardwareMix mix : mixes) {
      ids.add(mix.prefill().id());
      ids.add(mix.decode().id());
      mix.feedForward().ifPresent(ffn -> ids.add(ffn.id()));
    }
    return ids;
  }

  private <E extends Entry> List<E> entries(String path, List<String> names, Catalog<E> catalog) {
    requireValues(path, names);
    requireDistinct(path, names);
    List<E> entries = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      for (String name : families.expand(names.get(i))) {
        Optional<E> entry = catalog.find(name);
        if (entry.isEmpty()) {
          problem(path + "/" + i, catalog.unknown(name));
        }
        entry.ifPresent(entries::add);
      }
    }
    return entries;
  }

  private <T> List<T> distinct(String path, List<T> values) {
    return distinct(path, values, values.isEmpty());
  }

  /** As above, where values that are wrong on their own have been left out. */
  private <T> List<T> distinct(String path, List<T> values, boolean empty) {
    if (empty) {
      requireValues(path, values);
    }
    requireDistinct(path, values);
    return values;
  }

  private void requireValues(String path, List<?> values) {
    if (values.isEmpty()) {
      problem(path, "is empty. Allowed: at least one value.");
    }
  }

  private void requireDistinct(String path, List<?> values) {
    Set<Object> seen = new HashSet<>();
    for (int i = 0; i < values.size(); i++) {
      if (!seen.add(values.get(i))) {
        problem(path + "/" + i, "is a second '" + values.get(i) + "'. Allowed: each value once.");
      }
    }
  }

  private void requireNumberable(DesignSpace space) {
    try {
      space.grid();
    } catch (ArithmeticException e) {
      problem("/axes", e.getMessage() + ". Maybe split the sweep.");
    }
  }

  private void problem(String path, String message) {
    problems.add(document.problem(path, message));
  }
}
