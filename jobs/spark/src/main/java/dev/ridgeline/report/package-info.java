/**
 * The report: one page with the answer, its figures and its data. It reads tables by SQL, through
 * {@link dev.ridgeline.report.ReportTables}, and knows neither Spark nor where tables lie. {@link
 * dev.ridgeline.report.Report} is where to start.
 */
@NullMarked
package dev.ridgeline.report;

import org.jspecify.annotations.NullMarked;
