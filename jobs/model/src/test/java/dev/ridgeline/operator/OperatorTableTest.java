package dev.ridgeline.operator;

import static dev.ridgeline.testing.ModelBuilder.aModel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.catalog.TensorGroup;
import dev.ridgeline.catalog.WeightBits;
import dev.ridgeline.operator.OperatorTables.Row;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The operator tables of the documentation and the operators of the code are the same: names and
 * order, and for worked layers every formula.
 */
class OperatorTableTest {

  private static final Map<String, List<Row>> TABLES = OperatorTables.read();
  private static final Percentage ROUNDING = Percentage.withPercentage(1e-10);
  private static final List<Sharding> SHARDINGS =
      List.of(new Sharding(1, 1), new Sharding(4, 1), new Sharding(8, 2), new Sharding(2, 8));

  /** Every group of tensors has bits of its own, so that none is taken for another. */
  private static final Quantization SCHEME =
      new Quantization(
          "odd",
          "Odd",
          new WeightBits(4.5, 5, 6, 7, 9, 10, 11),
          List.of(),
          12,
          8.5,
          0,
          Precision.FP8,
          Precision.BF16,
          Map.of("weightBits", "made up", "activationBits", "made up", "kvBits", "made up"));

  /** A layer on a sharding in a step. */
  record Case(WorkedLayer layer, Sharding sharding, Phase phase, StepShape shape) {

    List<Operator> operators() {
      Model model =
          aModel()
              .hidden(WorkedLayer.HIDDEN)
              .vocabulary(WorkedLayer.VOCABULARY)
              .layers(1, layer.attention(), layer.ffn())
              .residualStreams(streams() ? WorkedLayer.STREAMS : 1)
              .residualBlockLayers(blocks() ? 1 : 0)
              .build();
      boolean head = layer.table().equals("LM head");
      Sharding on = sharding.ep() > 1 && !hasExperts() ? new Sharding(sharding.tp(), 1) : sharding;
      return StepGraph.of(model, SCHEME, on, phase).operators().stream()
          .filter(operator -> head == (operator.operatorClass() == OperatorClass.HEAD))
          .filter(operator -> (streams() || blocks()) == operator.name().startsWith("residual"))
          .toList();
    }

    List<Row> rows() {
      Set<String> holding = new HashSet<>(layer.conditions());
      holding.add(phase == Phase.PREFILL ? "prefill" : "decode");
      return TABLES.get(layer.table()).stream()
          .filter(row -> holding.containsAll(row.conditions()))
          .toList();
    }

    private boolean streams() {
      return layer.table().equals("Residual streams");
    }

    private boolean blocks() {
      return layer.table().equals("Attention residuals");
    }

    private boolean hasExperts() {
      return layer.ffn() instanceof FeedForward.MixtureOfExperts;
    }

    @Override
    public String toString() {
      return layer.table() + " " + layer.conditions() + " " + sharding + " " + phase;
    }
  }

