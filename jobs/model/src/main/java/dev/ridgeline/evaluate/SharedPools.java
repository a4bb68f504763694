package dev.ridgeline.evaluate;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Link;
import dev.ridgeline.deployment.DecodePool;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.deployment.PrefillPool;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.operator.Part;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.space.EfficiencyChoice;
import dev.ridgeline.space.Speculation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Pools that several mixes and shardings have in common, with what they remember. What a pool of
 * its own does with a request at a batch does not depend on the other pool, so of P prefill and D
 * decode pools P + D sides are planned, and P x D cells join them.
 *
 * <p>Keeps the pools that were used last, up to a bound on the memory that they take.
 */
final class SharedPools {

  /** Some 15 kB each. */
  private static final int MOST_REPLICAS = 1000;

  private final Latest<PrefillKey, PrefillPool> prefills;
  private final Latest<DecodeKey, DecodePool> decodes;
  private final Latest<ReplicaKey, Replica> replicas = new Latest<>(MOST_REPLICAS);

  /**
   * @param most how many pools of each kind to keep
   */
  SharedPools(int most) {
    this.prefills = new Latest<>(most);
    this.decodes = new Latest<>(most);
  }

  /** Forgets all: what the pools run has changed. */
  void clear() {
    prefills.clear();
    decodes.clear();
    replicas.clear();
  }

  /** The replica of a part of the model, of whatever pool. */
  Replica replica(
      Layout layout,
      Accelerator accelerator,
      Sharding sharding,
      Part part,
      Supplier<Replica> replica) {
    return replicas.computeIfAbsent(
        new ReplicaKey(accelerator.id(), sharding, part, layout.speculation(), layout.efficiency()),
        absent -> replica.get());
  }

  /** The pool that prefills. */
  PrefillPool prefill(Layout layout, Supplier<PrefillPool> pool) {
    return prefills.computeIfAbsent(
        new PrefillKey(
            layout.mix().prefill().id(),
            layout.parallelism().prefill(),
            layout.speculation(),
            layout.efficiency()),
        absent -> pool.get());
  }

  /** The pool that decodes. */
  DecodePool decode(Layout layout, Supplier<DecodePool> pool) {
    HardwareMix mix = layout.mix();
    return decodes.computeIfAbsent(
        new DecodeKey(
            mix.decode().id(),
            mix.feedForward().map(Accelerator::id),
            mix.feedForward().flatMap(accelerator -> mix.link()).map(Link::id),
            mix.tier(),
            layout.parallelism().decode(),
            layout.parallelism().feedForward(),
            layout.speculation(),
            layout.efficiency()),
        absent -> pool.get());
  }

  private record ReplicaKey(
      String accelerator,
      Sharding sharding,
      Part part,
      Speculation speculation,
      EfficiencyChoice efficiency) {}

  private record PrefillKey(
      String accelerator,
      Sharding sharding,
      Speculation speculation,
      EfficiencyChoice efficiency) {}

  private record DecodeKey(
      String accelerator,
      Optional<String> feedForward,
      Optional<String> exchangeLink,
      KvTier tier,
      Sharding sharding,
      Sharding feedForwardSharding,
      Speculation speculation,
      EfficiencyChoice efficiency) {}

  /** A map of what was used last. */
  private static final class Latest<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1L;

    private final int most;

    Latest(int most) {
      super(64, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > most;
    }
  }
}
