package dev.ridgeline.run;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.Drafter;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.KernelEfficiency;
import dev.ridgeline.catalog.KernelKind;
import dev.ridgeline.catalog.Link;
import dev.ridgeline.catalog.MemoryTier;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.catalog.PublishedSize.ActiveConvention;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.catalog.TensorGroup;
import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.config.EnumName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The catalogs as small tables beside the cells, to join them by id: what a sweep was computed from
 * can be queried with what came out. They hold a sweep's own variants, too.
 */
final class DimensionTables {

  private final SparkSession spark;
  private final Map<String, Dataset<Row>> tables = new LinkedHashMap<>();

  private DimensionTables(SparkSession spark) {
    this.spark = spark;
  }

  /** All tables by name. */
  static Map<String, Dataset<Row>> of(SparkSession spark, Catalogs catalogs) {
    DimensionTables dimensions = new DimensionTables(spark);
    dimensions.add("models", catalogs.models().entries(), models());
    dimensions.add("accelerators", catalogs.accelerators().entries(), accelerators());
    dimensions.add("quantizations", catalogs.quantizations().entries(), quantizations());
    dimensions.add("workflows", catalogs.workflows().entries(), workflows());
    dimensions.add("links", catalogs.links().entries(), links());
    dimensions.add("memory_tiers", catalogs.memoryTiers().entries(), memoryTiers());
    dimensions.add("prices", prices(catalogs), priceColumns());
    dimensions.add("capital", capital(catalogs), capitalColumns());
    dimensions.add("efficiencies", efficiencies(catalogs), efficiencyColumns());
    dimensions.add("drafters", drafters(catalogs), drafterColumns());
    return dimensions.tables;
  }

  private static List<Column<Model>> models() {
    return List.of(
        text("id", "Model.", m -> m.id()),
        text("name", "Name.", m -> m.name()),
        whole("layers", "Layers.", m -> (long) m.layerCount()),
        whole("hidden_size", "Width of the residual stream.", m -> (long) m.hiddenSize()),
        whole(
            "max_context_tokens",
            "Longest stated context [tokens].",
            m -> (long) m.maxContextTokens()),
        real("total_parameters", "Computed from the dimensions.", m -> m.totalParameters()),
        real(
            "active_parameters",
            "Computed: what one token multiplies with, LM head included.",
            m -> m.activeParameters(ActiveConvention.HEAD_ONLY)),
        real(
            "published_total_parameters",
            "What the makers say.",
            m -> m.published().totalParameters()),
        real(
            "published_active_parameters",
            "What the makers say.",
            m -> m.published().activeParameters()),
        real(
            "state_elements_per_token",
            "Elements that one token leaves in the KV cache.",
            m -> m.stateElementsPerToken()),
        text("sources", "Where the numbers come from.", m -> sources(m.sources())));
  }

  private static List<Column<Accelerator>> accelerators() {
    List<Column<Accelerator>> columns = new ArrayList<>();
    columns.add(text("id", "Accelerator.", a -> a.id()));
    columns.add(text("name", "Name.", a -> a.name()));
    columns.add(text("vendor", "Vendor.", a -> a.vendor()));
    columns.add(
        text("status", "shipping, announced or hypothetical.", a -> EnumName.of(a.status())));
    for (Precision precision : Precision.values()) {
      columns.add(
          real(
              EnumName.of(precision) + "_flops_per_s",
              "Dense peak; null where the chip has no such units [FLOP/s].",
              a -> a.peakFlopsPerSecond().get(precision)));
    }
    columns.add(text("memory_type", "Kind of memory.", a -> a.memoryType()));
    columns.add(real("memory_bytes", "Memory [B].", a -> a.memoryBytes()));
    columns.add(
        real("memory_bytes_per_s", "Peak memory bandwidth [B/s].", a -> a.memoryBytesPerSecond()));
    columns.add(
        real(
            "bf16_ridge_flops_per_byte",
            "Ridge point in bf16 [FLOP/B].",
            a -> a.ridgeFlopsPerByte(Precision.BF16)));
    columns.add(
        real(
            "scale_up_bytes_per_s",
            "Scale-up bandwidth, one direction [B/s].",
            a -> a.scaleUp().bytesPerSecond()));
    columns.add(
        whole(
            "scale_up_accelerators",
            "Accelerators of a scale-up domain.",
            a -> (long) a.scaleUp().domainAccelerators()));
    columns.add(
        real(
            "scale_out_bytes_per_s",
            "Scale-out bandwidth, one direction [B/s].",
            a -> a.scaleOut().bytesPerSecond()));
    columns.add(real("power_watts", "Board power limit [W].", a -> a.powerWatts()));
    columns.add(
        real("idle_watts", "Power of one that is on and idle [W].", a -> a.energy().idleWatts()));
    columns.add(
        real(
            "host_watts",
            "Power of its share of the server around it [W].",
            a -> a.energy().hostWatts()));
    columns.add(
        real(
            "joules_per_bf16_flop",
            "Energy of one FLOP in bf16 [J/FLOP].",
            a -> a.energy().joulesPerFlop()));
    columns.add(
        real(
            "joules_per_memory_byte",
            "Energy of a byte between memory and chip [J/B].",
            a -> a.energy().joulesPerMemoryByte()));
    columns.add(
        real(
            "joules_per_link_byte",
            "Energy of a byte sent to another accelerator [J/B].",
            a -> a.energy().joulesPerLinkByte()));
    columns.add(text("sources", "Where the numbers come from.", a -> sources(a.sources())));
    return columns;
  }

