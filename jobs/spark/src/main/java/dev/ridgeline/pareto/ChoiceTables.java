package dev.ridgeline.pareto;

import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.frontier.Ties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * Choices as tables.
 *
 * @param choices one row for each workload that a mix can serve within the targets: the cheapest,
 *     and how much dearer are the cheapest of one kind of accelerator and of one pool
 * @param moves what is chosen, and which mixes come onto the frontier and go, when the price of one
 *     accelerator moves
 * @param robustness in which share of the draws of prices and speeds each mix is chosen, and in
 *     which it is on the frontier
 */
public record ChoiceTables(Dataset<Row> choices, Dataset<Row> moves, Dataset<Row> robustness) {

  /** Takes the choices of a table of cells, a workload being a combination of columns. */
  public static ChoiceTables of(
      SparkSession spark, Dataset<Row> cells, List<String> workload, ChoiceSettings settings) {
    List<String> groups = new ArrayList<>(workload);
    groups.addAll(Candidate.MIX);
    FrontierQuery query =
        new FrontierQuery(
            Candidate.OBJECTIVES,
            groups,
            settings.condition(),
            Ties.COLLAPSE,
            settings.epsilon(),
            1);
    Choice.Settings uncertain = settings.settings();
    int keys = workload.size();
    JavaPairRDD<List<String>, Choice> choices =
        query
            .skylines(cells)
            .mapToPair(
                mix ->
                    new Tuple2<>(
                        (List<String>) new ArrayList<>(mix._1().subList(0, keys)),
                        candidates(mix._1().subList(keys, mix._1().size()), mix._2())))
            .reduceByKey(ChoiceTables::joined)
            .mapValues(candidates -> new Choice(candidates, uncertain));
    return new ChoiceTables(
        table(spark, choices, workload, CHOICES, ChoiceTables::choice),
        table(spark, choices, workload, MOVES, ChoiceTables::moves),
        table(spark, choices, workload, ROBUSTNESS, ChoiceTables::robustness));
  }

  private static List<Candidate> candidates(List<String> mix, Skyline skyline) {
    List<Candidate> candidates = new ArrayList<>();
    for (int place = 0; place < skyline.size(); place++) {
      candidates.add(Candidate.of(mix, skyline.point(place), skyline.id(place)));
    }
    return candidates;
  }

  private static List<Candidate> joined(List<Candidate> one, List<Candidate> other) {
    List<Candidate> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }

  private static Dataset<Row> table(
      SparkSession spark,
      JavaPairRDD<List<String>, Choice> choices,
      List<String> workload,
      List<StructField> columns,
      SerializableRows rows) {
    JavaRDD<Row> all =
        choices.flatMap(
            choice -> {
              List<Row> ofWorkload = new ArrayList<>();
              for (Object[] values : rows.apply(choice._2())) {
                List<Object> row = new ArrayList<>(choice._1());
                row.addAll(Arrays.asList(values));
                ofWorkload.add(RowFactory.create(row.toArray()));
              }
              Iterator<Row> iterator = ofWorkload.iterator();
              return iterator;
            });
    List<StructField> fields = new ArrayList<>();
    workload.forEach(name -> fields.add(field(name, DataTypes.StringType, "workload")));
    fields.addAll(columns);
    return spark.createDataFrame(all, new StructType(fields.toArray(StructField[]::new)));
  }

  /** Rows of a workload, without the columns that name it. */
  private interface SerializableRows
      extends Function<Choice, List<Object[]>>, java.io.Serializable {}

  private static final List<StructField> CHOICES =
      List.of(
          field("mix", DataTypes.StringType, "cheapest mix within the targets"),
          field("cell", DataTypes.LongType, "its cell"),
          field("dollars_per_request", DataTypes.DoubleType, "what a request costs on it, $"),
          field("ttft_s", DataTypes.DoubleType, "its time to first token, s"),
          field("tpot_s", DataTypes.DoubleType, "its time per output token, s"),
          field("homogeneous_mix", DataTypes.StringType, "cheapest with one kind of accelerator"),
          field("homogeneous_cell", DataTypes.LongType, "its cell"),
          field(
              "homogeneous_regret",
              DataTypes.DoubleType,
              "what a request costs on it over what it costs on the cheapest mix; null where none"
                  + " meets the targets"),
          field("pooled_mix", DataTypes.StringType, "cheapest with one pool for both phases"),
          field("pooled_cell", DataTypes.LongType, "its cell"),
          field("pooled_regret", DataTypes.DoubleType, "the same ratio of it"),
          field(
              "share_of_draws",
              DataTypes.DoubleType,
              "share of the draws of prices and speeds in which the mix is the cheapest"));

