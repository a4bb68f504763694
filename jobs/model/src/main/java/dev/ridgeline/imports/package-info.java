/**
 * Entries of catalogs from the files that models are published with. They are {@code config.json}
 * of Hugging Face, the index of its safetensors files, and the quantization that they name. Start
 * from {@link dev.ridgeline.imports.ModelImport} and {@link dev.ridgeline.imports.Families}.
 *
 * <p>A key that may change size or attention, and that no family reads, is a problem of the file.
 * This package knows {@code units}, {@code config} and {@code catalog}. It must not know how a
 * model is run.
 */
@NullMarked
package dev.ridgeline.imports;

import org.jspecify.annotations.NullMarked;
