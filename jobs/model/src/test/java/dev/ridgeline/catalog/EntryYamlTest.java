package dev.ridgeline.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.config.Document;
import dev.ridgeline.config.Problem;
import dev.ridgeline.config.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is printed as YAML is a file that can be read. */
class EntryYamlTest {

  private static final Catalogs CATALOGS = Catalogs.read(Path.of("../../catalogs"));

  static Stream<CatalogKind<?>> kinds() {
    return CatalogKind.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <E extends Entry> void everyEntryReadsBackAsItself(CatalogKind<E> kind) {
    for (E entry : CATALOGS.of(kind).entries()) {
      List<Problem> problems = new ArrayList<>();
      String text = EntryYaml.of(entry);
      Optional<E> back =
          new YamlReader().parse(entry.id(), text, kind.type(), problems).map(Document::value);
      assertThat(problems).as("%s", text).isEmpty();
      assertThat(back).contains(entry);
    }
  }

  @Test
  void aModelLooksLikeTheFilesOfTheCatalog() {
    Model model = CATALOGS.models().find("gpt-oss-120b").orElseThrow();
    assertThat(EntryYaml.of(model))
        .startsWith(
            """
            id: gpt-oss-120b
            name: gpt-oss-120b
            hiddenSize: 2880
            vocabularySize: 201088
            tiedEmbeddings: false
            maxContextTokens: 131072
            otherParameters: 40108032
            layers:
              - count: 18
                attention: {kind: gqa, heads: 64, kvHeads: 8, headDim: 64, window: {kind: sliding, tokens: 128}}
                ffn: {kind: moe, experts: 128, topK: 4, expertIntermediateSize: 2880, sharedIntermediateSize: 0, gated: true}
            """)
        .contains("  hiddenSize: \"github.com/");
  }

  /** The same entry has the same text in every run, whatever the order of maps in memory. */
  @Test
  void keysOfMapsAreInOrder() {
    String text = EntryYaml.of(CATALOGS.engines().find("vllm-fitted").orElseThrow());
    List<String> accelerators =
        text.lines()
            .dropWhile(line -> !line.equals("kernels:"))
            .skip(1)
            .takeWhile(line -> line.startsWith(" "))
            .filter(line -> line.matches("  \\S.*:"))
            .toList();
    assertThat(accelerators).hasSizeGreaterThan(3).isSorted();
    assertThat(text).contains("asOf: 2026-");
  }

  @Test
  void wordsThatYamlWouldReadAsSomethingElseAreQuoted() {
    Model like = CATALOGS.models().find("llama-3.1-8b").orElseThrow();
    for (String name : List.of("yes", "null", "1e5", "a: b", "# no", "two\nlines", "\"", "1.5")) {
      Model named =
          new Model(
              like.id(),
              name,
              like.hiddenSize(),
              like.vocabularySize(),
              like.tiedEmbeddings(),
              like.maxContextTokens(),
              like.otherParameters(),
              like.residualStreams(),
              like.residualBlockLayers(),
              like.layers(),
              like.published(),
              like.sources());
      List<Problem> problems = new ArrayList<>();
      assertThat(new YamlReader().parse("x", EntryYaml.of(named), Model.class, problems))
          .get()
          .extracting(Document::value)
          .isEqualTo(named);
    }
  }
}
