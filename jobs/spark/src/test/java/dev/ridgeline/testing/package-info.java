/** Sweeps and programs that tests run, and what tells whether files were touched. */
package dev.ridgeline.testing;