  private static List<Column<Quantization>> quantizations() {
    List<Column<Quantization>> columns = new ArrayList<>();
    columns.add(text("id", "Quantization.", q -> q.id()));
    columns.add(text("name", "Name.", q -> q.name()));
    for (TensorGroup group : TensorGroup.values()) {
      columns.add(
          real(
              EnumName.of(group).replace('-', '_') + "_bits",
              "Effective bits a weight, scales included [bit].",
              q -> q.weightBits().of(group)));
    }
    columns.add(real("activation_bits", "Bits of an activation [bit].", q -> q.activationBits()));
    columns.add(real("kv_bits", "Bits of a cached element [bit].", q -> q.kvBits()));
    columns.add(
        text(
            "compute_precision",
            "Format of quantized GEMMs.",
            q -> EnumName.of(q.computePrecision())));
    columns.add(
        text(
            "attention_precision",
            "Format of attention products.",
            q -> EnumName.of(q.attentionPrecision())));
    columns.add(text("sources", "Where the numbers come from.", q -> sources(q.sources())));
    return columns;
  }

  private static List<Column<Workflow>> workflows() {
    return List.of(
        text("id", "Workflow.", w -> w.id()),
        text("name", "Name.", w -> w.name()),
        whole("turns", "Model calls in one task.", w -> (long) w.turns()),
        whole(
            "first_prompt_tokens",
            "Prompt of the first turn [tokens].",
            w -> (long) w.firstPromptTokens()),
        whole(
            "appended_tokens",
            "Appended by each later turn [tokens].",
            w -> (long) w.appendedTokens()),
        whole("output_tokens", "Generated in each turn [tokens].", w -> (long) w.outputTokens()),
        real("tool_wait_s", "Mean wait between turns [s].", w -> w.toolWaitSeconds()),
        real(
            "prefix_reuse",
            "Share of the earlier context found in the cache.",
            w -> w.prefixReuse()),
        text("sources", "Where the numbers come from.", w -> sources(w.sources())));
  }

  private static List<Column<Link>> links() {
    return List.of(
        text("id", "Link.", l -> l.id()),
        text("name", "Name.", l -> l.name()),
        real("bytes_per_s", "Of one accelerator, one direction [B/s].", l -> l.bytesPerSecond()),
        real("latency_s", "Latency [s].", l -> l.latencySeconds()),
        real("joules_per_byte", "Energy of a byte [J/B].", l -> l.joulesPerByte()),
        text("sources", "Where the numbers come from.", l -> sources(l.sources())));
  }

  private static List<Column<MemoryTier>> memoryTiers() {
    return List.of(
        text("id", "Memory tier.", t -> t.id()),
        text("name", "Name.", t -> t.name()),
        real(
            "bytes_per_accelerator",
            "Provisioned for each accelerator [B].",
            t -> t.bytesPerAccelerator()),
        real("bytes_per_s", "To one accelerator [B/s].", t -> t.bytesPerSecond()),
        real(
            "dollars_per_gigabyte_hour",
            "Price of provisioned memory [$/(GB h)].",
            t -> t.dollarsPerGigabyteHour()),
        real("joules_per_byte", "Energy of a byte to or from it [J/B].", t -> t.joulesPerByte()),
        real(
            "watts_per_gigabyte",
            "Power of provisioned memory, used or not [W/GB].",
            t -> t.wattsPerGigabyte()),
        text("sources", "Where the numbers come from.", t -> sources(t.sources())));
  }

  /** One price of one accelerator in one tariff. */
  private record PriceRow(
      String accelerator, String tariff, double dollarsPerHour, String asOf, String source) {}

  private static List<PriceRow> prices(Catalogs catalogs) {
    List<PriceRow> rows = new ArrayList<>();
    catalogs
        .prices()
        .entries()
        .forEach(
            book ->
                new TreeMap<>(book.tariffs())
                    .forEach(
                        (tariff, price) ->
                            rows.add(
                                new PriceRow(
                                    book.id(),
                                    EnumName.of(tariff),
                                    price.dollarsPerHour(),
                                    price.asOf().toString(),
                                    price.source()))));
    return rows;
  }

  private static List<Column<PriceRow>> priceColumns() {
    return List.of(
        text("accelerator", "Accelerator.", PriceRow::accelerator),
        text("tariff", "on-demand, reserved or owner.", PriceRow::tariff),
        real("dollars_per_hour", "Of one accelerator [$/h].", PriceRow::dollarsPerHour),
        text("as_of", "Day on which the price was true.", PriceRow::asOf),
        text("source", "Where the price comes from.", PriceRow::source));
  }

