package dev.ridgeline.analysis;

import dev.ridgeline.choice.Candidate;
import dev.ridgeline.choice.ChoiceSettings;
import dev.ridgeline.choice.ChoiceTables;
import dev.ridgeline.choice.Mix;
import dev.ridgeline.choice.WorkloadChoices;
import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.relation.Relations;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * Choices as tables.
 *
 * @param choices the cheapest mix for each workload and targets that a mix meets; {@link
 *     Standings#misses} has those that none meets. Beside it are the cheapest colocated mix, the
 *     cheapest mix of one kind of accelerator, and how much dearer they are
 * @param moves the choice when the price of one accelerator moves, and which mixes enter or leave
 *     the frontier
 * @param robustness share of the draws of prices and speeds in which each mix is chosen, and share
 *     in which it is on the frontier
 */
public record Choices(Dataset<Row> choices, Dataset<Row> moves, Dataset<Row> robustness) {

  /** Makes the choices of a table of cells. */
  public static Choices of(SparkSession spark, Dataset<Row> cells, ChoiceQuery query) {
    List<String> workload = query.workload();
    ChoiceSettings settings = query.settings();
    int keys = workload.size();
    JavaRDD<WorkloadChoices> found =
        query
            .skylines()
            .of(cells.where(query.condition()))
            .mapToPair(
                mix ->
                    new Tuple2<>(
                        (List<String>) new ArrayList<>(mix._1().subList(0, keys)),
                        candidates(Mix.of(mix._1().subList(keys, mix._1().size())), mix._2())))
            .reduceByKey(Choices::joined)
            .map(one -> WorkloadChoices.of(one._1(), one._2(), settings))
            .cache();
    return new Choices(
        Relations.dataset(
            spark,
            () -> ChoiceTables.choices(workload),
            found.flatMap(one -> one.choices().iterator())),
        Relations.dataset(
            spark,
            () -> ChoiceTables.priceMoves(workload),
            found.flatMap(one -> one.moves().iterator())),
        Relations.dataset(
            spark,
            () -> ChoiceTables.robustness(workload),
            found.flatMap(one -> one.shares().iterator())));
  }

  private static List<Candidate> candidates(Mix mix, Skyline skyline) {
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
}
