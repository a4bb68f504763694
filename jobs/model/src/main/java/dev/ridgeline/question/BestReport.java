package dev.ridgeline.question;

import dev.ridgeline.choice.BreakEven;
import dev.ridgeline.choice.CellLimit;
import dev.ridgeline.choice.CellObjective;
import dev.ridgeline.choice.Miss;
import dev.ridgeline.choice.Standing;
import dev.ridgeline.sweep.SessionTarget;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Quantity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An answer as text for people, in lines of some 80 characters. */
public final class BestReport {

  /** Prices that would change the answer, nearest first. */
  private static final int BREAK_EVENS = 4;

  private static final int WIDTH = 80;

  /** Blanks before a line that continues one. */
  private static final int FURTHER = 4;

  /** Names of mixes that are listed as tried. */
  private static final int LISTED = 8;

  private final BestAnswer answer;
  private final Question question;
  private final int top;
  private final StringBuilder text = new StringBuilder();

  private BestReport(BestAnswer answer, int top) {
    this.answer = answer;
    this.question = answer.question();
    this.top = top;
  }

  /**
   * Returns the text.
   *
   * @param top most mixes that are listed
   */
  public static String of(BestAnswer answer, int top) {
    BestReport report = new BestReport(answer, top);
    report.heading();
    if (answer.isMet()) {
      report.ranking();
      report.change();
    } else {
      report.misses();
    }
    report.footer();
    return report.text.toString();
  }

  private void heading() {
    line(
        "%s for %s, context %s, %s prices",
        question.model(), question.workflow(), question.context(), question.tariff());
    String limits =
        question.limits().stream().map(BestReport::limit).collect(Collectors.joining(", "));
    line("Limits: %s", limits.isEmpty() ? "none" : limits);
    question.demand().ifPresent(demand -> line("Fleet for: %s", demand.label()));
    if (question.demand().isEmpty()) {
      question.budget().ifPresent(budget -> line("Fleet within: %s", budget.label()));
    }
  }

  private void ranking() {
    List<BestAnswer.Place> within = within();
    CellObjective objective = question.objective();
    line("");
    line("Best of %d mixes by %s:", answer.places().size(), objective);
    line("");
    List<List<String>> rows = new ArrayList<>();
    List<String> heading = new ArrayList<>(List.of("", "mix"));
    question.wanted().ifPresent(wanted -> heading.add(wanted.column()));
    heading.addAll(List.of("$/1k req.", "times", "$/task", "TTFT", "TPOT", "binds"));
    rows.add(heading);
    double best = objective.minimized(within.get(0).standing().objective());
    List<BestAnswer.Place> shown = within.subList(0, Math.min(top, within.size()));
    for (int i = 0; i < shown.size(); i++) {
      rows.add(row(i + 1, shown.get(i), best));
    }
    text.append(PlainTable.of(rows));
    line("");
    line("times: how far behind the best by %s.", objective);
    if (SessionTarget.isReadBy(Stream.of(objective.column()))) {
      line("%s", SessionTarget.DEFAULT.or(question.targets().ttftSeconds()).sentence());
    }
    line("");
    for (int i = 0; i < shown.size(); i++) {
      int place = i + 1;
      shown.get(i).view().ifPresent(view -> line("%2d  %s", place, view.how()));
    }
    if (question.demand().isPresent() || question.budget().isPresent()) {
      fleets(shown);
    }
  }

  private List<BestAnswer.Place> within() {
    return answer.places().stream()
        .filter(place -> place.standing().isWithin() && place.view().isPresent())
        .toList();
  }

  private List<String> row(int place, BestAnswer.Place of, double best) {
    Standing standing = of.standing();
    CellView view = of.view().orElseThrow();
    CellObjective objective = question.objective();
    double value = objective.minimized(standing.objective());
    List<String> row = new ArrayList<>(List.of(Integer.toString(place), standing.mix().name()));
    question.wanted().ifPresent(wanted -> row.add(number(value)));
    row.addAll(
        List.of(
            number(standing.dollars() * 1000),
            String.format(Locale.ROOT, "%.2f", objective.factor(value, best)),
            number(view.dollarsPerTask()),
            seconds(standing.ttftSeconds()),
            seconds(standing.tpotSeconds()),
            view.binding().toLowerCase(Locale.ROOT)));
    return row;
  }

