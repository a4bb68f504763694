/**
 * From rates and prices to dollars: per request and per million tokens. Knows {@code deployment}.
 */
package dev.ridgeline.economics;
