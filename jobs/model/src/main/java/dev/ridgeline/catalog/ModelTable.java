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
                  text("id", "Model.", Model::id),
                  text("name", "Name.", Model::name),
                  whole("layers", "", "Layers.", Model::layerCount),
                  whole("hidden_size", "", "Width of the residual stream.", Model::hiddenSize),
                  whole(
                      "max_context_tokens",
                      "tokens",
                      "Longest stated context.",
                      Model::maxContextTokens),
                  real(
                      "total_parameters",
                      "",
                      "Computed from the dimensions.",
                      Model::totalParameters),
                  real(
                      "active_parameters",
                      "",
                      "Computed: what one token multiplies with, LM head included.",
                      model -> model.activeParameters(ActiveConvention.HEAD_ONLY)),
                  real(
                      "published_total_parameters",
                      "",
                      "What the makers say.",
                      model -> model.published().totalParameters()),
                  real(
                      "published_active_parameters",
                      "",
                      "What the makers say.",
                      model -> model.published().activeParameters()),
                  real(
                      "state_elements_per_token",
                      "",
                      "Elements that one token leaves in the KV cache.",
                      Model::stateElementsPerToken),
                  Sources.column(Model::sources))),
          Catalogs::models);

  private ModelTable() {}
}