  static Stream<Case> cases() {
    StepShape prompts = StepShape.inPasses(3, 2, 6000, 900);
    StepShape firstPrompt = StepShape.of(1, 50, 0);
    StepShape tokens = StepShape.of(6, 2, 5000);
    return SHARDINGS.stream()
        .flatMap(
            sharding ->
                WorkedLayer.all(sharding).stream()
                    .flatMap(
                        layer ->
                            Stream.of(
                                new Case(layer, sharding, Phase.PREFILL, prompts),
                                new Case(layer, sharding, Phase.PREFILL, firstPrompt),
                                new Case(layer, sharding, Phase.DECODE, tokens))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void operatorsOfALayerAreTheRowsOfItsTable(Case one) {
    assertThat(one.operators())
        .extracting(Operator::name)
        .isEqualTo(one.rows().stream().map(Row::operator).toList());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void formulasOfTheTableGiveWhatTheCodeSays(Case one) {
    Map<String, Double> symbols = symbols(one);
    List<Row> rows = one.rows();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      Operator operator = one.operators().get(i);
      StepShape seen = one.shape().within(operator.span());
      double weightBytes = SCHEME.weightBytes(group(row)) * one.shape().passes();
      assertFormula(row, "FLOPs", row.flops(), symbols, 1, operator.flops().at(seen));
      double weights = operator.touchedWeightBytes(seen, operator.touchedShare(seen));
      assertFormula(row, "weights", row.weights(), symbols, weightBytes, weights);
      assertFormula(
          row, "state read", row.stateRead(), symbols, 1, operator.stateReadBytes().at(seen));
      assertFormula(
          row, "written", row.stateWritten(), symbols, 1, operator.stateWriteBytes().at(seen));
      assertFormula(
          row,
          "activations",
          row.activations(),
          symbols,
          SCHEME.activationBytes(),
          operator.activationBytes().at(seen));
    }
  }

  private static void assertFormula(
      Row row, String what, String formula, Map<String, Double> symbols, double unit, double said) {
    assertThat(said)
        .as("%s, %s: %s = %s", row.table(), row.operator(), what, formula)
        .isCloseTo(unit * Formula.value(formula, symbols), ROUNDING);
  }

  @Test
  void everyRowIsOfSomeLayer() {
    Set<Row> unused = new HashSet<>();
    TABLES.values().forEach(unused::addAll);
    cases().forEach(one -> one.rows().forEach(unused::remove));
    assertThat(unused).isEmpty();
  }

  @Test
  void everyKindOfLayerHasATable() {
    Set<Class<?>> kinds = new HashSet<>();
    kinds.addAll(List.of(Attention.class.getPermittedSubclasses()));
    kinds.addAll(List.of(FeedForward.class.getPermittedSubclasses()));
    kinds.removeAll(Set.of(Attention.None.class, FeedForward.None.class));
    cases()
        .forEach(
            one ->
                kinds.removeAll(
                    Set.of(one.layer().attention().getClass(), one.layer().ffn().getClass())));
    assertThat(kinds).isEmpty();
    assertThat(TABLES).hasSize(12);
  }

  @Test
  void formulasAreReadAsTheyAreWritten() {
    Map<String, Double> symbols = Map.of("t", 3.0, "dh", 5.0, "q_w", 7.0);
    assertThat(Formula.value("2 t dh", symbols)).isEqualTo(30);
    assertThat(Formula.value("2 t (dh + q_w) - 1", symbols)).isEqualTo(71);
    assertThat(Formula.value("t dh/2", symbols)).isEqualTo(7.5);
    assertThat(Formula.value("", symbols)).isZero();
    assertThatThrownBy(() -> Formula.value("2 t x", symbols)).hasMessageContaining("symbol 'x'");
    assertThatThrownBy(() -> Formula.value("2 (t", symbols)).hasMessageContaining("parenthesis");
  }

  private static Map<String, Double> symbols(Case one) {
    StepShape shape = one.shape();
    double b = shape.sequences();
    double n = shape.newTokens();
    double c = shape.cachedTokens();
    double passes = shape.passes();
    Map<String, Double> symbols = new HashMap<>(one.layer().symbols());
    symbols.put("d", (double) WorkedLayer.HIDDEN);
    symbols.put("b", b);
    symbols.put("t", b * n);
    symbols.put("K", passes);
    symbols.put("x", b * (passes * c + n * (passes + 1) / 2));
    symbols.put("q", b * (n * c + n * (n + 1) / 2));
    symbols.put("kvB", SCHEME.kvBytes());
    Span window = one.layer().window();
    symbols.put("x_w", symbols.get("x"));
    symbols.put("q_w", symbols.get("q"));
    if (window.kind() != Span.Kind.ALL) {
      double w = window.tokens();
      double chunk = n / passes;
      double read = 0;
      for (int j = 0; j < passes; j++) {
        double limit = window.kind() == Span.Kind.RECENT ? w - 1 : chunk * (w - 1);
        read += Math.min(c + j * chunk, limit);
      }
      double u = Math.min(n, Math.max(0, w - c));
      symbols.put("x_w", b * (n + read));
      symbols.put("q_w", b * (u * c + u * (u + 1) / 2 + (n - u) * w));
    }
    if (one.layer().table().equals("Compressed attention")) {
      putCompressed(symbols, window, n, c, passes, b);
    }
    if (one.hasExperts()) {
      double groups = one.sharding().attentionGroups();
      double k = symbols.get("k");
      double tokens = b * n * groups / passes;
      symbols.put("r", b * n * groups * k / one.sharding().ep());
      symbols.put("touched", 1 - Math.pow(1 - k / symbols.get("E"), tokens));
    }
    return symbols;
  }

  /** Pairs and context of a window of 128 tokens, and of older tokens by their part of an entry. */
  private static void putCompressed(
      Map<String, Double> symbols, Span span, double n, double c, double passes, double b) {
    double chunk = n / passes;
    double inWindow = n;
    double picked = n;
    for (int j = 0; j < passes; j++) {
      inWindow += Math.min(c + j * chunk, 127);
      picked += Math.min(c + j * chunk, chunk * (span.tokens() - 1));
    }
    double ofWindow = Math.min(n, Math.max(0, 128 - c));
    double pairs = ofWindow * c + ofWindow * (ofWindow + 1) / 2 + (n - ofWindow) * 128;
    double m = symbols.get("m");
    double more = 0;
    double read = 0;
    if (span.kind() == Span.Kind.ALL) {
      more = symbols.get("q") / m;
      read = symbols.get("x") / m;
    } else if (span.kind() == Span.Kind.PICKED) {
      more = symbols.get("q_w") / m;
      read = b * picked / m;
    }
    symbols.put("q_s", b * pairs + more);
    symbols.put("x_s", b * inWindow + read);
    symbols.put("entryB", 18 * SCHEME.kvBytes() + 2 * 6);
  }

  private static TensorGroup group(Row row) {
    return switch (row.table()) {
      case "Dense feed-forward", "Fusion of a drafter" -> TensorGroup.DENSE_FFN;
      case "LM head" -> TensorGroup.EMBEDDING;
      case "Residual streams", "Attention residuals" -> TensorGroup.NORMS;
      case "Mixture of experts" ->
          switch (row.operator()) {
            case "router" -> TensorGroup.ROUTER;
            case "experts" -> TensorGroup.EXPERTS;
            default -> TensorGroup.SHARED_EXPERTS;
          };
      default -> TensorGroup.ATTENTION;
    };
  }
}
