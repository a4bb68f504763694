/**
 * From rates and prices to dollars: of a request, of a million tokens, of a task, of a fleet. Start
 * from {@link dev.ridgeline.economics.UnitEconomics}, then {@link
 * dev.ridgeline.economics.FleetPlan}. Knows {@code deployment}.
 */
package dev.ridgeline.economics;
