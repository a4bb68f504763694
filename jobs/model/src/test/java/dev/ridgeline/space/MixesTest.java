package dev.ridgeline.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.Link;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.HardwareMix.AttentionFeedForward;
import dev.ridgeline.deployment.HardwareMix.Colocated;
import dev.ridgeline.deployment.HardwareMix.ColocatedStages;
import dev.ridgeline.deployment.HardwareMix.Disaggregated;
import dev.ridgeline.deployment.KvTier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mixes that are made when they are asked for are those of nested loops over all lists. */
class MixesTest {

  private static final Catalogs CATALOGS = Catalogs.read(Path.of("../../catalogs"));
  private static final List<Accelerator> ACCELERATORS =
      List.copyOf(CATALOGS.accelerators().entries());
  private static final List<Link> LINKS = List.copyOf(CATALOGS.links().entries());

  /** Products of a sample, and their mixes by nested loops. */
  private static final class Sample {

    private final SplittableRandom random;
    private final List<MixProduct> products = new ArrayList<>();
    private final List<HardwareMix> made = new ArrayList<>();

    Sample(long seed) {
      this.random = new SplittableRandom(seed);
      for (int product = random.nextInt(6); product >= 0; product--) {
        List<KvTier> tiers = some(CATALOGS.memoryTiers().entries()).map(KvTier::of);
        switch (random.nextInt(4)) {
          case 0 -> colocated(some(ACCELERATORS).all(), tiers);
          case 1 -> stages(some(ACCELERATORS).all(), some(ACCELERATORS).all(), tiers);
          case 2 ->
              disaggregated(
                  some(ACCELERATORS).all(), some(ACCELERATORS).all(), some(LINKS).all(), tiers);
          default ->
              split(
                  some(ACCELERATORS).all(),
                  some(ACCELERATORS).all(),
                  some(ACCELERATORS).all(),
                  some(LINKS).all(),
                  tiers);
        }
      }
    }

    /** Different values from a list; at times none. */
    private record Some<T>(List<T> all) {

      <R> List<R> map(Function<T, R> made) {
        return all.stream().map(made).toList();
      }
    }

    private <T> Some<T> some(Collection<T> values) {
      List<T> left = new ArrayList<>(values);
      List<T> some = new ArrayList<>();
      for (int more = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(4); more > 0; more--) {
        some.add(left.remove(random.nextInt(left.size())));
      }
      return new Some<>(some);
    }

    private void colocated(List<Accelerator> pools, List<KvTier> tiers) {
      products.add(
          MixProduct.colocated(
              pools.stream().map(one -> MixProduct.Pool.of(List.of(one))).toList(), tiers));
      pools.forEach(pool -> tiers.forEach(tier -> made.add(new Colocated(pool, tier))));
    }

    private void stages(List<Accelerator> ones, List<Accelerator> others, List<KvTier> tiers) {
      List<List<Accelerator>> kinds =
          ones.stream().flatMap(a -> others.stream().map(b -> List.of(a, b))).toList();
      products.add(MixProduct.colocated(kinds.stream().map(MixProduct.Pool::of).toList(), tiers));
      kinds.forEach(pair -> tiers.forEach(tier -> made.add(ColocatedStages.of(pair, tier))));
    }

    private void disaggregated(
        List<Accelerator> prefills,
        List<Accelerator> decodes,
        List<Link> links,
        List<KvTier> tiers) {
      products.add(MixProduct.disaggregated(prefills, decodes, links, tiers));
      for (Accelerator prefill : prefills) {
        for (Accelerator decode : decodes) {
          for (Link link : links) {
            tiers.forEach(tier -> made.add(new Disaggregated(prefill, decode, link, tier)));
          }
        }
      }
    }

