package dev.ridgeline.catalog;

import dev.ridgeline.config.CsvTable;
import dev.ridgeline.config.Document;
import dev.ridgeline.config.FieldDocs;
import dev.ridgeline.config.JsonSchema;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.config.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * A kind of catalog. Reading, checks, tables, lists and schemas of its entries follow from this
 * value. A new kind is one more constant, listed in {@link #ALL}.
 *
 * @param folder folder of a directory of catalogs that has the entries, a file each
 * @param noun name of one entry in messages, such as "accelerator"
 * @param title title of the JSON Schema: a name for what a file of the folder describes
 * @param type type of an entry
 * @param summary function that describes an entry in one line of a list
 * @param subject the entries of another kind that these are about; empty for entries that stand on
 *     their own
 * @param parts how an entry of an overlay changes an earlier one part by part; empty where it
 *     replaces the earlier one
 * @param csv reads entries from a table; empty where the kind has no tables of its own in files
 * @param tables tables of its entries, which runs keep and SQL reads
 * @param <E> type of an entry
 */
public record CatalogKind<E extends Entry>(
    String folder,
    String noun,
    String title,
    Class<E> type,
    Function<E, String> summary,
    Optional<Subject<E>> subject,
    Optional<Parts<E>> parts,
    Optional<FromCsv<E>> csv,
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
          .byParts(new Parts<>(PriceBook::parts, PriceBook::under))
          .fromCsv(PriceCsv::read)
          .in(PriceTable.PRICES, CapitalTable.CAPITAL);

  public static final CatalogKind<TokenPriceBook> TOKEN_PRICES =
      of(
              "token-prices",
              "book of token prices",
              "Prices of the tokens of a model",
              TokenPriceBook.class,
              Summaries::line)
          .about(new Subject<>(MODELS, "id", TokenPriceBook::id, Optional.of(TokenPriceBook::of)))
          .byParts(new Parts<>(TokenPriceBook::parts, TokenPriceBook::under))
          .in(TokenPriceTable.TOKEN_PRICES);

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

  public static final CatalogKind<Engine> ENGINES =
      of("engines", "engine", "A serving engine", Engine.class, Summaries::line)
          .in(EngineTable.ENGINES);

  /** All kinds, in the order in which lists show them. */
  public static final List<CatalogKind<?>> ALL =
      List.of(
          MODELS,
          ACCELERATORS,
          QUANTIZATIONS,
          WORKFLOWS,
          LINKS,
          MEMORY_TIERS,
          PRICES,
          TOKEN_PRICES,
          EFFICIENCIES,
          DRAFTERS,
          ENGINES);

  /**
   * The subject of entries: entries of another kind that they describe.
   *
   * @param kind the other kind
   * @param field the field that has the id of the other entry
   * @param id function that returns that id
   * @param ofVariant makes the entry for a variant of its subject; empty where variants have no
   *     entry
   * @param <E> type of an entry
   */
  public record Subject<E>(
      CatalogKind<?> kind,
      String field,
      Function<E, String> id,
      Optional<OfVariant<E>> ofVariant) {}

  /**
   * Makes the entry about a variant of the subject, from the entry about the subject and the
   * variant's id.
   */
  @FunctionalInterface
  public interface OfVariant<E> {
    E of(E entry, String variantId);
  }

  /**
   * The parts of an entry, each of which an overlay may state anew.
   *
   * @param names the parts that an entry states
   * @param merge joins an earlier entry and a later one, whose parts come first
   * @param <E> type of an entry
   */
  public record Parts<E>(Function<E, List<String>> names, BinaryOperator<E> merge) {}

  /** Reads entries from the rows of a table. */
  @FunctionalInterface
  public interface FromCsv<E> {

    /**
     * Returns an entry for each row.
     *
     * @param subjects ids of the entries that the rows may be about
     * @param problems receives every problem in the table
     */
    List<Document<E>> read(CsvTable table, List<String> subjects, List<Problem> problems);
  }

  static <E extends Entry> CatalogKind<E> of(
      String folder, String noun, String title, Class<E> type, Function<E, String> summary) {
    return new CatalogKind<>(
        folder,
        noun,
        title,
        type,
        summary,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  CatalogKind<E> about(Subject<E> other) {
    return new CatalogKind<>(
        folder, noun, title, type, summary, Optional.of(other), parts, csv, tables);
  }

  private CatalogKind<E> byParts(Parts<E> others) {
    return new CatalogKind<>(
        folder, noun, title, type, summary, subject, Optional.of(others), csv, tables);
  }

  private CatalogKind<E> fromCsv(FromCsv<E> reader) {
    return new CatalogKind<>(
        folder, noun, title, type, summary, subject, parts, Optional.of(reader), tables);
  }

  private CatalogKind<E> in(CatalogTable<?>... others) {
    return new CatalogKind<>(
        folder, noun, title, type, summary, subject, parts, csv, List.of(others));
  }

  /** The tables of all kinds. */
  public static List<CatalogTable<?>> allTables() {
    return ALL.stream().<CatalogTable<?>>flatMap(kind -> kind.tables().stream()).toList();
  }

  /** Whether its entries describe entries of another kind. */
  public boolean isAbout(CatalogKind<?> other) {
    return subject.filter(about -> about.kind().equals(other)).isPresent();
  }

  /**
   * Whether a sweep may define variants of its entries. Entries about others get variants together
   * with their subjects.
   */
  public boolean standsAlone() {
    return subject.isEmpty();
  }

  /**
   * The JSON Schema of the files in its folder.
   *
   * @param docs descriptions of the fields
   */
  public String jsonSchema(FieldDocs docs) {
    return JsonSchema.of(type, title, docs);
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
