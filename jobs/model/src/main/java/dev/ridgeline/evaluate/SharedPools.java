package dev.ridgeline.evaluate;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.deployment.DecodePool;
import dev.ridgeline.deployment.DecodeSide;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.Parallelism;
import dev.ridgeline.deployment.PrefillPool;
import dev.ridgeline.deployment.PrefillSide;
import dev.ridgeline.workload.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Pools that several mixes and shardings have in common. What a pool of its own does with a request
 * at a batch does not depend on the other pool, so of P prefill and D decode pools P + D sides are
 * planned, and P x D cells join them.
 *
 * <p>Keeps what was used last, up to a bound on the memory that it takes.
 */
final class SharedPools {

  /** Sides that are kept, some 600 bytes each. */
  private static final int MOST_SIDES = 400_000;

  private final int slots;
  private final Map<Object, Object> tables =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Object> eldest) {
          return size() > Math.max(2, MOST_SIDES / slots);
        }
      };

  /**
   * @param slots pairs of a request and a batch
   */
  SharedPools(int slots) {
    this.slots = slots;
  }

  /** Forgets all: what the pools run has changed. */
  void clear() {
    tables.clear();
  }

  Prefills prefills(
      HardwareMix mix, Parallelism parallelism, int draftAndProfile, Supplier<PrefillPool> pool) {
    Object key = new PrefillKey(mix.prefill().id(), parallelism.prefill(), draftAndProfile);
    return (Prefills) tables.computeIfAbsent(key, absent -> new Prefills(pool.get(), slots));
  }

  Decodes decodes(
      HardwareMix mix, Parallelism parallelism, int draftAndProfile, Supplier<DecodePool> pool) {
    Object key =
        new DecodeKey(
            mix.decode().id(),
            mix.feedForward().map(Accelerator::id),
            mix.feedForward().flatMap(accelerator -> mix.link()),
            mix.tier(),
            parallelism.decode(),
            parallelism.feedForward(),
            draftAndProfile);
    return (Decodes) tables.computeIfAbsent(key, absent -> new Decodes(pool.get(), slots));
  }

  private record PrefillKey(String accelerator, Object sharding, int draftAndProfile) {}

  private record DecodeKey(
      String accelerator,
      Optional<String> feedForward,
      Optional<?> exchangeLink,
      Object tier,
      Object sharding,
      Object feedForwardSharding,
      int draftAndProfile) {}

  /** What a prefill pool does with each request at each batch. */
  static final class Prefills {

    private final PrefillPool pool;
    private final PrefillSide[] sides;

    private Prefills(PrefillPool pool, int slots) {
      this.pool = pool;
      this.sides = new PrefillSide[slots];
    }

    PrefillPool pool() {
      return pool;
    }

    PrefillSide side(int slot, Request request, int batch) {
      PrefillSide side = sides[slot];
      if (side == null) {
        side = pool.side(request, batch);
        sides[slot] = side;
      }
      return side;
    }
  }

  /** What a decode pool does with each request at each batch. */
  static final class Decodes {

    private final DecodePool pool;
    private final DecodeSide[] sides;

    private Decodes(DecodePool pool, int slots) {
      this.pool = pool;
      this.sides = new DecodeSide[slots];
    }

    DecodePool pool() {
      return pool;
    }

    DecodeSide side(int slot, Request request, int batch) {
      DecodeSide side = sides[slot];
      if (side == null) {
        side = pool.side(request, batch);
        sides[slot] = side;
      }
      return side;
    }
  }
}
