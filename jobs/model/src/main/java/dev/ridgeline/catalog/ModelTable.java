package dev.ridgeline.catalog;

import static dev.ridgeline.schema.Column.real;
import static dev.ridgeline.schema.Column.text;
import static dev.ridgeline.schema.Column.whole;

import dev.ridgeline.catalog.PublishedSize.ActiveConvention;
import dev.ridgeline.schema.Table;
import java.util.List;
import java.util.stream.Collectors;

/** The table {@code models}. */
final class ModelTable {

  static final CatalogTable<Model> MODELS =
      CatalogTable.ofEntries(
          new Table<>(
              "models",
              "One row for each model.",
              List.of(
                  text("id", "Catalog id of the model.", Model::id),
                  text("name", "Name of the model.", Model::name),
                  whole("layers", "", "Layers of the model.", Model::layerCount),
                  whole("hidden_size", "", "Width of the residual stream.", Model::hiddenSize),
                  text(
                      "attention",
                      "Kinds of attention of the layers: MHA, GQA, MQA, MLA, compressed, linear or"
                          + " state space.",
                      ModelTable::attention),
                  whole(
                      "max_context_tokens",
                      "tokens",
                      "Longest context that the makers of the model state.",
                      Model::maxContextTokens),
                  real(
                      "total_parameters",
                      "",
                      "Parameters of the model, computed from its dimensions.",
                      Model::totalParameters),
                  real(
                      "active_parameters",
                      "",
                      "Parameters that one token is multiplied with, LM head included, computed"
                          + " from the dimensions.",
                      model -> model.activeParameters(ActiveConvention.HEAD_ONLY)),
                  real(
                          "published_total_parameters",
                          "",
                          "Parameters of the model as its makers publish them.",
                          (Model model) -> model.published().totalParameters())
                      .nullWhere("nothing is published", ModelTable::isUnchecked),
                  real(
                          "published_active_parameters",
                          "",
                          "Active parameters of the model as its makers publish them.",
                          (Model model) -> model.published().activeParameters())
                      .nullWhere("nothing is published", ModelTable::isUnchecked),
                  real(
                      "state_elements_per_token",
                      "",
                      "Elements that one token adds to the KV cache, over all layers.",
                      Model::stateElementsPerToken),
                  Sources.column(Model::sources))),
          Catalogs::models);

  private ModelTable() {}

  private static String attention(Model model) {
    return model.layers().stream()
        .map(LayerGroup::attention)
        .filter(Attention::exists)
        .map(attention -> attention.accept(AttentionNames.ALL))
        .distinct()
        .collect(Collectors.joining(" + "));
  }

  private static boolean isUnchecked(Model model) {
    return !model.published().isKnown();
  }
}
