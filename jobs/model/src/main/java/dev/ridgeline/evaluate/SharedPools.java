package dev.ridgeline.evaluate;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Link;
import dev.ridgeline.deployment.DecodePool;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.deployment.PrefillPool;
import dev.ridgeline.deployment.PromptsPerStep;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.operator.Part;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.space.EfficiencyMode;
import dev.ridgeline.space.Speculation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The pools that several mixes and shardings share, with the plans that they keep. A pool plans its
 * side of a request without knowing the other pool. So P prefill and D decode pools plan P + D
 * sides, which P x D cells join.
 *
 * <p>Only the pools that were used last are kept, up to a bound on their memory.
 */
final class SharedPools {

  /** Number of replicas that are kept in any case, some 15 kB each. */
  private static final int REPLICAS = 1000;

  private final Latest<PrefillKey, PrefillPool> prefills;
  private final Latest<DecodeKey, DecodePool> decodes;

  /** As many as pools of a phase, which would keep replicas of their own instead. */
  private final Latest<ReplicaKey, Replica> replicas;

  /**
   * @param most largest number of pools of each phase to keep
   */
  SharedPools(int most) {
    this.prefills = new Latest<>(most);
    this.decodes = new Latest<>(most);
    this.replicas = new Latest<>(Math.max(REPLICAS, most));
  }

  /** Drops all pools, because their model has changed. */
  void clear() {
    prefills.clear();
    decodes.clear();
    replicas.clear();
  }

  /** Returns the replica of a part of the model, which pools of both phases may share. */
  Replica replica(
      Layout layout,
      Accelerator accelerator,
      Sharding sharding,
      Part part,
      Supplier<Replica> replica) {
    return replicas.computeIfAbsent(
        new ReplicaKey(
            layout.quantization().id(),
            layout.engine().label(),
            accelerator.id(),
            sharding,
            part,
            layout.speculation(),
            layout.efficiency()),
        absent -> replica.get());
  }

  /** Returns the prefill pool of a layout. */
  PrefillPool prefill(Layout layout, Supplier<PrefillPool> pool) {
    return prefills.computeIfAbsent(
        new PrefillKey(
            layout.engine().label(),
            layout.mix().prefill().id(),
            layout.parallelism().prefill(),
            layout.speculation(),
            layout.promptsPerStep(),
            layout.efficiency()),
        absent -> pool.get());
  }

  /** Returns the decode pool of a layout. */
  DecodePool decode(Layout layout, Supplier<DecodePool> pool) {
    HardwareMix mix = layout.mix();
    return decodes.computeIfAbsent(
        new DecodeKey(
            layout.engine().label(),
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
      String quantization,
      String engine,
      String accelerator,
      Sharding sharding,
      Part part,
      Speculation speculation,
      EfficiencyMode efficiency) {}

  private record PrefillKey(
      String engine,
      String accelerator,
      Sharding sharding,
      Speculation speculation,
      PromptsPerStep promptsPerStep,
      EfficiencyMode efficiency) {}

  private record DecodeKey(
      String engine,
      String accelerator,
      Optional<String> feedForward,
      Optional<String> exchangeLink,
      KvTier tier,
      Sharding sharding,
      Sharding feedForwardSharding,
      Speculation speculation,
      EfficiencyMode efficiency) {}

  /** A map that keeps the entries that were used last. */
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