    private void split(
        List<Accelerator> prefills,
        List<Accelerator> attentions,
        List<Accelerator> ffns,
        List<Link> links,
        List<KvTier> tiers) {
      products.add(MixProduct.split(prefills, attentions, ffns, links, tiers));
      for (Accelerator prefill : prefills) {
        for (Accelerator attention : attentions) {
          for (Accelerator ffn : ffns) {
            for (Link link : links) {
              for (KvTier tier : tiers) {
                made.add(new AttentionFeedForward(prefill, attention, ffn, link, tier));
              }
            }
          }
        }
      }
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void areThoseOfNestedLoopsInTheirOrder(long seed) {
    Sample sample = new Sample(seed);
    Mixes mixes = Mixes.ofProducts(sample.products);
    assertThat(mixes.size()).isEqualTo(sample.made.size());
    for (int position = 0; position < mixes.size(); position++) {
      assertThat(mixes.get(position)).isEqualTo(sample.made.get(position));
    }
    assertThat(mixes).isEqualTo(sample.made);
    assertThat(Mixes.of(sample.made)).isEqualTo(sample.made);
    assertThatThrownBy(() -> mixes.get(mixes.size())).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> mixes.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theFirstOfAlikeMixesHasTheSameParts(long seed) {
    Sample sample = new Sample(seed);
    Mixes mixes = Mixes.ofProducts(sample.products);
    SplittableRandom random = new SplittableRandom(seed);
    for (int some = 0; some < 8; some++) {
      Set<MixPart> parts = EnumSet.noneOf(MixPart.class);
      Arrays.stream(MixPart.values()).filter(any -> random.nextBoolean()).forEach(parts::add);
      Set<Integer> firsts = new HashSet<>();
      Map<List<Object>, Integer> known = new LinkedHashMap<>();
      for (int position = 0; position < mixes.size(); position++) {
        int first = mixes.firstWith(parts, position);
        assertThat(shown(mixes.get(first), parts)).isEqualTo(shown(mixes.get(position), parts));
        firsts.add(first);
        List<Object> ofProduct = new ArrayList<>(shown(mixes.get(position), parts));
        ofProduct.add(productOf(mixes, position));
        assertThat(known.computeIfAbsent(ofProduct, any -> first)).isEqualTo(first);
      }
      assertThat(mixes.firstsWith(parts).boxed())
          .isSorted()
          .containsExactlyInAnyOrderElementsOf(firsts);
    }
  }

  private static int productOf(Mixes mixes, int position) {
    return (int)
        IntStream.range(0, mixes.products().size())
            .filter(product -> mixes.first(product) <= position)
            .count();
  }

  private static List<Object> shown(HardwareMix mix, Set<MixPart> parts) {
    return parts.stream().map(part -> shown(mix, part)).toList();
  }

  private static Object shown(HardwareMix mix, MixPart part) {
    return switch (part) {
      case DEPLOYMENT -> mix.deployment();
      case PREFILL -> mix.prefill().id();
      case DECODE -> mix.decode().id();
      case FEED_FORWARD -> mix.feedForward().map(Accelerator::id);
      case LINK -> mix.link().map(Link::id);
      case TIER -> mix.tier().label();
    };
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void sidesAndBack(long seed) {
    Sample sample = new Sample(seed);
    for (MixProduct product : Mixes.ofProducts(sample.products).products()) {
      for (int place = 0; place < product.size(); place++) {
        assertThat(
                product.place(
                    product.prefillAt(place), product.linkAt(place), product.decodeSideAt(place)))
            .isEqualTo(place);
        assertThat(product.decodeSideAt(place)).isLessThan(product.decodeSides());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void rangesAreThoseOfProducts(long seed) {
    Mixes mixes = Mixes.ofProducts(new Sample(seed).products);
    for (MixProduct.Deployment deployment : MixProduct.Deployment.values()) {
      List<Integer> within =
          Arrays.stream(mixes.ranges(product -> product.deployment() == deployment))
              .flatMapToInt(range -> IntStream.range(range[0], range[1]))
              .boxed()
              .toList();
      assertThat(within)
          .isEqualTo(
              IntStream.range(0, mixes.size())
                  .filter(position -> deploymentOf(mixes.get(position)) == deployment)
                  .boxed()
                  .toList());
    }
  }

  private static MixProduct.Deployment deploymentOf(HardwareMix mix) {
    return mix.link().isEmpty()
        ? MixProduct.Deployment.COLOCATED
        : mix.feedForward().isPresent()
            ? MixProduct.Deployment.ATTENTION_FFN
            : MixProduct.Deployment.DISAGGREGATED;
  }

  /** A task gets the lists of sides, and not their pairs. */
  @Test
  void pairsAreSentAsSides() throws IOException, ClassNotFoundException {
    List<Accelerator> all = ACCELERATORS;
    Mixes pairs = Mixes.ofProducts(List.of(MixProduct.disaggregated(all, all, LINKS, tiers())));
    byte[] sent = bytes(pairs);
    assertThat(sent.length)
        .as("bytes of %d mixes", pairs.size())
        .isLessThan(
            bytes(new ArrayList<>(all)).length + bytes(new ArrayList<>(LINKS)).length + 20_000);
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(sent))) {
      Mixes read = (Mixes) in.readObject();
      assertThat(read.size()).isEqualTo(pairs.size());
      for (int position = 0; position < read.size(); position += 997) {
        assertThat(read.get(position)).isEqualTo(pairs.get(position));
      }
    }
  }

  private static List<KvTier> tiers() {
    return CATALOGS.memoryTiers().entries().stream().map(KvTier::of).toList();
  }

  private static byte[] bytes(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }
}
