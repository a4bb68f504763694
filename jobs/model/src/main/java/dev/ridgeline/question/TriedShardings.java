package dev.ridgeline.question;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.operator.AllToAll;
import dev.ridgeline.operator.Sharding;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * The shardings that a question tries on an accelerator. Replicas have powers of two of them, up to
 * the scale-up domain, and two and four domains beyond. Only those that divide the model are left.
 */
final class TriedShardings {

  /** Most accelerators of a replica within one domain. */
  private static final int MOST_IN_DOMAIN = 64;

  /** Accelerators to which replicas may grow whatever the domain. */
  private static final int ALWAYS = 8;

  private final Model model;
  private final boolean hasExperts;
  private final Set<Sharding> tried = new LinkedHashSet<>();

  private TriedShardings(Model model) {
    this.model = model;
    this.hasExperts =
        model.layers().stream()
            .anyMatch(group -> group.ffn() instanceof FeedForward.MixtureOfExperts);
  }

  /** Returns the shardings, smaller replicas first. */
  static List<Sharding> of(Model model, Accelerator accelerator) {
    int domain =
        Math.min(MOST_IN_DOMAIN, Integer.highestOneBit(accelerator.scaleUp().domainAccelerators()));
    TriedShardings shardings = new TriedShardings(model);
    for (int ways = 1; ways <= domain; ways *= 2) {
      shardings.inDomain(ways, domain);
    }
    int most = Math.min(Math.max(4 * domain, ALWAYS), Math.max(MOST_IN_DOMAIN, domain));
    for (int ways = 2 * domain; ways <= most; ways *= 2) {
      shardings.beyond(ways, domain);
    }
    return List.copyOf(shardings.tried);
  }

  private void inDomain(int ways, int domain) {
    add(ways, 1, 1, 1);
    if (hasExperts && ways > 1) {
      for (int tp = 1; tp <= ways; tp *= 2) {
        add(tp, ways, 1, 1);
      }
    }
    if (ways > 1 && ways <= ALWAYS) {
      add(1, 1, ways, 1);
      add(ways / 2, 1, 2, 1);
    }
    if (ways == domain) {
      // Copies of the cache are shared where tensor parallelism makes them.
      for (int dcp = ways; dcp > 1; dcp /= 2) {
        if (add(ways, 1, 1, dcp)) {
          break;
        }
      }
    }
  }

  private void beyond(int ways, int domain) {
    add(domain, 1, ways / domain, 1);
    if (hasExperts) {
      add(1, ways, 1, 1);
    }
  }

  /** Adds a sharding that divides the model; returns whether it does. */
  private boolean add(int tp, int ep, int pp, int dcp) {
    return sharding(tp, ep, pp, dcp)
        .filter(one -> one.objection(model).isEmpty())
        .map(
            one -> {
              tried.add(one);
              return true;
            })
        .orElse(false);
  }

  private static Optional<Sharding> sharding(int tp, int ep, int pp, int dcp) {
    try {
      int dp = Sharding.defaultDp(tp, ep);
      return Optional.of(new Sharding(tp, ep, pp, dp, 1, dcp, List.of(), 0, AllToAll.AUTO, false));
    } catch (InvalidValueException e) {
      return Optional.empty();
    }
  }

  /** A sharding of this class as a sweep file has it, such as {@code {tp: 1, ep: 8}}. */
  static String yaml(Sharding sharding) {
    StringJoiner fields = new StringJoiner(", ", "{", "}");
    fields.add("tp: " + sharding.tp());
    add(fields, "ep", sharding.ep());
    add(fields, "pp", sharding.pp());
    add(fields, "dcp", sharding.dcp());
    return fields.toString();
  }

  private static void add(StringJoiner fields, String name, int ways) {
    if (ways > 1) {
      fields.add(name + ": " + ways);
    }
  }
}
