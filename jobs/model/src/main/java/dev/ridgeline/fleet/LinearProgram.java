package dev.ridgeline.fleet;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ojalgo.array.ArrayR064;
import org.ojalgo.array.ArrayR256;
import org.ojalgo.matrix.store.R064Store;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;
import org.ojalgo.optimisation.linear.LinearSolver;

/**
 * A programme that minimizes a linear cost over variables from 0 on. Some variables are whole. The
 * solvers are those of ojAlgo: simplex, and branch and bound.
 */
final class LinearProgram {

  static {
    // Otherwise ojAlgo writes to the standard output which processor it does not know.
    System.setProperty("shut.up.ojAlgo", "true");
  }

  private static final double ROUNDING = 1e-6;

  /** A factor of a variable in a row. */
  private record Factor(int variable, double factor) {}

  private record Row(boolean isAtLeast, double amount, List<Factor> factors) {}

  private final List<Double> costs = new ArrayList<>();
  private final List<Double> bounds = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  /** A solution. Nobody changes its arrays. */
  static final class Solution {

    private final double cost;
    private final double[] values;
    private final double[] duals;
    private final boolean isOptimal;

    private Solution(double cost, double[] values, double[] duals, boolean isOptimal) {
      this.cost = cost;
      this.values = values;
      this.duals = duals;
      this.isOptimal = isOptimal;
    }

    /** Value of the objective. */
    double cost() {
      return cost;
    }

    /** Values of the variables. */
    double[] values() {
      return values;
    }

    /**
     * For each row, what one more of its amount adds to the cost; empty where variables are whole.
     */
    double[] duals() {
      return duals;
    }

    /** Whether no solution costs less. */
    boolean isOptimal() {
      return isOptimal;
    }
  }

  /** Adds a variable from 0 on, and returns its place. */
  int variable(double cost) {
    return add(cost, Double.NaN);
  }

  /** Adds a whole variable from 0 to a bound, and returns its place. */
  int whole(double cost, double most) {
    return add(cost, most);
  }

  private int add(double cost, double bound) {
    costs.add(cost);
    bounds.add(bound);
    return costs.size() - 1;
  }

  /** Adds a row whose sum is at least an amount of 0 or more, and returns its place. */
  int atLeast(double amount) {
    rows.add(new Row(true, amount, new ArrayList<>()));
    return rows.size() - 1;
  }

  /** Adds a row whose sum is at most an amount of 0 or more, and returns its place. */
  int atMost(double amount) {
    rows.add(new Row(false, amount, new ArrayList<>()));
    return rows.size() - 1;
  }

  /** Adds a variable to the sum of a row, with a factor. */
  void put(int row, int variable, double factor) {
    rows.get(row).factors.add(new Factor(variable, factor));
  }

  /** Number of variables. */
  int size() {
    return costs.size();
  }

  /** Cost of values of the variables. */
  double cost(double[] values) {
    double cost = 0;
    for (int i = 0; i < values.length; i++) {
      cost += costs.get(i) * values[i];
    }
    return cost;
  }

  /** Whether values of the variables keep all rows and bounds, up to rounding. */
  boolean isKeptBy(double[] values) {
    for (Row row : rows) {
      double sum = 0;
      double size = Math.abs(row.amount);
      for (Factor one : row.factors) {
        sum += one.factor * values[one.variable];
        size = Math.max(size, Math.abs(one.factor * values[one.variable]));
      }
      double excess = row.isAtLeast ? row.amount - sum : sum - row.amount;
      if (excess > ROUNDING * Math.max(1, size)) {
        return false;
      }
    }
    for (int i = 0; i < values.length; i++) {
      if (values[i] > bounds.get(i) + ROUNDING) {
        return false;
      }
    }
    return true;
  }

  /**
   * Solves the relaxation, in which whole variables may be fractions without a bound.
   *
   * @return the optimum with its duals; empty where no values keep all rows
   */
  // The builder that is not deprecated changes rows, and returns multipliers of the changed ones.
  @SuppressWarnings("deprecation")
  Optional<Solution> relaxed() {
    int variables = costs.size();
    R064Store matrix = R064Store.FACTORY.make(rows.size(), variables + rows.size());
    double[] amounts = new double[rows.size()];
    for (int place = 0; place < rows.size(); place++) {
      Row row = rows.get(place);
      for (Factor one : row.factors) {
        matrix.add(place, one.variable, one.factor);
      }
      matrix.set(place, variables + place, row.isAtLeast ? -1 : 1);
      amounts[place] = row.amount;
    }
    double[] prices = new double[variables + rows.size()];
    for (int i = 0; i < variables; i++) {
      prices[i] = costs.get(i);
    }
    Optimisation.Result result =
        LinearSolver.newStandardBuilder(prices)
            .equalities(matrix, ArrayR064.wrap(amounts))
            .build()
            .solve();
    if (!result.getState().isOptimal()) {
      return Optional.empty();
    }
    double[] values = new double[variables];
    for (int i = 0; i < variables; i++) {
      values[i] = Math.max(0, result.doubleValue(i));
    }
    // The solver's multipliers are those of the negated rows.
    double[] duals = new double[rows.size()];
    result
        .getMultipliers()
        .ifPresent(
            multipliers -> {
              for (int i = 0; i < duals.length; i++) {
                duals[i] = -multipliers.doubleValue(i);
              }
            });
    return Optional.of(new Solution(cost(values), values, duals, true));
  }

  /**
   * Solves the programme with whole variables.
   *
   * @param known values of a solution that is known; empty without one
   * @param milliseconds time after which the best solution so far is returned
   * @return the solution; empty where none was found
   */
  Optional<Solution> minimize(double[] known, long milliseconds) {
    ExpressionsBasedModel model = new ExpressionsBasedModel();
    List<Variable> variables = new ArrayList<>();
    for (int i = 0; i < costs.size(); i++) {
      Variable variable = model.newVariable("v" + i).lower(0).weight(costs.get(i));
      if (bounds.get(i) >= 0) {
        variable.upper(bounds.get(i)).integer();
      }
      variables.add(variable);
    }
    for (int place = 0; place < rows.size(); place++) {
      Row row = rows.get(place);
      Expression expression = model.newExpression("r" + place);
      row.factors.forEach(one -> expression.add(variables.get(one.variable), one.factor));
      if (row.isAtLeast) {
        expression.lower(row.amount);
      } else {
        expression.upper(row.amount);
      }
    }
    model.options.time_suffice = milliseconds;
    model.options.time_abort = milliseconds;
    if (known.length > 0) {
      BigDecimal[] exact =
          Arrays.stream(known).mapToObj(BigDecimal::valueOf).toArray(BigDecimal[]::new);
      model.setKnownSolution(
          new Optimisation.Result(Optimisation.State.OPTIMAL, ArrayR256.FACTORY.copy(exact)));
    }
    Optimisation.Result result = model.minimise();
    if (!result.getState().isFeasible()) {
      return Optional.empty();
    }
    double[] values = new double[costs.size()];
    for (int i = 0; i < values.length; i++) {
      double value = Math.max(0, result.doubleValue(i));
      values[i] = bounds.get(i) >= 0 ? Math.rint(value) : value;
    }
    return Optional.of(
        new Solution(cost(values), values, new double[0], result.getState().isOptimal()));
  }
}
