package dev.ridgeline.reduce;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.sweep.Sweep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Small sweeps over all kinds of deployment, with lists of shardings that are no products. Mixes
 * are such lists, too, or several products that share sides.
 */
final class RandomSweeps {

  private static final Catalogs CATALOGS = Catalogs.read(Path.of("../../catalogs"));

  private static final List<String> ACCELERATORS =
      List.of("h100-sxm", "h200-sxm", "b200", "mi300x", "l40s", "a100-80g", "gaudi3");

  private final SplittableRandom random;

  private RandomSweeps(long seed) {
    this.random = new SplittableRandom(seed);
  }

  static Sweep sweep(long seed) {
    RandomSweeps random = new RandomSweeps(seed);
    return Sweep.parse("random-" + seed, random.text(random::mixes), CATALOGS);
  }

  /** A sweep whose entries of hardware combine lists of several names. */
  static Sweep ofProducts(long seed) {
    RandomSweeps random = new RandomSweeps(seed);
    return Sweep.parse("products-" + seed, random.text(random::products), CATALOGS);
  }

  private String text(Supplier<List<String>> mixes) {
    return "name: random\naxes:\n"
        + axis("models", some(2, List.of("llama-3.1-8b", "qwen3-30b-a3b", "deepseek-v2-lite")))
        + axis("quantizations", some(2, List.of("bf16", "fp8", "{prefill: fp8, decode: bf16}")))
        + axis("engines", some(2, List.of("default", "vllm-0.10", "sglang-0.5")))
        + axis("hardware", mixes.get())
        + axis("parallelism", shardings())
        + axis("promptsPerStep", some(2, List.of("engine", "2")))
        + axis("workflows", some(2, List.of("chat", "coding", "rag")))
        + axis("contextTokens", some(2, List.of("mean", "9000", "200000")))
        + axis("batch", some(3, List.of("1", "8", "24", "64", "256")))
        + axis("prefillUtilization", some(2, List.of("0.7", "1")))
        + axis("kvPolicies", some(2, List.of("best", "offload", "hold", "lru")))
        + axis("sessions", some(2, List.of("batch", "96")))
        + axis("tariffs", some(2, List.of("on-demand", "owner")))
        + axis("fleets", fleets())
        + axis("arrivalVariation", some(2, List.of("1", "4")));
  }

  /** Demands, and in one of four sweeps a budget, which may be too small for some pairs. */
  private List<String> fleets() {
    List<String> fleets = some(2, List.of("{limit: true}", "{users: 500}", "{sessions: 700}"));
    if (random.nextInt(4) == 0) {
      fleets.add("{accelerators: 12}");
    }
    return fleets;
  }

  private static String axis(String name, List<String> values) {
    return "  " + name + ": [" + String.join(", ", values) + "]\n";
  }

  private List<String> some(int most, List<String> all) {
    int count = 1 + random.nextInt(most);
    return several(count, () -> all.get(random.nextInt(all.size())));
  }

  private static List<String> several(int count, Supplier<String> one) {
    Set<String> different = new LinkedHashSet<>();
    for (int i = 0; i < count; i++) {
      different.add(one.get());
    }
    return new ArrayList<>(different);
  }

  private List<String> mixes() {
    List<String> mixes = new ArrayList<>();
    List<String> tiers = some(2, List.of("none", "host-ddr5"));
    List<String> decodes = some(3, ACCELERATORS);
    for (String link : some(2, List.of("ib-ndr-400", "ib-xdr-800"))) {
      for (String prefill : some(3, ACCELERATORS)) {
        for (String decode : decodes) {
          String pair = "{prefill: [" + prefill + "], link: [" + link + "]";
          tiers.forEach(
              tier -> mixes.add(pair + ", decode: [" + decode + "], tier: [" + tier + "]}"));
          mixes.add(pair + ", attention: [" + decode + "], ffn: [" + decodes.get(0) + "]}");
        }
      }
    }
    decodes.forEach(decode -> mixes.add("{colocated: [" + decode + "]}"));
    return fewer(mixes);
  }

  /** Entries whose prefill pools differ, so that no mix is there twice. */
  private List<String> products() {
    List<String> entries = new ArrayList<>();
    List<String> decodes = some(2, ACCELERATORS);
    for (int entry = 0; entry < 3; entry++) {
      List<String> prefills = some(2, ACCELERATORS.subList(2 * entry, 2 * entry + 2));
      List<String> ofEntry = random.nextBoolean() ? decodes : some(2, ACCELERATORS);
      entries.add(
          "{prefill: %s, decode: %s, link: %s, tier: %s}"
              .formatted(
                  prefills,
                  ofEntry,
                  some(2, List.of("ib-ndr-400", "ib-xdr-800")),
                  some(2, List.of("none", "host-ddr5"))));
    }
    entries.add("{colocated: %s, tier: [none, host-ddr5]}".formatted(some(2, ACCELERATORS)));
    entries.add(
        "{prefill: [b200], attention: %s, ffn: %s, link: [ib-ndr-400]}"
            .formatted(some(2, ACCELERATORS), some(2, ACCELERATORS)));
    return entries.subList(random.nextInt(2), 2 + random.nextInt(4));
  }

  private List<String> shardings() {
    List<String> all = List.of("{tp: 1}", "{tp: 2}", "{tp: 4}", "{tp: 1, ep: 4}", "{tp: 2, pp: 2}");
    List<String> pairs = new ArrayList<>();
    List<String> decodes = some(3, all);
    for (String prefill : some(3, all)) {
      decodes.forEach(decode -> pairs.add("{prefill: " + prefill + ", decode: " + decode + "}"));
    }
    pairs.add("{prefill: {tp: 2}, decode: {tp: 1}, ffn: {tp: 1, ep: 2}}");
    return fewer(pairs);
  }

  /** All of a list, or some of it in another order, so that what is left is no product. */
  private List<String> fewer(List<String> all) {
    if (random.nextBoolean()) {
      return all;
    }
    List<String> some = new ArrayList<>(List.of(all.get(0)));
    all.stream()
        .skip(1)
        .filter(one -> random.nextInt(4) > 0)
        .forEach(one -> some.add(random.nextInt(some.size() + 1), one));
    return some;
  }
}
