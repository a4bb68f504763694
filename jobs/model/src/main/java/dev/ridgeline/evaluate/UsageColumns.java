package dev.ridgeline.evaluate;

import java.util.List;

/** Columns of the shares of the accelerators' time, and of energy. */
final class UsageColumns {

  static final List<CellColumn> ALL =
      List.of(
          CellSection.SERVING.real(
              "compute_share",
              "",
              "Share of the accelerators' time, over both phases and all pools, in operators"
                  + " that arithmetic bounds.",
              r -> r.shares().compute()),
          CellSection.SERVING.real(
              "bandwidth_share",
              "",
              "Share of the accelerators' time, over both phases and all pools, in operators"
                  + " that memory traffic bounds.",
              r -> r.shares().bandwidth()),
          CellSection.SERVING.real(
              "link_share",
              "",
              "Share of the accelerators' time, over both phases and all pools, in"
                  + " collectives.",
              r -> r.shares().link()),
          CellSection.SERVING.real(
              "overhead_share",
              "",
              "Share of the accelerators' time, over both phases and all pools, in kernel"
                  + " launches.",
              r -> r.shares().overhead()),
          CellSection.SERVING.real(
              "waiting_share",
              "",
              "Share of the accelerators' time spent waiting for a link between pools, a fuller"
                  + " pipeline stage or the other side of a layer.",
              r -> r.shares().waiting()),
          CellSection.SERVING.text(
              "binding_resource",
              "What takes the largest share of the accelerators' time: COMPUTE, BANDWIDTH, LINK,"
                  + " OVERHEAD or WAITING.",
              r -> r.shares().binding().name()),
          CellSection.SERVING.real(
              "joules_per_request",
              "J",
              "Energy of one request: arithmetic, traffic and idling of all pools, with hosts"
                  + " and site.",
              r -> r.joulesPerRequest()),
          CellSection.SERVING.real(
              "joules_per_output_token",
              "J",
              "Energy of one request, joules_per_request, over the tokens that it generates.",
              r -> r.joulesPerRequest() / r.request.outputTokens()),
          CellSection.SERVING.real(
              "watts",
              "W",
              "Mean power of one decode replica with its share of the prefill pool, hosts and"
                  + " site included.",
              r -> r.joulesPerRequest() * r.plan.requestsPerSecond()));

  private UsageColumns() {}
}
