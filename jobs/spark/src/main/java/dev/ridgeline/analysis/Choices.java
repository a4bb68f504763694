package dev.ridgeline.analysis;

import dev.ridgeline.choice.Candidate;
import dev.ridgeline.choice.ChoiceSettings;
import dev.ridgeline.choice.Mix;
import dev.ridgeline.choice.WorkloadChoices;
import dev.ridgeline.frontier.Skyline;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * The choices for each workload, computed from a table of cells by tasks of Spark. {@link
 * Standings#misses} has the workloads and targets that nothing meets.
 */
public final class Choices {

  private Choices() {}

  /** Makes the choices of a table of cells. */
  public static List<WorkloadChoices> of(Dataset<Row> cells, ChoiceQuery query) {
    ChoiceSettings settings = query.settings();
    int keys = query.workload().size();
    return query
        .skylines()
        .of(cells.where(query.condition()))
        .mapToPair(
            mix ->
                new Tuple2<>(
                    (List<String>) new ArrayList<>(mix._1().subList(0, keys)),
                    candidates(Mix.of(mix._1().subList(keys, mix._1().size())), mix._2())))
        .reduceByKey(Choices::joined)
        .map(one -> WorkloadChoices.of(one._1(), one._2(), settings))
        .collect();
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
