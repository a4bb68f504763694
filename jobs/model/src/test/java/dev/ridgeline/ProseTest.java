package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of prose in CONTRIBUTING.md, as far as a program can check them. */
class ProseTest {

  private static final Path ROOT = Path.of("..", "..");
  private static final int CHARACTERS_A_LINE = 120;
  private static final int WORDS_A_SENTENCE = 25;

  /** A link to a file of the project; a place within it may follow. */
  private static final Pattern LINK = Pattern.compile("]\\((?!\\w+:|#)([^)#\\s]+)");

  /** Folders of pages and of YAML files; files at the root are pages too. */
  private static final List<String> FOLDERS =
      List.of("jobs", "catalogs", "sweep-configs", "deploy", "notebooks");

  /** Sources whose javadoc, messages and descriptions are checked. */
  private static final List<String> JAVA_FOLDERS =
      List.of(
          "jobs/model/src/main/java/dev/ridgeline/catalog",
          "jobs/model/src/main/java/dev/ridgeline/check",
          "jobs/model/src/main/java/dev/ridgeline/choice",
          "jobs/model/src/main/java/dev/ridgeline/config",
          "jobs/model/src/main/java/dev/ridgeline/cost",
          "jobs/model/src/main/java/dev/ridgeline/deployment",
          "jobs/model/src/main/java/dev/ridgeline/economics",
          "jobs/model/src/main/java/dev/ridgeline/evaluate",
          "jobs/model/src/main/java/dev/ridgeline/frontier",
          "jobs/model/src/main/java/dev/ridgeline/imports",
          "jobs/model/src/main/java/dev/ridgeline/measurement",
          "jobs/model/src/main/java/dev/ridgeline/operator",
          "jobs/model/src/main/java/dev/ridgeline/output",
          "jobs/model/src/main/java/dev/ridgeline/schema",
          "jobs/model/src/main/java/dev/ridgeline/space",
          "jobs/model/src/main/java/dev/ridgeline/sweep",
          "jobs/model/src/main/java/dev/ridgeline/traces",
          "jobs/model/src/main/java/dev/ridgeline/units",
          "jobs/model/src/main/java/dev/ridgeline/workload",
          "jobs/spark/src/main/java/dev/ridgeline/analysis",
          "jobs/spark/src/main/java/dev/ridgeline/answer",
          "jobs/spark/src/main/java/dev/ridgeline/cli",
          "jobs/spark/src/main/java/dev/ridgeline/pareto",
          "jobs/spark/src/main/java/dev/ridgeline/parquet",
          "jobs/spark/src/main/java/dev/ridgeline/relation",
          "jobs/spark/src/main/java/dev/ridgeline/run",
          "jobs/spark/src/main/java/dev/ridgeline/table");

  /** Sources whose javadoc sentences are counted too. */
  private static final List<String> MEASURED_FOLDERS =
      JAVA_FOLDERS.stream().filter(folder -> folder.startsWith("jobs/model")).toList();

