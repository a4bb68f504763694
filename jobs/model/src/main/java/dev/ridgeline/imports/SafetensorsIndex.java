package dev.ridgeline.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ridgeline.catalog.LayerGroup;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.PublishedSize;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.catalog.TensorGroup;
import dev.ridgeline.config.Document;
import dev.ridgeline.config.JsonReader;
import dev.ridgeline.config.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The index of a checkpoint in several safetensors files: its bytes, and the names of tensors. */
final class SafetensorsIndex {

  /**
   * What an index says of a model.
   *
   * @param totalParameters parameters by the index; empty where it does not tell them
   * @param source how they were found, or why not
   */
  record Check(Optional<Double> totalParameters, String source) {}

  private static final Pattern TOWER =
      Pattern.compile(".*(vision|visual|audio|multi_modal|mm_projector|patch_merge|img_|image_).*");
  private static final Pattern LAYER = Pattern.compile(".*layers\\.(\\d+)\\..*");
  private static final double BITS_A_BYTE = 8;

  private final Document<JsonNode> document;
  private final double bytes;
  private final List<Problem> problems;

  private SafetensorsIndex(Document<JsonNode> document, double bytes, List<Problem> problems) {
    this.document = document;
    this.bytes = bytes;
    this.problems = problems;
  }

  /** Reads an index; empty where there is a problem. */
  static Optional<SafetensorsIndex> read(Path path, List<Problem> problems) {
    Optional<Document<JsonNode>> document = JsonReader.read(path, problems);
    if (document.isEmpty()) {
      return Optional.empty();
    }
    JsonNode size = document.get().value().at("/metadata/total_size");
    if (!size.isNumber() || !(size.asDouble() > 0)) {
      problems.add(
          document
              .get()
              .problem(
                  "/metadata/total_size",
                  size.isMissingNode()
                      ? "is missing. Allowed: the bytes of all tensors."
                      : "is " + size + ". Allowed: the bytes of all tensors."));
      return Optional.empty();
    }
    return Optional.of(new SafetensorsIndex(document.get(), size.asDouble(), problems));
  }

  /**
   * Compares the bytes of the index with those that follow from an entry. Layers that draft tokens
   * are subtracted by their computed size. Towers for images and sound are of unknown size, so that
   * the index then gives only an upper bound.
   *
   * @param bitsOfWeights bits of a weight outside the quantization; empty where no key says it
   */
  Check check(Model model, Optional<Quantization> formats, Optional<Double> bitsOfWeights) {
    if (formats.isEmpty() && bitsOfWeights.isEmpty()) {
      problem("needs torch_dtype or dtype in the config. Allowed: float16, bfloat16 or float32.");
      return new Check(Optional.empty(), "");
    }
    double expected = 0;
    for (TensorGroup group : TensorGroup.values()) {
      double bits =
          formats
              .map(entry -> entry.meanWeightBits(model, group))
              .or(() -> bitsOfWeights)
              .orElseThrow();
      expected += model.parameters(group) * bits / BITS_A_BYTE;
    }
    double ofModel = bytes - draftingBytes(model, formats, bitsOfWeights);
    boolean hasTower = names(TOWER);
    double off = ofModel / expected - 1;
    boolean wrong = off < -PublishedSize.TOLERANCE || (off > PublishedSize.TOLERANCE && !hasTower);
    if (wrong) {
      problem(
          String.format(
              Locale.ROOT,
              "is %,.0f bytes, %,.0f of them outside layers that draft tokens. The config gives"
                  + " %,.0f bytes, a difference of %.1f %%. Allowed: at most %.0f %%.",
              bytes,
              ofModel,
              expected,
              100 * Math.abs(off),
              100 * PublishedSize.TOLERANCE));
      return new Check(Optional.empty(), "");
    }
    if (hasTower) {
      return new Check(
          Optional.empty(),
          String.format(
              Locale.ROOT,
              "not checked but for an upper bound: the index has %,.0f bytes with towers for images"
                  + " or sound, and the entry %,.0f",
              ofModel,
              expected));
    }
    return new Check(
        Optional.of((double) Math.round(model.totalParameters() * ofModel / expected)),
        String.format(
            Locale.ROOT,
            "derived: %s, total_size %,.0f bytes, %,.0f of them outside layers that draft tokens;"
                + " the entry has %,.0f in the formats of the checkpoint. The active count is that"
                + " of the entry",
            Path.of(document.source().file()).getFileName(),
            bytes,
            ofModel,
            expected));
  }

  private static double bits(
      TensorGroup group, Optional<Quantization> formats, Optional<Double> otherwise) {
    return formats.map(entry -> entry.weightBits().of(group)).or(() -> otherwise).orElseThrow();
  }

  /** Bytes of layers past the last one, each like the last, with a matrix that joins two inputs. */
  private double draftingBytes(
      Model model, Optional<Quantization> formats, Optional<Double> bitsOfWeights) {
    long drafting = draftingLayers(model);
    if (drafting == 0) {
      return 0;
    }
    LayerGroup last = model.layers().get(model.layers().size() - 1);
    double width = model.hiddenSize();
    double attention = last.attention().projectionParameters(model.hiddenSize());
    double bytesOfLayer =
        attention * bits(TensorGroup.ATTENTION, formats, bitsOfWeights)
            + 2 * width * width * bits(TensorGroup.EMBEDDING, formats, bitsOfWeights);
    for (TensorGroup group : TensorGroup.values()) {
      bytesOfLayer +=
          last.ffn().parameters(model.hiddenSize(), group) * bits(group, formats, bitsOfWeights);
    }
    double copies = 0;
    for (String name : List.of("embed_tokens", "shared_head.head")) {
      if (names(Pattern.compile("(.*layers\\.\\d+|.*mtp.*)\\." + name + "\\.weight"))) {
        copies += model.embeddingParameters() * bits(TensorGroup.EMBEDDING, formats, bitsOfWeights);
      }
    }
    return drafting * (bytesOfLayer + copies) / BITS_A_BYTE;
  }

  private long draftingLayers(Model model) {
    if (names(Pattern.compile("(.*\\.)?mtp\\..*"))) {
      return 1;
    }
    int most = -1;
    for (var names = document.value().path("weight_map").fieldNames(); names.hasNext(); ) {
      Matcher layer = LAYER.matcher(names.next());
      if (layer.matches()) {
        most = Math.max(most, Integer.parseInt(layer.group(1)));
      }
    }
    return most >= model.layerCount() && !isHybridOfBlocks(model)
        ? most + 1 - model.layerCount()
        : 0;
  }

  /** Whether layers of the entry are two blocks of the checkpoint, which it counts apart. */
  private static boolean isHybridOfBlocks(Model model) {
    return model.layers().stream().anyMatch(layer -> !layer.ffn().exists());
  }

  private boolean names(Pattern pattern) {
    for (var names = document.value().path("weight_map").fieldNames(); names.hasNext(); ) {
      if (pattern.matcher(names.next()).matches()) {
        return true;
      }
    }
    return false;
  }

  private void problem(String message) {
    problems.add(document.problem("/metadata/total_size", message));
  }
}