  private void fleets(List<BestAnswer.Place> shown) {
    line("");
    line("Fleets:");
    line("");
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "replicas", "accelerators", "requests/s", "$/h", "kW"));
    for (int i = 0; i < shown.size(); i++) {
      CellView view = shown.get(i).view().orElseThrow();
      rows.add(
          List.of(
              Integer.toString(i + 1),
              view.replicas(),
              number(view.accelerators()),
              number(view.requestsPerSecond()),
              number(view.dollarsPerHour()),
              number(view.watts() / 1000)));
    }
    text.append(PlainTable.of(rows));
  }

  private void change() {
    List<BestAnswer.Place> within = within();
    line("");
    line("What would change the answer:");
    if (within.size() > 1) {
      Standing next = within.get(1).standing();
      CellObjective objective = question.objective();
      double factor =
          objective.factor(
              objective.minimized(next.objective()),
              objective.minimized(within.get(0).standing().objective()));
      line(
          "  %s, the next best, if it were %s %% better",
          next.mix().name(), number(100 * (1 - 1 / factor)));
    }
    for (BreakEven one :
        answer.breakEvens().subList(0, Math.min(BREAK_EVENS, answer.breakEvens().size()))) {
      line(
          "  %s at %.2f times its price: then %s",
          one.accelerator(), one.factor(), one.then().mix().name());
    }
    CellView.Levers levers = within.get(0).view().orElseThrow().levers();
    line("  1 %% more hardware changes the price of a request by: %s", levers(levers));
  }

  private static String levers(CellView.Levers of) {
    record Lever(String name, double elasticity) {}
    return List.of(
            new Lever("compute", of.compute()),
            new Lever("bandwidth", of.bandwidth()),
            new Lever("link", of.link()),
            new Lever("capacity", of.capacity()))
        .stream()
        .sorted(Comparator.comparingDouble(Lever::elasticity))
        .map(
            lever ->
                String.format(Locale.ROOT, "%s %+.2f %%", lever.name(), lever.elasticity())
                    .replace("-0.00", "0.00")
                    .replace("+0.00", "0.00"))
        .collect(Collectors.joining(", "));
  }

  private void misses() {
    line("");
    List<BestAnswer.Place> near =
        answer.places().stream().filter(place -> place.standing().miss() != null).toList();
    line(
        near.isEmpty()
            ? "None of the mixes serves it."
            : "None of the mixes keeps the limits (%d).",
        answer.places().size());
    near.stream().findFirst().ifPresent(place -> line("nearest: %s", missing(place)));
    if (answer.relaxed().isEmpty()) {
      near.stream().findFirst().ifPresent(this::relaxTogether);
    }
    for (BestAnswer.Place place : answer.relaxed()) {
      Miss miss = place.standing().miss();
      if (miss != null) {
        line(
            "or relax %s alone to %s: %s",
            name(miss.limit()), amount(miss.limit(), rounded(miss)), missing(place));
      }
    }
    answer
        .alternative()
        .ifPresent(
            place ->
                line(
                    "or take %s, which keeps them: %s",
                    place.standing().mix().name(), described(place, "")));
    Map<String, Integer> reasons = new LinkedHashMap<>();
    answer.places().stream()
        .map(place -> place.standing().reason())
        .filter(reason -> !reason.isEmpty())
        .forEach(reason -> reasons.merge(reason, 1, Integer::sum));
    reasons.forEach((reason, mixes) -> line("%d of the mixes: %s", mixes, reason));
    if (near.isEmpty() && answer.alternative().isEmpty()) {
      line("No limit is to blame. Maybe name other --hardware, or a narrower --quantization.");
    }
  }

  private static String missing(BestAnswer.Place place) {
    Miss miss = place.standing().miss();
    String missed = miss == null ? "" : name(miss.limit());
    return (miss == null ? "" : missed + " " + amount(miss.limit(), miss.value()))
        + " with "
        + place.standing().mix().name()
        + ", "
        + described(place, missed);
  }

  /** The latencies but for one, the price and the layout of a cell. */
  private static String described(BestAnswer.Place place, String alreadyNamed) {
    Standing standing = place.standing();
    List<String> parts = new ArrayList<>();
    if (!alreadyNamed.equals("TTFT")) {
      parts.add("TTFT " + seconds(standing.ttftSeconds()));
    }
    if (!alreadyNamed.equals("TPOT")) {
      parts.add("TPOT " + seconds(standing.tpotSeconds()));
    }
    parts.add(number(standing.dollars() * 1000) + " $ for 1,000 requests");
    return String.join(", ", parts) + place.view().map(view -> " (" + view.how() + ")").orElse("");
  }

  /** Says which limits the nearest cell would keep, where no single one is to blame. */
  private void relaxTogether(BestAnswer.Place nearest) {
    Standing standing = nearest.standing();
    List<String> relaxed = new ArrayList<>();
    for (CellLimit limit : question.limits()) {
      double value =
          switch (limit.column()) {
            case "ttft_s" -> standing.ttftSeconds();
            case "tpot_s" -> standing.tpotSeconds();
            default -> Double.NaN;
          };
      if (value > limit.amount()) {
        relaxed.add(name(limit) + " to " + amount(limit, rounded(new Miss(limit, value))));
      }
    }
    if (relaxed.size() > 1) {
      line("or relax %s", String.join(" and ", relaxed));
    }
  }

  private void footer() {
    line("");
    List<String> names =
        answer.places().stream().map(place -> place.standing().mix().name()).sorted().toList();
    line(
        "Tried: %s%s",
        String.join("; ", names.subList(0, Math.min(LISTED, names.size()))),
        names.size() > LISTED ? "; and " + (names.size() - LISTED) + " more" : "");
    within().stream()
        .findFirst()
        .flatMap(BestAnswer.Place::view)
        .ifPresent(
            view ->
                line("Basis of the best: times %s, prices %s.", view.basis(), view.priceBasis()));
    answer.warnings().forEach(warning -> line("Warning: %s", warning));
  }

  /** A limit as people say it, such as {@code TTFT at most 2.000 s}. */
  private static String limit(CellLimit limit) {
    return name(limit)
        + (limit.kind() == CellLimit.Kind.AT_MOST ? " at most " : " at least ")
        + amount(limit, limit.amount());
  }

  private static String name(CellLimit limit) {
    return switch (limit.column()) {
      case "ttft_s" -> "TTFT";
      case "ttft_p50_s" -> "P50 of TTFT";
      case "ttft_p90_s" -> "P90 of TTFT";
      case "ttft_p99_s" -> "P99 of TTFT";
      case "tpot_s" -> "TPOT";
      case CellLimit.OF_TURNS -> "mean TTFT of turns";
      default -> limit.column();
    };
  }

  private static String amount(CellLimit limit, double value) {
    return limit.cellColumn().unit().equals("s")
        ? seconds(value)
        : number(value)
            + (limit.cellColumn().unit().isEmpty() ? "" : " " + limit.cellColumn().unit());
  }

  /** A value that is missed, rounded to two digits on the far side. */
  private static double rounded(Miss miss) {
    double value = miss.value();
    double step = Math.pow(10, Math.floor(Math.log10(value)) - 1);
    return miss.limit().kind() == CellLimit.Kind.AT_MOST
        ? Math.ceil(value / step) * step
        : Math.floor(value / step) * step;
  }

  /** A time with at most four digits, such as {@code 2 s}. */
  private static String seconds(double value) {
    return Double.isNaN(value)
        ? "-"
        : Quantity.format(value, Dimension.SECONDS).replaceFirst("\\.?0+ ", " ");
  }

  /** A number of three or four digits. */
  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    double size = Math.abs(value);
    if (size >= 100 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3g", value);
  }

  /** Adds a line, which goes on in further lines where it is too wide. */
  private void line(String format, Object... values) {
    String rest = String.format(Locale.ROOT, format, values).stripTrailing();
    String indent = " ".repeat(rest.length() - rest.stripLeading().length() + FURTHER);
    while (rest.length() > WIDTH) {
      int blank = rest.lastIndexOf(' ', WIDTH);
      if (blank <= indent.length()) {
        break;
      }
      text.append(rest, 0, blank).append('\n');
      rest = indent + rest.substring(blank + 1);
    }
    text.append(rest).append('\n');
  }
}
