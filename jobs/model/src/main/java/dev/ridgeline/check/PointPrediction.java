package dev.ridgeline.check;

import dev.ridgeline.cost.OperatorCost;
import dev.ridgeline.deployment.PlanListener;
import dev.ridgeline.deployment.Planner;
import dev.ridgeline.deployment.ServingPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the model predicts for a measured point.
 *
 * @param setting conditions of the point
 * @param running sequences that one replica runs at once
 * @param tpotSeconds mean time per output token
 * @param ttftSeconds mean time to first token, with the wait for a place
 * @param queueSeconds mean wait for a place among the running sequences; 0 where all fit
 * @param requestsPerSecond rate of the whole deployment
 * @param plan plan of one replica for the running sequences
 * @param planner planner that made the plan; it is not safe for use by several threads
 */
public record PointPrediction(
    PointSetting setting,
    double running,
    double tpotSeconds,
    double ttftSeconds,
    double queueSeconds,
    double requestsPerSecond,
    ServingPlan plan,
    Planner planner) {

  /** Whether fewer sequences fit than the benchmark kept in flight. */
  public boolean isClipped() {
    return running < setting.concurrency();
  }

  /** Number of accelerators of the deployment. */
  private double accelerators() {
    return setting.replicas() * setting.sharding().accelerators();
  }

  /** Output tokens a second of one accelerator. */
  public double outputTokensPerSecond() {
    return requestsPerSecond * setting.request().outputTokens() / accelerators();
  }

  /** Input and output tokens a second of one accelerator. */
  public double totalTokensPerSecond() {
    return requestsPerSecond * setting.request().peakContextTokens() / accelerators();
  }

  /** The parts of {@link #tpotSeconds}; all terms are there, and they sum to it. */
  public Map<Term, Double> tpotTerms() {
    return terms(decodeRows(), tpotSeconds);
  }

  /** The parts of {@link #ttftSeconds}; all terms are there, and they sum to it. */
  public Map<Term, Double> ttftTerms() {
    Map<Term, Double> terms = new EnumMap<>(terms(prefillRows(), ttftSeconds - queueSeconds));
    terms.put(Term.QUEUE, queueSeconds);
    return Collections.unmodifiableMap(terms);
  }

  /** The operators and collectives of a decode step of all running sequences, on an accelerator. */
  public List<OperatorCost> decodeRows() {
    return rows(PlanListener.Side.DECODE);
  }

  /** The operators and collectives of a prefill step on its own, on an accelerator. */
  public List<OperatorCost> prefillRows() {
    return rows(PlanListener.Side.PREFILL);
  }

  private List<OperatorCost> rows(PlanListener.Side wanted) {
    List<OperatorCost> rows = new ArrayList<>();
    planner.report(
        setting.request(),
        plan,
        (side, replica, report) -> {
          if (side == wanted) {
            rows.addAll(report.rows());
          }
        });
    return rows;
  }

  /** Sums rows by term; what they leave of a time is interference. */
  private static Map<Term, Double> terms(List<OperatorCost> rows, double seconds) {
    Map<Term, Double> terms = new EnumMap<>(Term.class);
    for (Term term : Term.values()) {
      terms.put(term, 0.0);
    }
    double sum = 0;
    for (OperatorCost row : rows) {
      boolean isOperator = row.operatorClass().isPresent();
      double launches = isOperator ? row.overheadSeconds() : 0;
      terms.merge(Term.LAUNCHES, launches, Double::sum);
      terms.merge(Term.of(row), row.seconds() - launches, Double::sum);
      sum += row.seconds();
    }
    terms.put(Term.INTERFERENCE, seconds - sum);
    return Collections.unmodifiableMap(terms);
  }
}
