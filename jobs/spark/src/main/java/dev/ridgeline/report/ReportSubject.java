package dev.ridgeline.report;

import java.util.List;

/**
 * What a report is about.
 *
 * @param name name of the sweep, or of the source where there is none
 * @param source the source, as the command named it
 * @param workload columns of cells, or SQL over them, whose values make a workload
 * @param objective what the best has the least or the most of, such as {@code min
 *     dollars_per_request}
 * @param targets latency targets and limits in words; empty where there are none
 * @param within SQL condition of the cells that may be chosen and keep the targets
 * @param cells number of cells of the grid; 0 where there is none
 * @param notes what a reader must know of the source, in sentences
 */
public record ReportSubject(
    String name,
    String source,
    List<String> workload,
    String objective,
    String targets,
    String within,
    long cells,
    List<String> notes) {

  public ReportSubject {
    workload = List.copyOf(workload);
    notes = List.copyOf(notes);
  }
}
