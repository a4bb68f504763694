package dev.ridgeline.question;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.operator.Sharding;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The text of a small sweep to begin with, whose comments say what each line is. */
public final class InitialSweep {

  /** Column of the comments. */
  private static final int COMMENT = 46;

  private InitialSweep() {}

  /**
   * Returns the text. The sweep has the mixes of a question, and a few shardings and batches.
   *
   * @param name name of the sweep
   * @param question a question that names its hardware
   * @throws dev.ridgeline.config.ConfigException where a name in the question is unknown
   */
  public static String of(String name, Question question, Catalogs catalogs) {
    question.requireKnown(catalogs);
    QuestionSpace space = new QuestionSpace(question, catalogs, List.of(1));
    StringBuilder text = new StringBuilder();
    text.append("# Every combination of the values on the axes is evaluated.\n");
    line(text, "name: " + name, "names the results: runs/" + name);
    line(text, "axes:", "what they mean: sweep-configs/README.md");
    line(text, "  models: [" + question.model() + "]", "more: ridgeline catalog models");
    line(text, "  quantizations: " + space.quantizations(), "number formats");
    line(text, "  hardware:", "one pool, or prefill > decode over a link");
    space.hardware().forEach(mix -> text.append("    - ").append(mix).append('\n'));
    line(
        text,
        "  parallelism: " + shardings(catalogs.models().find(question.model()).orElseThrow()),
        "accelerators of a replica");
    line(text, "  workflows: [" + question.workflow() + "]", "more: ridgeline catalog workflows");
    line(text, "  contextTokens: [" + question.context() + "]", "prompt: mean, peak or a number");
    line(text, "  batch: [1, 4, 16, 64, 256]", "sequences at once on a replica");
    line(text, "  tariffs: [" + question.tariff() + "]", "or reserved, owner");
    String targets = space.targets();
    if (!targets.isEmpty()) {
      line(text, targets, "what is fast enough");
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String content, String comment) {
    String gap = " ".repeat(Math.max(1, COMMENT - content.length()));
    text.append(content).append(gap).append("# ").append(comment).append('\n');
  }

  /** Some shardings of up to eight accelerators that divide the model. */
  private static String shardings(Model model) {
    return Stream.of(new Sharding(1, 1), new Sharding(4, 1), new Sharding(8, 1), new Sharding(1, 8))
        .filter(one -> one.objection(model).isEmpty())
        .map(TriedShardings::yaml)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** A name for a sweep in a file, such as {@code agents} for {@code Agents.yaml}. */
  public static String nameOf(String file) {
    String name =
        file.replaceFirst("\\.ya?ml$", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9._-]+", "-")
            .replaceFirst("^[^a-z0-9]+", "");
    return name.isEmpty() ? "sweep" : name;
  }
}