  /** Books of accelerators whose purchase price is known. */
  private static List<PriceBook> capital(Catalogs catalogs) {
    return catalogs.prices().entries().stream().filter(book -> book.capital().isKnown()).toList();
  }

  private static List<Column<PriceBook>> capitalColumns() {
    return List.of(
        text("accelerator", "Accelerator.", b -> b.id()),
        real(
            "dollars",
            "Purchase price of one accelerator with its share of the server [$].",
            b -> b.capital().dollars()),
        text("as_of", "Day on which the price was true.", b -> b.capital().asOf().toString()),
        text("source", "Where the price comes from.", b -> b.capital().source()));
  }

  /** One number of drafts of one drafter. */
  private record DrafterRow(Drafter drafter, int drafts, double acceptedTokensPerStep) {}

  private static List<DrafterRow> drafters(Catalogs catalogs) {
    List<DrafterRow> rows = new ArrayList<>();
    for (Drafter drafter : catalogs.drafters().entries()) {
      new TreeMap<>(drafter.acceptedTokensPerStep())
          .forEach((drafts, accepted) -> rows.add(new DrafterRow(drafter, drafts, accepted)));
    }
    return rows;
  }

  private static List<Column<DrafterRow>> drafterColumns() {
    return List.of(
        text("id", "Drafter.", r -> r.drafter().id()),
        text("model", "Model that it drafts for.", r -> r.drafter().model()),
        text("method", "How it drafts.", r -> r.drafter().method()),
        whole("drafts", "Tokens drafted in a step.", r -> (long) r.drafts()),
        real(
            "accepted_tokens_per_step",
            "Mean tokens that a step yields, the model's own included.",
            DrafterRow::acceptedTokensPerStep),
        text("sources", "Where the numbers come from.", r -> sources(r.drafter().sources())));
  }

  /** One kind of kernel of one accelerator in one format. */
  private record EfficiencyRow(
      EfficiencyProfile profile, KernelKind kind, Precision format, KernelEfficiency kernel) {}

  private static List<EfficiencyRow> efficiencies(Catalogs catalogs) {
    List<EfficiencyRow> rows = new ArrayList<>();
    for (EfficiencyProfile profile : catalogs.efficiencies().entries()) {
      for (KernelKind kind : KernelKind.values()) {
        new TreeMap<>(profile.kernels(kind))
            .forEach(
                (format, kernel) -> rows.add(new EfficiencyRow(profile, kind, format, kernel)));
      }
    }
    return rows;
  }

  private static List<Column<EfficiencyRow>> efficiencyColumns() {
    return List.of(
        text("accelerator", "Accelerator.", r -> r.profile().id()),
        text("basis", "measured or class-default.", r -> EnumName.of(r.profile().basis())),
        text("kernel", "Kind of kernel.", r -> EnumName.of(r.kind())),
        text(
            "format",
            "Precision of a product, or format of the KV cache.",
            r -> EnumName.of(r.format())),
        real("compute", "Share of the dense peak that long runs reach.", r -> r.kernel().compute()),
        real(
            "bandwidth",
            "Share of the memory bandwidth that long runs reach.",
            r -> r.kernel().bandwidth()),
        real(
            "overhead_s",
            "Time of a launch that does nothing [s].",
            r -> r.kernel().overheadSeconds()),
        real(
            "half_saturation_tokens",
            "Context at which half the compute share is reached; 0 without [tokens].",
            r -> r.kernel().halfSaturationTokens()),
        text("sources", "Where the numbers come from.", r -> sources(r.profile().sources())));
  }

  private <T> void add(String name, Iterable<T> entries, List<Column<T>> columns) {
    List<Row> rows = new ArrayList<>();
    for (T entry : entries) {
      rows.add(
          RowFactory.create(columns.stream().map(column -> column.value().apply(entry)).toArray()));
    }
    StructType schema =
        new StructType(columns.stream().map(Column::field).toArray(StructField[]::new));
    tables.put(name, spark.createDataFrame(rows, schema).coalesce(1));
  }

  private static String sources(Map<String, String> sources) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(sources)
        .forEach(
            (field, source) ->
                text.append(text.isEmpty() ? "" : "\n").append(field).append(": ").append(source));
    return text.toString();
  }

  private record Column<T>(String name, DataType type, String comment, Function<T, Object> value) {

    StructField field() {
      return new StructField(
          name, type, true, new MetadataBuilder().putString("comment", comment).build());
    }
  }

  private static <T> Column<T> text(String name, String comment, Function<T, Object> value) {
    return new Column<>(name, DataTypes.StringType, comment, value);
  }

  private static <T> Column<T> whole(String name, String comment, Function<T, Object> value) {
    return new Column<>(name, DataTypes.LongType, comment, value);
  }

  private static <T> Column<T> real(String name, String comment, Function<T, Object> value) {
    return new Column<>(name, DataTypes.DoubleType, comment, value);
  }
}
