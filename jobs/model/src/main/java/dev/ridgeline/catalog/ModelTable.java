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
                  text("id", "Id of the model.", Model::id),
                  text("name", "Name of the model.", Model::name),
                  whole("layers", "", "Number of layers.", Model::layerCount),
                  whole("hidden_size", "", "Width of the residual stream.", Model::hiddenSize),
                  whole(
                      "max_context_tokens",
                      "tokens",
                      "Longest context that the makers state.",
                      Model::maxContextTokens),
                  real(
                      "total_parameters",
                      "",
                      "Stored parameters, computed from the dimensions.",
                      Model::totalParameters),
                  real(
                      "active_parameters",
                      "",
                      "Parameters that one token passes, LM head included, computed from the dimensions.",
                      model -> model.activeParameters(ActiveConvention.HEAD_ONLY)),
                  real(
                      "published_total_parameters",
                      "",
                      "Stored parameters that the makers state.",
                      model -> model.published().totalParameters()),
                  real(
                      "published_active_parameters",
                      "",
                      "Active parameters that the makers state.",
                      model -> model.published().activeParameters()),
                  real(
                      "state_elements_per_token",
                      "",
                      "Elements of the KV cache for one token.",
                      Model::stateElementsPerToken),
                  Sources.column(Model::sources))),
          Catalogs::models);

  private ModelTable() {}
}