  private static List<Object[]> choice(Choice choice) {
    return choice.best().stream()
        .map(
            best -> {
              Optional<Candidate> homogeneous = choice.bestHomogeneous();
              Optional<Candidate> pooled = choice.bestPooled();
              return new Object[] {
                best.mix(),
                best.cell(),
                best.dollars(),
                best.ttftSeconds(),
                best.tpotSeconds(),
                homogeneous.map(Candidate::mix).orElse(null),
                homogeneous.map(Candidate::cell).orElse(null),
                homogeneous.map(one -> one.dollars() / best.dollars()).orElse(null),
                pooled.map(Candidate::mix).orElse(null),
                pooled.map(Candidate::cell).orElse(null),
                pooled.map(one -> one.dollars() / best.dollars()).orElse(null),
                choice.shareOfDraws().getOrDefault(best.mix(), 0.0)
              };
            })
        .toList();
  }

  private static final DataType MIXES = DataTypes.createArrayType(DataTypes.StringType, false);

  private static final List<StructField> MOVES =
      List.of(
          field("accelerator", DataTypes.StringType, "accelerator whose price moves"),
          field("price_factor", DataTypes.DoubleType, "by which factor"),
          field("mix", DataTypes.StringType, "cheapest mix within the targets then"),
          field("cell", DataTypes.LongType, "its cell"),
          field("dollars_per_request", DataTypes.DoubleType, "what a request costs then, $"),
          field("dollars_factor", DataTypes.DoubleType, "that over what it costs now"),
          field("is_other_mix", DataTypes.BooleanType, "whether another mix is chosen than now"),
          field(
              "mixes_entering",
              MIXES,
              "mixes on the frontier of dollars, TTFT and TPOT within the targets then and not now"),
          field("mixes_leaving", MIXES, "mixes on that frontier now and not then"));

  private static List<Object[]> moves(Choice choice) {
    return choice.best().stream()
        .flatMap(
            best ->
                choice.moves().stream()
                    .map(
                        move ->
                            new Object[] {
                              move.accelerator(),
                              move.factor(),
                              move.chosen().mix(),
                              move.chosen().cell(),
                              move.dollars(),
                              move.dollars() / best.dollars(),
                              !move.chosen().isSameMix(best),
                              move.entering().toArray(),
                              move.leaving().toArray()
                            }))
        .toList();
  }

  private static final List<StructField> ROBUSTNESS =
      List.of(
          field(
              "mix", DataTypes.StringType, "a mix; null for draws in which none meets the targets"),
          field(
              "share_of_draws",
              DataTypes.DoubleType,
              "share of the draws of prices and speeds in which it is the cheapest"),
          field(
              "share_on_frontier",
              DataTypes.DoubleType,
              "share of the draws in which it is on the frontier of dollars, TTFT and TPOT within the"
                  + " targets"));

  private static List<Object[]> robustness(Choice choice) {
    Map<String, Double> chosen = choice.shareOfDraws();
    Map<String, Double> onFrontier = choice.shareOnFrontier();
    Set<String> mixes = new TreeSet<>(chosen.keySet());
    mixes.addAll(onFrontier.keySet());
    return mixes.stream()
        .map(
            mix ->
                new Object[] {
                  mix.equals(Choice.NOTHING_CHOSEN) ? null : mix,
                  chosen.getOrDefault(mix, 0.0),
                  onFrontier.getOrDefault(mix, 0.0)
                })
        .toList();
  }

  private static StructField field(String name, DataType type, String comment) {
    return new StructField(
        name, type, true, new MetadataBuilder().putString("comment", comment).build());
  }
}
