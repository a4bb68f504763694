package dev.ridgeline.catalog;

import static dev.ridgeline.schema.Column.real;
import static dev.ridgeline.schema.Column.text;
import static dev.ridgeline.schema.Column.whole;

import dev.ridgeline.catalog.PublishedSize.ActiveConvention;
import dev.ridgeline.schema.Table;
import java.util.List;

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
                          (Model model) -> model.published().orElseThrow().totalParameters())
                      .nullWhere("nothing is published", ModelTable::isUnchecked),
                  real(
                          "published_active_parameters",
                          "",
                          "Active parameters of the model as its makers publish them.",
                          (Model model) -> model.published().orElseThrow().activeParameters())
                      .nullWhere("nothing is published", ModelTable::isUnchecked),
                  real(
                      "state_elements_per_token",
                      "",
                      "Elements that one token adds to the KV cache, over all layers.",
                      Model::stateElementsPerToken),
                  Sources.column(Model::sources))),
          Catalogs::models);

  private ModelTable() {}

  private static boolean isUnchecked(Model model) {
    return model.published().isEmpty();
  }
}
