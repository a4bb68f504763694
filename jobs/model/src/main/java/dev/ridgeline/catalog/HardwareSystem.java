package dev.ridgeline.catalog;

import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import java.io.Serializable;

/**
 * The node or rack in which accelerators are sold, such as a server of eight or a rack of 72.
 *
 * @param name name of the system; empty where accelerators are sold one by one
 * @param accelerators number of accelerators in it
 * @param perRack systems that stand in a rack
 * @param chassisWatts power of the system that is in no accelerator's board or host power, such as
 *     that of a rack's switches and power conversion
 */
public record HardwareSystem(
    String name,
    @Measured(Dimension.ACCELERATORS) int accelerators,
    @Measured(Dimension.PARTS) int perRack,
    @Measured(value = Dimension.WATTS, orZero = true, of = Plausible.DEVICE_POWER)
        double chassisWatts)
    implements Serializable {

  /** No system: accelerators are sold one by one. */
  public static final HardwareSystem NONE = new HardwareSystem("", 1, 1, 0);

  public HardwareSystem {
    Require.inRange(HardwareSystem.class, "accelerators", accelerators);
    Require.inRange(HardwareSystem.class, "perRack", perRack);
    Require.inRange(HardwareSystem.class, "chassisWatts", chassisWatts);
  }

  /** Whether accelerators are sold in a system. */
  public boolean exists() {
    return !name.isEmpty();
  }

  /** The accelerators of the fewest whole systems that have so many of them. */
  public double whole(double needed) {
    return Math.ceil(needed / accelerators) * accelerators;
  }
}
