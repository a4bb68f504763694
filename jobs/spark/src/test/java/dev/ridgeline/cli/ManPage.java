package dev.ridgeline.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The manual page of a command, in the macros of man(7). It says what the page of help says, from
 * the same description of the command.
 */
final class ManPage {

  private static final int SECTION = 1;

  private final String name;
  private final CommandLine command;
  private final StringBuilder page = new StringBuilder();

  private ManPage(String name, CommandLine command) {
    this.name = name;
    this.command = command;
  }

  /** The pages of a command and of all commands below it, by the names of their files. */
  static Map<String, String> all(CommandLine root) {
    Map<String, String> pages = new TreeMap<>();
    add(root.getCommandName(), root, pages);
    return pages;
  }

  private static void add(String name, CommandLine command, Map<String, String> pages) {
    pages.put(name + "." + SECTION, new ManPage(name, command).text());
    command.getSubcommands().forEach((below, its) -> add(name + "-" + below, its, pages));
  }

  private String text() {
    CommandSpec spec = command.getCommandSpec();
    UsageMessageSpec usage = spec.usageMessage();
    List<String> description = formatted(usage.description());
    line(".\\\" Made from the commands by a test, as the pages in deploy/help are.");
    line(".TH " + name.toUpperCase(Locale.ROOT) + " " + SECTION + " \"\" ridgeline");
    line(".nh");
    line(".ad l");
    section("NAME");
    line(escaped(name) + " \\- " + escaped(firstSentence(description)));
    section("SYNOPSIS");
    line(".B " + escaped(spec.qualifiedName()));
    line(escaped(synopsis()));
    section("DESCRIPTION");
    paragraphs(description);
    List<OptionSpec> options = spec.options().stream().filter(option -> !option.hidden()).toList();
    List<PositionalParamSpec> parameters =
        spec.positionalParameters().stream().filter(parameter -> !parameter.hidden()).toList();
    if (!parameters.isEmpty()) {
      section("ARGUMENTS");
      parameters.forEach(parameter -> item(parameter.paramLabel(), parameter));
    }
    if (!options.isEmpty()) {
      section("OPTIONS");
      options.forEach(option -> item(names(option), option));
    }
    if (!command.getSubcommands().isEmpty()) {
      section("COMMANDS");
      command.getSubcommands().forEach(this::commandItem);
    }
    section("EXIT STATUS");
    usage.exitCodeList().forEach((code, meaning) -> item(code.strip(), List.of(meaning)));
    if (usage.footer().length > 0) {
      section("EXAMPLES");
      line(".nf");
      formatted(usage.footer()).forEach(example -> line(escaped(example)));
      line(".fi");
    }
    seeAlso(spec);
    return page.toString();
  }

  private String synopsis() {
    String whole =
        command.getHelp().synopsis(0).replace(System.lineSeparator(), " ").replaceAll(" +", " ");
    return Ansi.OFF.string(whole).replace(command.getCommandSpec().qualifiedName(), "").strip();
  }

  private static String names(OptionSpec option) {
    String label = option.arity().max() == 0 ? "" : "=" + option.paramLabel();
    return Arrays.stream(option.names()).collect(Collectors.joining(", ")) + label;
  }

  private void commandItem(String below, CommandLine its) {
    String[] description = its.getCommandSpec().usageMessage().description();
    item(below, List.of(firstSentence(formatted(description))));
  }

  private void seeAlso(CommandSpec spec) {
    List<String> others = new ArrayList<>();
    if (spec.parent() != null) {
      others.add(name.substring(0, name.lastIndexOf('-')));
    }
    command.getSubcommands().keySet().forEach(below -> others.add(name + "-" + below));
    if (!others.isEmpty()) {
      section("SEE ALSO");
      line(
          others.stream()
              .map(other -> "\\fB" + escaped(other) + "\\fR(" + SECTION + ")")
              .collect(Collectors.joining(",\n")));
    }
  }

  private void section(String title) {
    line(".SH " + title);
  }

  private void item(String term, ArgSpec of) {
    item(term, formatted(of.description()));
  }

  private void item(String term, List<String> text) {
    line(".TP");
    line(".B " + escaped(term));
    paragraphs(text);
  }

  private void paragraphs(List<String> texts) {
    for (int i = 0; i < texts.size(); i++) {
      if (i > 0) {
        line(".PP");
      }
      line(escaped(texts.get(i)));
    }
  }

  private static String firstSentence(List<String> description) {
    String text = description.isEmpty() ? "" : description.get(0);
    int end = text.indexOf(". ");
    return (end < 0 ? text : text.substring(0, end)).replaceAll("\\.$", "");
  }

  /** Texts as picocli prints them, with its format specifiers and markup replaced. */
  private static List<String> formatted(String... texts) {
    return Arrays.stream(texts)
        .map(text -> Ansi.OFF.string(text.replace("%n", " ").replace("%%", "%")))
        .toList();
  }

  /** A text in which roff sees no request, escape or hyphenation. */
  private static String escaped(String text) {
    String plain = text.replace("\\", "\\e").replace("-", "\\-");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }

  private void line(String text) {
    page.append(text.stripTrailing()).append('\n');
  }
}
