/**
 * Dollars of a request, of a million tokens, of a task and of a fleet, from rates and prices. Start
 * from {@link dev.ridgeline.economics.UnitEconomics} and {@link dev.ridgeline.economics.FleetPlan}.
 *
 * <p>This package knows {@code deployment}. It must not know cells or sweeps.
 */
@NullMarked
package dev.ridgeline.economics;

import org.jspecify.annotations.NullMarked;
