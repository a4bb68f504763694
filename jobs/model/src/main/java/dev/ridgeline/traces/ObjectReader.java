package dev.ridgeline.traces;

/** Reads the objects of a trace one after another. */
interface ObjectReader {

  /** A reader of no object. */
  ObjectReader NONE = (object, trace) -> {};

  /** Adds the calls of one object of the trace. */
  void read(TraceObject object, Trace trace);

  /** What the trace does not say, and was taken for this format; empty where there is nothing. */
  default String assumption() {
    return "";
  }
}
