package dev.ridgeline.evaluate;

/** In which cells a column has a value; elsewhere it is null. Each includes those before it. */
public enum Availability {
  /** In every cell. */
  ALWAYS,
  /** Where the model can be laid over the accelerators, whether or not the batch fits. */
  STEP,
  /** Where it fits too. */
  SERVING,
  /** Where there is a price too. */
  PRICE,
  /** Where the fleet has room for a replica too. */
  FLEET
}
