package dev.ridgeline.catalog;

import static dev.ridgeline.schema.Column.real;
import static dev.ridgeline.schema.Column.text;
import static dev.ridgeline.schema.Column.whole;

import dev.ridgeline.schema.Table;
import java.util.List;

/** The table {@code workflows}. */
final class WorkflowTable {

  static final CatalogTable<Workflow> WORKFLOWS =
      CatalogTable.ofEntries(
          new Table<>(
              "workflows",
              "One row for each agent workflow.",
              List.of(
                  text("id", "Catalog id of the workflow.", Workflow::id),
                  text("name", "Name of the workflow.", Workflow::name),
                  whole("turns", "", "Model calls in one task.", Workflow::turns),
                  whole(
                      "first_prompt_tokens",
                      "tokens",
                      "Prompt of the first turn of a task.",
                      Workflow::firstPromptTokens),
                  whole(
                      "appended_tokens",
                      "tokens",
                      "Tokens that each later turn appends to the context, such as results of"
                          + " tools.",
                      Workflow::appendedTokens),
                  whole(
                      "output_tokens",
                      "tokens",
                      "Tokens generated in each turn.",
                      Workflow::outputTokens),
                  real(
                      "tool_wait_s",
                      "s",
                      "Mean time that a task waits for a tool between two turns.",
                      Workflow::toolWaitSeconds),
                  real(
                      "prefix_reuse",
                      "",
                      "Share of the earlier context whose KV cache is reused.",
                      Workflow::prefixReuse),
                  real(
                      "think_s",
                      "s",
                      "Mean pause of a person between two tasks.",
                      Workflow::thinkSeconds),
                  real(
                      "arrival_variation",
                      "",
                      "Squared coefficient of variation of the times between arrivals of requests:"
                          + " 1 for Poisson arrivals, more for bursts.",
                      Workflow::arrivalVariation),
                  whole(
                      "shared_prefix_tokens",
                      "tokens",
                      "Part of the first prompt that all tasks have in common and whose KV cache is"
                          + " held once for all of them.",
                      Workflow::sharedPrefixTokens),
                  whole(
                      "sub_agents",
                      "",
                      "Sub-agents that a task forks at once; 0 for none.",
                      workflow -> workflow.subAgents().count()),
                  whole(
                      "model_calls",
                      "",
                      "Model calls in one task, those of all sub-agents included.",
                      Workflow::calls),
                  Sources.column(Workflow::sources))),
          Catalogs::workflows);

  private WorkflowTable() {}
}
