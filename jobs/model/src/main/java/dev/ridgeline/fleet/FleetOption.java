package dev.ridgeline.fleet;

import java.util.List;
import java.util.Optional;

/**
 * A cell that may serve a workload.
 *
 * @param workload place of the workload in the demand
 * @param source sweep or run that has the cell
 * @param cell number of the cell there
 * @param layout name of its layout: cells of one layout can share replicas
 * @param mix name of the mix of hardware
 * @param how number formats, shardings and batch, for people
 * @param prefill hardware of a prefill replica; empty where colocated
 * @param decode hardware of a decode replica, of both sides where decode is split
 * @param prefillUnits demand that a prefill replica serves; infinite where colocated
 * @param decodeUnits demand that a decode replica serves
 * @param ttftSeconds time to first token, at the percentile of the targets
 * @param tpotSeconds time per output token
 */
public record FleetOption(
    int workload,
    String source,
    long cell,
    String layout,
    String mix,
    String how,
    Optional<Part> prefill,
    List<Part> decode,
    double prefillUnits,
    double decodeUnits,
    double ttftSeconds,
    double tpotSeconds) {

  /** Accelerators of a replica. */
  public record Part(HardwareKind kind, int accelerators) {}

  public FleetOption {
    decode = List.copyOf(decode);
  }

  /** Price of the accelerators that a unit of the demand takes, in dollars an hour. */
  double dollarsPerUnit() {
    double dollars = 0;
    for (Part part : decode) {
      dollars += part.accelerators * part.kind.dollarsPerHour() / decodeUnits;
    }
    if (prefill.isPresent()) {
      Part part = prefill.get();
      dollars += part.accelerators * part.kind.dollarsPerHour() / prefillUnits;
    }
    return dollars;
  }

  FleetOption ofWorkload(int other) {
    return new FleetOption(
        other,
        source,
        cell,
        layout,
        mix,
        how,
        prefill,
        decode,
        prefillUnits,
        decodeUnits,
        ttftSeconds,
        tpotSeconds);
  }
}
