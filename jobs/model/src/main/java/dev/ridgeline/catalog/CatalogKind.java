package dev.ridgeline.catalog;

import dev.ridgeline.config.JsonSchema;
import dev.ridgeline.config.NearestName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of catalog: everything that Ridgeline does with entries of whatever kind follows from what
 * is said here. A new kind is one more constant, in {@link #ALL}.
 *
 * @param folder the folder of a directory of catalogs that has its entries, a file each
 * @param noun what one entry is called in messages, "accelerator"
 * @param title what a file of the folder describes, a title of its JSON Schema
 * @param type what an entry is
 * @param summary what a list says of one entry, in a line
 * @param subject what its entries are about; empty for entries that stand on their own
 * @param tables what runs keep of its entries, and SQL can ask
 * @param <E> what an entry is
 */
public record CatalogKind<E extends Entry>(
    String folder,
    String noun,
    String title,
    Class<E> type,
    Function<E, String> summary,
    Optional<Subject<E>> subject,
    List<CatalogTable<?>> tables) {

  public static final CatalogKind<Model> MODELS =
      of("models", "model", "A language model", Model.class, Summaries::line).in(ModelTable.MODELS);

  public static final CatalogKind<Accelerator> ACCELERATORS =
      of("accelerators", "accelerator", "An accelerator", Accelerator.class, Summaries::line)
          .in(AcceleratorTable.ACCELERATORS);

  public static final CatalogKind<Quantization> QUANTIZATIONS =
      of(
              "quantizations",
              "quantization",
              "A quantization scheme",
              Quantization.class,
              Summaries::line)
          .in(QuantizationTable.QUANTIZATIONS);

  public static final CatalogKind<Workflow> WORKFLOWS =
      of("workflows", "workflow", "An agent workflow", Workflow.class, Summaries::line)
          .in(WorkflowTable.WORKFLOWS);

  public static final CatalogKind<Link> LINKS =
      of("links", "link", "A link between pools", Link.class, Summaries::line).in(LinkTable.LINKS);

  public static final CatalogKind<MemoryTier> MEMORY_TIERS =
      of("memory-tiers", "memory tier", "A memory tier", MemoryTier.class, Summaries::line)
          .in(MemoryTierTable.MEMORY_TIERS);

  public static final CatalogKind<PriceBook> PRICES =
      of("prices", "price book", "Prices of an accelerator", PriceBook.class, Summaries::line)
          .about(new Subject<>(ACCELERATORS, "id", PriceBook::id, Optional.of(PriceBook::of)))
          .in(PriceTable.PRICES, CapitalTable.CAPITAL);

  public static final CatalogKind<EfficiencyProfile> EFFICIENCIES =
      of(
              "efficiency",
              "efficiency profile",
              "Efficiency of an accelerator",
              EfficiencyProfile.class,
              Summaries::line)
          .about(
              new Subject<>(
                  ACCELERATORS, "id", EfficiencyProfile::id, Optional.of(EfficiencyProfile::of)))
          .in(EfficiencyTable.EFFICIENCIES);

  public static final CatalogKind<Drafter> DRAFTERS =
      of("drafters", "drafter", "What drafts tokens for a model", Drafter.class, Summaries::line)
          .about(new Subject<>(MODELS, "model", Drafter::model, Optional.empty()))
          .in(DrafterTable.DRAFTERS);

  /** All kinds, in the order in which people read of them. */
  public static final List<CatalogKind<?>> ALL =
      List.of(
          MODELS,
          ACCELERATORS,
          QUANTIZATIONS,
          WORKFLOWS,
          LINKS,
          MEMORY_TIERS,
          PRICES,
          EFFICIENCIES,
          DRAFTERS);

  /**
   * What entries of a kind are about: an entry of another kind.
   *
   * @param kind the other kind
   * @param field the field that has the id of the other entry
   * @param id that id
   * @param ofVariant makes of an entry the one about a variant of its subject, whose id is given;
   *     empty where nothing is known of variants
   */
  public record Subject<E>(
      CatalogKind<?> kind,
      String field,
      Function<E, String> id,
      Optional<OfVariant<E>> ofVariant) {}

  /** Makes of an entry the one about a variant of its subject. */
  @FunctionalInterface
  public interface OfVariant<E> {
    E of(E entry, String variantId);
  }

  static <E extends Entry> CatalogKind<E> of(
      String folder, String noun, String title, Class<E> type, Function<E, String> summary) {
    return new CatalogKind<>(folder, noun, title, type, summary, Optional.empty(), List.of());
  }

  CatalogKind<E> about(Subject<E> other) {
    return new CatalogKind<>(folder, noun, title, type, summary, Optional.of(other), tables);
  }

  private CatalogKind<E> in(CatalogTable<?>... others) {
    return new CatalogKind<>(folder, noun, title, type, summary, subject, List.of(others));
  }

  /** The tables of all kinds. */
  public static List<CatalogTable<?>> allTables() {
    return ALL.stream().<CatalogTable<?>>flatMap(kind -> kind.tables().stream()).toList();
  }

  /** Whether its entries are about entries of another kind. */
  public boolean isAbout(CatalogKind<?> other) {
    return subject.filter(about -> about.kind().equals(other)).isPresent();
  }

  /** Whether a sweep may make variants of its entries: those about others come with the others. */
  public boolean standsAlone() {
    return subject.isEmpty();
  }

  /** JSON Schema of the files of its folder. */
  public String jsonSchema() {
    return JsonSchema.of(type, title);
  }

  /** The message for an id that is not among the known ones. */
  String unknown(String id, Collection<String> known) {
    return "unknown " + noun + " '" + id + "'." + NearestName.advice(id, known);
  }

  @Override
  public String toString() {
    return folder;
  }
}