  /** A comment of javadoc, and what is between its marks. */
  private static final Pattern JAVADOC = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);

  /**
   * Words that nobody is to find.
   *
   * @param pattern what is searched
   * @param example a text in which it is found
   * @param reason why it reads badly
   * @param replacement what to write
   */
  private record Phrase(Pattern pattern, String example, String reason, String replacement) {

    Phrase(String regex, String example, String reason, String replacement) {
      this(Pattern.compile(regex, Pattern.CASE_INSENSITIVE), example, reason, replacement);
    }
  }

  private static final List<Phrase> PHRASES =
      List.of(
          new Phrase(
              "\\b(is|are) (another|others)( now\\b| than\\b| when\\b| by then\\b| in each\\b|,)",
              "the sweep is another now",
              "the reader has to guess what is compared with what",
              "has changed, differs from, depends on"),
          new Phrase(
              "\\bwithout[,;.] |\\bas without\\b|@param \\w+ without\\b",
              "Directory of catalogs; without, the ones that come with Ridgeline.",
              "the sentence lacks what is missing",
              "default: and the value"),
          new Phrase(
              "\\bnobody else plans with\\b|\\bas things are\\b|\\bwhat (it|they) (is|are) called\\b",
              "Accelerators that nobody else plans with.",
              "a riddle",
              "Makes a planner with pools of its own"),
          new Phrase(
              "\\b(so (much faster|many times (as )?(fast|the work)))\\b|\\bof such requests\\b",
              "on hardware so much faster",
              "the reader has to guess how much",
              "on hardware changed by a speedup"),
          new Phrase(
              "\\bwhere one pool does both\\b",
              "0 where one pool does both",
              "one word for one thing",
              "0 where colocated"),
          new Phrase(
              "\\bno value yet without\\b",
              "Leaves rows that have no value yet without",
              "a riddle",
              "without a value"),
          new Phrase(
              "\\bco-locat|\\bcollocat", "co-located pools", "one word for one thing", "colocated"),
          new Phrase(
              "\\barithmetic intensity\\b",
              "its arithmetic intensity",
              "one word for one thing",
              "operational intensity"),
          new Phrase(
              "\\btime-to-first-token\\b|\\btime-per-output-token\\b",
              "a time-to-first-token of 2 s",
              "one word for one thing",
              "time to first token, time per output token"));

  /** A run of prose, such as a paragraph or an item of a list, and where it begins. */
  private record Passage(int line, String text) {}

  static List<Phrase> phrases() {
    return PHRASES;
  }

  @ParameterizedTest
  @MethodSource("phrases")
  void aPhraseIsFoundInItsExampleAndNotInWhatReplacesIt(Phrase phrase) {
    assertThat(phrase.example()).containsPattern(phrase.pattern());
    assertThat(phrase.replacement()).doesNotContainPattern(phrase.pattern());
  }

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> files = Files.list(ROOT)) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
    }
    for (String folder : FOLDERS) {
      pages.addAll(files(folder, ".md"));
    }
    assertThat(pages).hasSizeGreaterThan(10);
    return pages;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linesOfPagesFitTheScreen(Path page) throws IOException {
    List<String> tooLong = new ArrayList<>();
    List<String> lines = Files.readAllLines(page);
    String fence = null;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("```")) {
        fence = fence == null ? line : null;
      }
      // A fence without a language shows commands and what they print.
      boolean printed = "```".equals(fence);
      if (line.length() > CHARACTERS_A_LINE
          && !printed
          && !line.startsWith("|")
          && !line.contains("://")) {
        tooLong.add(page + ":" + (i + 1) + ": " + line.length() + " characters");
      }
    }

    assertThat(tooLong).as("lines of more than %s characters", CHARACTERS_A_LINE).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void sentencesOfPagesAreReadInOneBreath(Path page) throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Passage passage : passages(Files.readAllLines(page))) {
      for (String sentence : sentences(passage.text())) {
        int words = words(sentence);
        if (words > WORDS_A_SENTENCE) {
          tooLong.add(page + ":" + passage.line() + ": " + words + " words: " + sentence);
        }
      }
    }

    assertThat(tooLong).as("sentences of more than %s words", WORDS_A_SENTENCE).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksOfPagesLeadToFiles(Path page) throws IOException {
    List<Path> broken =
        LINK.matcher(Files.readString(page))
            .results()
            .map(link -> page.resolveSibling(link.group(1)))
            .filter(target -> !Files.exists(target))
            .toList();

    assertThat(broken).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void pagesSayWhatTheyMean(Path page) throws IOException {
    String text = Files.readString(page).replaceAll("`[^`\n]*`", "x").replaceAll("\\s+", " ");

    assertThat(found(page, text)).isEmpty();
  }

  static List<String> javaFolders() {
    return JAVA_FOLDERS;
  }

  @ParameterizedTest
  @MethodSource("javaFolders")
  void sourcesSayWhatTheyMean(String folder) throws IOException {
    List<Path> sources = files(folder, ".java");
    List<String> found = new ArrayList<>();
    for (Path source : sources) {
      found.addAll(found(source, proseOf(Files.readString(source))));
    }

    assertThat(sources).isNotEmpty();
    assertThat(found).isEmpty();
  }

  static List<String> measuredFolders() {
    return MEASURED_FOLDERS;
  }

  @ParameterizedTest
  @MethodSource("measuredFolders")
  void sentencesOfJavadocAreReadInOneBreath(String folder) throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path source : files(folder, ".java")) {
      for (String sentence : javadocSentences(Files.readString(source))) {
        int words = words(sentence);
        if (words > WORDS_A_SENTENCE) {
          tooLong.add(source + ": " + words + " words: " + sentence);
        }
      }
    }

    assertThat(tooLong).as("sentences of more than %s words", WORDS_A_SENTENCE).isEmpty();
  }

  @Test
  void catalogsAndSweepsSayWhatTheyMean() throws IOException {
    List<String> found = new ArrayList<>();
    for (String folder : List.of("catalogs", "sweep-configs")) {
      for (Path file : files(folder, ".yaml")) {
        found.addAll(found(file, Files.readString(file).replaceAll("\\s+", " ")));
      }
    }

    assertThat(found).isEmpty();
  }

  @Test
  void wordsAndSentencesAreCountedAsAReaderCountsThem() {
    assertThat(sentences("It is here. Is it? `a. b` = 2.5 [the page](of/it.md).")).hasSize(3);
    assertThat(words("`a b c` = 2.5, see [the page](of/it.md) **now**")).isEqualTo(6);
    assertThat(proseOf("/** A wall\n   * of text. */ \"and \"\n   + \"more\""))
        .contains("A wall of text.")
        .contains("and more");
    assertThat(javadocSentences("/** A {@code b c}. It is.\n *\n * @param d e\n * f */ int g;"))
        .containsExactly("A x.", "It is.", "e f");
  }

  /** Files below a folder, sorted, without what builds leave. */
  private static List<Path> files(String folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .filter(file -> !file.toString().contains("/target/"))
          .sorted()
          .toList();
    }
  }

  /** Every phrase that is in a text, with the words around it. */
  private static List<String> found(Path file, String text) {
    return PHRASES.stream()
        .flatMap(
            phrase ->
                phrase
                    .pattern()
                    .matcher(text)
                    .results()
                    .map(
                        match ->
                            file
                                + ": '"
                                + around(text, match)
                                + "': "
                                + phrase.reason()
                                + "; write: "
                                + phrase.replacement()))
        .toList();
  }

  private static String around(String text, MatchResult match) {
    return text.substring(
        Math.max(0, match.start() - 40), Math.min(text.length(), match.end() + 40));
  }

  /** A source whose comments and texts run on where they were broken into lines. */
  private static String proseOf(String source) {
    return source
        .replaceAll("\"\\s*\\n\\s*\\+ \"", "")
        .replaceAll("\\n\\s*(\\*|//) ?", " ")
        .replaceAll("\\s+", " ");
  }

  /**
   * Sentences of all javadoc of a source; a tag of code is one word, and a block tag begins one.
   */
  private static List<String> javadocSentences(String source) {
    return JAVADOC
        .matcher(source)
        .results()
        .map(comment -> comment.group(1).replaceAll("\\n\\s*\\* ?", "\n"))
        .map(text -> text.replaceAll("\\{@\\w+[^{}]*}", "x"))
        .flatMap(text -> Stream.of(text.split("<p>|\\n\\s*@(return|(param|throws)\\s+\\S+)")))
        .flatMap(text -> sentences(text.strip().replaceAll("\\s+", " ")).stream())
        .filter(sentence -> !sentence.isBlank())
        .toList();
  }

  /** Paragraphs and items of lists; headings, tables, formulas and code are none. */
  private static List<Passage> passages(List<String> lines) {
    List<Passage> passages = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    int begin = 0;
    boolean code = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean fence = line.startsWith("```");
      boolean prose = !code && !fence && !line.matches("\\s*|[|#<].*| {4}.*");
      boolean begins = line.matches("\\s*([-*]|\\d+\\.) .*");
      if ((!prose || begins) && !text.isEmpty()) {
        passages.add(new Passage(begin, text.toString().strip()));
        text.setLength(0);
      }
      if (prose) {
        begin = text.isEmpty() ? i + 1 : begin;
        text.append(begins ? line.replaceFirst("\\s*([-*]|\\d+\\.) ", "") : line).append(' ');
      }
      code ^= fence;
    }
    if (!text.isEmpty()) {
      passages.add(new Passage(begin, text.toString().strip()));
    }
    return passages;
  }

  private static List<String> sentences(String passage) {
    return List.of(plain(passage).split("(?<=[.!?])[*_)\"]*\\s+"));
  }

  private static int words(String sentence) {
    return (int)
        Stream.of(plain(sentence).split("\\s+")).filter(word -> word.matches(".*\\w.*")).count();
  }

  /** Code in a text is one word, and a link its text. */
  private static String plain(String text) {
    return text.replaceAll("`[^`]*`", "x").replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1");
  }
}
