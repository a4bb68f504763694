package dev.ridgeline.pareto;

import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.frontier.Ties;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
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
 * @param choices one row for each workload and targets that a mix can serve it within: the
 *     cheapest, and how much dearer are the cheapest of one kind of accelerator and of one pool
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
    List<Choice.Settings> each = settings.settings();
    int keys = workload.size();
    JavaPairRDD<List<String>, Rows> rows =
        query
            .skylines(cells)
            .mapToPair(
                mix ->
                    new Tuple2<>(
                        (List<String>) new ArrayList<>(mix._1().subList(0, keys)),
                        candidates(mix._1().subList(keys, mix._1().size()), mix._2())))
            .reduceByKey(ChoiceTables::joined)
            .mapValues(candidates -> Rows.of(candidates, each))
            .cache();
    return new ChoiceTables(
        table(spark, rows, workload, CHOICES, Rows::choice),
        table(spark, rows, workload, MOVES, Rows::moves),
        table(spark, rows, workload, ROBUSTNESS, Rows::robustness));
  }

  /** What the tables have of a workload, without the columns that name it. */
  private record Rows(List<Object[]> choice, List<Object[]> moves, List<Object[]> robustness)
      implements Serializable {

    static Rows of(List<Candidate> candidates, List<Choice.Settings> each) {
      Rows rows = new Rows(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      for (Choice.Settings settings : each) {
        Choice choice = new Choice(candidates, settings);
        List<Choice.Share> shares = choice.shares();
        add(rows.choice, settings, ChoiceTables.choice(choice, shares));
        add(rows.moves, settings, ChoiceTables.moves(choice));
        add(rows.robustness, settings, ChoiceTables.robustness(shares));
      }
      return rows;
    }

    private static void add(List<Object[]> to, Choice.Settings settings, List<Object[]> rows) {
      for (Object[] row : rows) {
        List<Object> within = new ArrayList<>();
        within.add(target(settings.ttftSeconds()));
        within.add(target(settings.tpotSeconds()));
        within.addAll(Arrays.asList(row));
        to.add(within.toArray());
      }
    }

    private static Double target(double seconds) {
      return Double.isInfinite(seconds) ? null : Double.valueOf(seconds);
    }
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
      JavaPairRDD<List<String>, Rows> rows,
      List<String> workload,
      List<StructField> columns,
      Function<Rows, List<Object[]>> read) {
    JavaRDD<Row> all =
        rows.flatMap(
            ofWorkload -> {
              List<Row> named = new ArrayList<>();
              for (Object[] values : read.call(ofWorkload._2())) {
                List<Object> row = new ArrayList<>(ofWorkload._1());
                row.addAll(Arrays.asList(values));
                named.add(RowFactory.create(row.toArray()));
              }
              return named.iterator();
            });
    List<StructField> fields = new ArrayList<>();
    workload.forEach(name -> fields.add(field(name, DataTypes.StringType, "workload")));
    fields.addAll(TARGETS);
    fields.addAll(columns);
    return spark.createDataFrame(all, new StructType(fields.toArray(StructField[]::new)));
  }

  /** Names of the columns that, after the workload, say for what a choice is. */
  public static final List<String> TARGET_COLUMNS = List.of("target_ttft_s", "target_tpot_s");

  private static final List<StructField> TARGETS =
      List.of(
          field(
              TARGET_COLUMNS.get(0),
              DataTypes.DoubleType,
              "longest time to first token, s; null for any"),
          field(
              TARGET_COLUMNS.get(1),
              DataTypes.DoubleType,
              "longest time per output token, s; null for any"));

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

  private static List<Object[]> choice(Choice choice, List<Choice.Share> shares) {
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
                shareOfDraws(best, shares)
              };
            })
        .toList();
  }

  private static double shareOfDraws(Candidate chosen, List<Choice.Share> shares) {
    return shares.stream()
        .filter(share -> chosen.mix().equals(share.mix()))
        .mapToDouble(Choice.Share::ofDraws)
        .sum();
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

  private static List<Object[]> robustness(List<Choice.Share> shares) {
    return shares.stream()
        .map(share -> new Object[] {share.mix(), share.ofDraws(), share.onFrontier()})
        .toList();
  }

  private static StructField field(String name, DataType type, String comment) {
    return new StructField(
        name, type, true, new MetadataBuilder().putString("comment", comment).build());
  }
}
