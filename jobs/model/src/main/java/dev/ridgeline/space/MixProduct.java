package dev.ridgeline.space;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Link;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.HardwareMix.AttentionFeedForward;
import dev.ridgeline.deployment.HardwareMix.Colocated;
import dev.ridgeline.deployment.HardwareMix.ColocatedStages;
import dev.ridgeline.deployment.HardwareMix.Disaggregated;
import dev.ridgeline.deployment.KvTier;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All combinations of pools, links and memory tiers, such as those of one entry of a sweep. The
 * combinations are numbered from 0: the last list varies fastest. A mix is made when it is asked
 * for, so a product takes as much memory as its lists, and not as their combinations.
 *
 * @param deployment how the phases share accelerators; it says which lists have values
 * @param prefills pools of prefill, or of both phases
 * @param decodes accelerators of decode, or of its attention side
 * @param feedForwards accelerators of the feed-forward side of decode
 * @param links links between pools
 * @param tiers memory tiers behind the accelerators that keep the state
 */
public record MixProduct(
    Deployment deployment,
    List<Pool> prefills,
    List<Accelerator> decodes,
    List<Accelerator> feedForwards,
    List<Link> links,
    List<KvTier> tiers)
    implements Serializable {

  /** How the phases share accelerators. */
  public enum Deployment {
    COLOCATED,
    DISAGGREGATED,
    ATTENTION_FFN
  }

  /**
   * The accelerators of a replica of the first pool.
   *
   * @param kinds kinds of the pipeline stages; one where all accelerators are alike
   * @param accelerator the one kind, or the mean of several, which stands for each
   */
  public record Pool(List<Accelerator> kinds, Accelerator accelerator) implements Serializable {

    public Pool {
      kinds = List.copyOf(kinds);
    }

    static Pool of(List<Accelerator> kinds) {
      return new Pool(
          kinds, kinds.size() == 1 ? kinds.get(0) : ColocatedStages.of(kinds, KvTier.NONE).mean());
    }
  }

  public MixProduct {
    prefills = List.copyOf(prefills);
    decodes = List.copyOf(decodes);
    feedForwards = List.copyOf(feedForwards);
    links = List.copyOf(links);
    tiers = List.copyOf(tiers);
  }

  /** Mixes of one pool. */
  static MixProduct colocated(List<Pool> pools, List<KvTier> tiers) {
    return new MixProduct(Deployment.COLOCATED, pools, List.of(), List.of(), List.of(), tiers);
  }

  /** Mixes of a prefill and a decode pool. */
  static MixProduct disaggregated(
      List<Accelerator> prefills, List<Accelerator> decodes, List<Link> links, List<KvTier> tiers) {
    return new MixProduct(
        Deployment.DISAGGREGATED, single(prefills), decodes, List.of(), links, tiers);
  }

  /** Mixes whose decode is split between two kinds of accelerator. */
  static MixProduct split(
      List<Accelerator> prefills,
      List<Accelerator> attentions,
      List<Accelerator> feedForwards,
      List<Link> links,
      List<KvTier> tiers) {
    return new MixProduct(
        Deployment.ATTENTION_FFN, single(prefills), attentions, feedForwards, links, tiers);
  }

  /** The product whose only mix is this one. */
  static MixProduct of(HardwareMix mix) {
    List<KvTier> tiers = List.of(mix.tier());
    if (mix.link().isEmpty()) {
      List<Accelerator> kinds =
          mix.stageKinds().isEmpty() ? List.of(mix.decode()) : mix.stageKinds();
      return colocated(List.of(new Pool(kinds, mix.decode())), tiers);
    }
    List<Link> links = List.of(mix.link().get());
    List<Accelerator> prefills = List.of(mix.prefill());
    List<Accelerator> decodes = List.of(mix.decode());
    return mix.feedForward()
        .map(ffn -> split(prefills, decodes, List.of(ffn), links, tiers))
        .orElseGet(() -> disaggregated(prefills, decodes, links, tiers));
  }

  private static List<Pool> single(List<Accelerator> accelerators) {
    return accelerators.stream().map(one -> Pool.of(List.of(one))).toList();
  }

  /** Number of values in each list, whose product is the number of mixes. */
  Product product() {
    return Product.of(prefills.size(), ofDecode(), ofFeedForward(), ofLink(), tiers.size());
  }

  /**
   * Number of mixes.
   *
   * @throws ArithmeticException where an {@code int} cannot count them
   */
  public int size() {
    return product().count().intValueExact();
  }

  /** Number of values for decode; lists that the deployment lacks have one place. */
  private int ofDecode() {
    return deployment == Deployment.COLOCATED ? 1 : decodes.size();
  }

  private int ofFeedForward() {
    return deployment == Deployment.ATTENTION_FFN ? feedForwards.size() : 1;
  }

  private int ofLink() {
    return deployment == Deployment.COLOCATED ? 1 : links.size();
  }

  /** Number of combinations of what decodes: its accelerators and its tier. */
  public int decodeSides() {
    return ofDecode() * ofFeedForward() * tiers.size();
  }

  /**
   * Number of the mix of these values in their lists.
   *
   * @param decodeSide number of a combination of decode accelerator, feed-forward accelerator and
   *     tier, of which the tier varies fastest
   */
  public int place(int prefill, int link, int decodeSide) {
    int beforeTier = decodeSide / tiers.size();
    int tier = decodeSide % tiers.size();
    return ((prefill * ofDecode() * ofFeedForward() + beforeTier) * ofLink() + link) * tiers.size()
        + tier;
  }

  /** Place of the prefill pool of a mix in its list. */
  public int prefillAt(int place) {
    return place / (ofDecode() * ofFeedForward() * ofLink() * tiers.size());
  }

  /** Place of the link of a mix in its list; 0 where there is none. */
  public int linkAt(int place) {
    return place / tiers.size() % ofLink();
  }

  /** Number of the combination of what decodes in a mix. */
  public int decodeSideAt(int place) {
    int beforeTier = place / (tiers.size() * ofLink()) % (ofDecode() * ofFeedForward());
    return beforeTier * tiers.size() + place % tiers.size();
  }

  /**
   * Makes a mix.
   *
   * @throws IndexOutOfBoundsException where there is none of this number
   */
  HardwareMix mix(int place) {
    int side = decodeSideAt(place);
    Pool pool = prefills.get(prefillAt(place));
    KvTier tier = tiers.get(side % tiers.size());
    if (deployment == Deployment.COLOCATED) {
      return pool.kinds().size() > 1
          ? new ColocatedStages(pool.kinds(), pool.accelerator(), tier)
          : new Colocated(pool.accelerator(), tier);
    }
    Accelerator decode = decodes.get(side / (tiers.size() * ofFeedForward()));
    Link link = links.get(linkAt(place));
    return deployment == Deployment.DISAGGREGATED
        ? new Disaggregated(pool.accelerator(), decode, link, tier)
        : new AttentionFeedForward(
            pool.accelerator(),
            decode,
            feedForwards.get(side / tiers.size() % feedForwards.size()),
            link,
            tier);
  }

  /** The first mix that has the same parts as another, of those in a set. */
  int firstWith(Set<MixPart> parts, int place) {
    int[] radix = {prefills.size(), ofDecode(), ofFeedForward(), ofLink(), tiers.size()};
    boolean[] counts = counts(parts);
    int first = 0;
    int stride = 1;
    int rest = place;
    for (int list = radix.length - 1; list >= 0; list--) {
      first += counts[list] ? rest % radix[list] * stride : 0;
      rest /= radix[list];
      stride *= radix[list];
    }
    return first;
  }

  /** The first mix of each combination of parts in a set, in rising order. */
  IntStream firstsWith(Set<MixPart> parts) {
    int[] radix = {prefills.size(), ofDecode(), ofFeedForward(), ofLink(), tiers.size()};
    boolean[] counts = counts(parts);
    IntStream firsts = IntStream.of(0);
    int stride = size();
    for (int list = 0; list < radix.length; list++) {
      stride /= radix[list];
      if (counts[list]) {
        int many = radix[list];
        int apart = stride;
        firsts = firsts.flatMap(from -> IntStream.range(0, many).map(at -> from + at * apart));
      }
    }
    return firsts;
  }

  /** Whether each list counts for some parts. In one pool, prefill and decode are one list. */
  private boolean[] counts(Set<MixPart> parts) {
    boolean isOne = deployment == Deployment.COLOCATED;
    return new boolean[] {
      parts.contains(MixPart.PREFILL) || (isOne && parts.contains(MixPart.DECODE)),
      parts.contains(MixPart.DECODE),
      parts.contains(MixPart.FEED_FORWARD),
      parts.contains(MixPart.LINK),
      parts.contains(MixPart.TIER)
    };
  }

  /** Names of the values in each list, by which mixes are told apart. */
  List<List<String>> ids() {
    return List.of(
        prefills.stream().map(one -> one.accelerator().id()).toList(),
        decodes.stream().map(Accelerator::id).toList(),
        feedForwards.stream().map(Accelerator::id).toList(),
        links.stream().map(Link::id).toList(),
        tiers.stream().map(KvTier::label).toList());
  }

  /** All accelerators that are in a mix, as kinds of stages where a pool has several. */
  public Stream<Accelerator> accelerators() {
    return Stream.of(
            prefills.stream().flatMap(pool -> pool.kinds().stream()),
            decodes.stream(),
            feedForwards.stream())
        .flatMap(all -> all);
  }
}
