#!/usr/bin/env python3
"""Fits the class defaults of catalogs/efficiency to the rows that were measured.

    python3 deploy/measure/class_defaults.py            prints the fit and its leave-one-chip-out errors
    python3 deploy/measure/class_defaults.py --check    fails where a class-default row is not the fitted one
    python3 deploy/measure/class_defaults.py --write    writes the fitted rows and their sources

It needs Python alone. Symbols: c is the compute share of a row, r the ridge point in FLOP/B at the
format of the row (attention: bf16), P the bf16 peak.

  compute       c = a / (1 + r / r0): a kernel of r0 FLOP/B whose memory time is not hidden behind its
                arithmetic, F/P + F/(r0 B), reaches this share of P. r0 is the median over chips of
                r c / (a - c), for each group of GROUPS. The ceiling a is 1; for experts, whose fullest
                expert sets the time, r0 is that of gemm, and a is the median of c (1 + r / r0).
  bandwidth     the median over chips, by kernel and format
  overhead      the median over entries, by kernel and format
  saturation    h = exp(k + s ln P), least squares over the entries, by format of the KV cache

A chip is a piece of silicon: entries of one chip count once, by their median, and are left out together.
"""

import glob
import math
import os
import re
import statistics
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "catalogs")

KINDS = ["gemm", "experts", "prefillAttention", "decodeAttention", "prefillLatentAttention",
         "decodeLatentAttention"]

# Entries with the same silicon.
CHIPS = {"h100-sxm": "hopper", "h200-sxm": "hopper", "b200": "blackwell", "b300": "blackwell",
         "gb200-nvl72": "blackwell", "gb300-nvl72": "blackwell"}

# Entries with kernels of a measured entry: the same silicon, or the same architecture. They have the
# bandwidth share and overhead of that entry, and its compute share moved to their own ridge point.
DONORS = {"a10": "l40s", "a100-40g": "a100-80g", "h100-pcie": "h100-sxm", "h20": "h100-sxm", "l4": "l40s",
          "mi325x": "mi300x", "mi350x": "mi355x", "mi455x": "mi355x", "h800-sxm": "h100-sxm",
          "rtx-3090": "l40s", "rtx-4090": "l40s", "rtx-a6000": "l40s", "v100-32g": "a100-80g",
          "gb10": "rtx-pro-6000-server", "rtx-5090": "rtx-pro-6000-server"}

# AMD's chips reach 45 % of their matrix peaks and 81 % of their bandwidth where NVIDIA's reach 93 %
# (aiweekly.co/alerts/amd-mi300x-hits-only-45-of-peak-flops-in-practice).
AMD_CEILING = 0.45 / 0.93
AMD_BANDWIDTH = 0.81

# Time of a launch in SGLang on ROCm beyond that of the medians, in us: fitted to end-to-end
# measurements of DeepSeek-R1, see catalogs/README.md.
LAUNCH_MICROSECONDS = {"mi300x": 17.5, "mi355x": 2.5}

# Kinds of kernel with one r0 in all formats. The others have one for each format.
GROUPS = {"gemm": "gemm", "experts": "gemm", "prefillAttention": "attention",
          "decodeAttention": "attention"}

UNITS = {"us": 1e-6, "FLOP/s": 1, "B/s": 1, "": 1}
PREFIXES = {"k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15}


def quantity(text):
    """The value of a number with or without a unit."""
    number, unit = re.match(r"([\d.]+) ?([A-Za-z/]*)", text.strip()).groups()
    if unit in UNITS:
        return float(number) * UNITS[unit]
    if unit == "GiB/s":
        return float(number) * 2 ** 30
    return float(number) * PREFIXES[unit[0]]


def fields(text):
    return dict((part.strip() for part in field.split(":")) for field in text.split(","))


class Row:
    """One kernel in one format of one entry."""

    def __init__(self, entry, kind, fmt, written, accelerator):
        self.entry, self.kind, self.fmt, self.written = entry, kind, fmt, written
        self.basis = written.get("basis")
        self.compute = float(written["compute"])
        self.bandwidth = float(written["bandwidth"])
        self.overhead = quantity(written["overheadSeconds"])
        self.half = float(written.get("halfSaturationTokens", 0))
        self.chip = CHIPS.get(entry, entry)
        self.peak = accelerator["peaks"]["bf16"]
        of_format = accelerator["peaks"].get(fmt, self.peak) if kind in ("gemm", "experts") else self.peak
        self.ridge = of_format / accelerator["bandwidth"]
        self.amd = accelerator["vendor"] == "AMD"


def read_accelerator(entry):
    text = open(os.path.join(ROOT, "accelerators", entry + ".yaml")).read()
    peaks = fields(re.search(r"^peakFlopsPerSecond: \{(.*)\}", text, re.M).group(1))
    return {"vendor": re.search(r"^vendor: (.*)$", text, re.M).group(1),
            "bandwidth": quantity(re.search(r"^memoryBytesPerSecond: (.*)$", text, re.M).group(1)),
            "peaks": {fmt: quantity(peak) for fmt, peak in peaks.items()}}


def read_rows():
    rows = []
    for path in sorted(glob.glob(os.path.join(ROOT, "efficiency", "*.yaml"))):
        entry = os.path.basename(path)[:-5]
        accelerator, kind, basis = read_accelerator(entry), None, None
        for line in open(path):
            top = re.match(r"(\w+): ?(.*)", line)
            if top:
                kind = top.group(1)
                basis = top.group(2) if kind == "basis" else basis
            row = re.match(r"  (\w+): \{(.*)\}", line)
            if row and kind in KINDS:
                rows.append(Row(entry, kind, row.group(1), fields(row.group(2)), accelerator))
                rows[-1].basis = rows[-1].basis or basis
    return rows


def median_of_chips(rows, value):
    """The median over chips of the median over each chip's entries."""
    by_chip = {}
    for row in rows:
        by_chip.setdefault(row.chip, []).append(value(row))
    return statistics.median(statistics.median(values) for values in by_chip.values())


def half_intensity(row):
    """The r0 of one row."""
    return row.ridge * row.compute / (1 - row.compute) if row.compute < 1 else math.inf


class Fit:
    """The fit to some measured rows."""

    def __init__(self, rows):
        self.rows = rows

    def of_kind(self, kind, fmt):
        return [row for row in self.rows if row.kind == kind and row.fmt == fmt]

    def r0(self, kind, fmt):
        group = GROUPS.get(kind, kind)
        rows = [row for row in self.rows if row.kind == ("prefillAttention" if group == "attention" else group)]
        if group == kind and kind != "gemm":
            rows = [row for row in rows if row.fmt == fmt]
        return median_of_chips(rows, half_intensity)

    def ceiling(self, row):
        share = 1.0
        if row.kind == "experts":
            r0 = self.r0("gemm", row.fmt)
            experts = [other for other in self.rows if other.kind == "experts"]
            share = median_of_chips(experts, lambda other: other.compute * (1 + other.ridge / r0))
        return share * (AMD_CEILING if row.amd else 1)

    def compute(self, row):
        return self.ceiling(row) / (1 + row.ridge / self.r0(row.kind, row.fmt))

    def bandwidth(self, row):
        share = median_of_chips(self.of_kind(row.kind, row.fmt), lambda other: other.bandwidth)
        return min(share, AMD_BANDWIDTH) if row.amd else share

    def overhead(self, row):
        seconds = statistics.median(other.overhead for other in self.of_kind(row.kind, row.fmt))
        return seconds + LAUNCH_MICROSECONDS.get(row.entry, 0) * 1e-6

    def slope(self, fmt):
        """The slope s of h, with the means of ln P and ln h."""
        rows = self.of_kind("prefillAttention", fmt)
        x = [math.log(row.peak) for row in rows]
        y = [math.log(row.half) for row in rows]
        mean_x, mean_y = statistics.mean(x), statistics.mean(y)
        slope = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y)) / sum((a - mean_x) ** 2 for a in x)
        return slope, mean_x, mean_y

    def half(self, row):
        slope, mean_x, mean_y = self.slope(row.fmt)
        return math.exp(mean_y + slope * (math.log(row.peak) - mean_x))

    def row(self, row, rows):
        """The fitted values of a class-default row: compute, bandwidth, overhead, half saturation."""
        with_half = row.kind == "prefillAttention"
        donor = next((other for other in rows
                      if (other.entry, other.kind, other.fmt) == (DONORS.get(row.entry), row.kind, row.fmt)), None)
        if donor is None:
            return (self.compute(row), self.bandwidth(row), self.overhead(row), self.half(row) if with_half else 0)
        values = self.of_row(donor, rows)
        ceiling, share = self.ceiling(donor), values[0]
        if share < ceiling:
            share = ceiling / (1 + (ceiling / share - 1) * row.ridge / donor.ridge)
        half = values[3] * (row.peak / donor.peak) ** self.slope(row.fmt)[0] if with_half else 0
        return share, values[1], values[2], half

    def of_row(self, row, rows):
        if row.basis == "class-default":
            return rounded(*self.row(row, rows))
        return row.compute, row.bandwidth, row.overhead, row.half


def rounded(compute, bandwidth, overhead, half):
    """The values as files state them."""
    return min(1.0, round(compute, 3)), round(bandwidth, 3), round(overhead * 1e6, 2) / 1e6, float(round(half))


def old_fit(rows):
    """The class defaults before this fit: the median of the entries, by kernel and format."""
    fit = Fit(rows)
    for name in ("compute", "bandwidth", "overhead", "half"):
        def of_median(row, name=name):
            return statistics.median(getattr(other, name) for other in fit.of_kind(row.kind, row.fmt))
        setattr(fit, name, of_median)
    return fit


def error(measured, make, kind, fmt, name):
    """The mean factor by which chips that were left out are missed, minus 1, in %."""
    errors = []
    for chip in sorted({row.chip for row in measured}):
        left_out = [row for row in measured if (row.chip, row.kind, row.fmt) == (chip, kind, fmt)]
        fit = make([row for row in measured if row.chip != chip])
        if left_out and fit.of_kind(kind, fmt):
            errors.append(statistics.mean(
                abs(math.log(getattr(fit, name)(row) / getattr(row, name))) for row in left_out))
    return 100 * (math.exp(statistics.mean(errors)) - 1) if errors else float("nan")


def basis_of_fit(rows):
    return [row for row in rows if row.basis == "measured" and not row.amd and row.fmt != "int8"]


def table(measured):
    """The errors before and after, as Markdown."""
    lines = ["| kernel | format | chips | compute | bandwidth | overhead | half saturation |",
             "|---|---|---|---|---|---|---|"]
    for kind in KINDS:
        for fmt in ("bf16", "fp8", "fp4"):
            rows = [row for row in measured if (row.kind, row.fmt) == (kind, fmt)]
            if not rows:
                continue
            names = ["compute", "bandwidth", "overhead"] + (["half"] if kind == "prefillAttention" else [])
            cells = ["%.0f > %.0f %%" % (error(measured, old_fit, kind, fmt, name),
                                         error(measured, Fit, kind, fmt, name)) for name in names]
            cells += [""] * (4 - len(cells))
            lines.append("| `%s` | %s | %d | %s |" % (kind, fmt, len({row.chip for row in rows}), " | ".join(cells)))
    return "\n".join(lines)


def number(value, digits):
    text = "%.*f" % (digits, value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def written(row, values):
    compute, bandwidth, overhead, half = values
    parts = ["compute: " + number(compute, 3), "bandwidth: " + number(bandwidth, 3),
             "overheadSeconds: " + number(overhead * 1e6, 2) + " us"]
    if row.kind == "prefillAttention":
        parts.append("halfSaturationTokens: " + number(half, 0))
    if "basis" in row.written:
        parts.append("basis: " + row.written["basis"])
    return "  %s: {%s}" % (row.fmt, ", ".join(parts))


def source(fit, measured, row, old):
    """The source of a kind of kernel of an entry; a note at the end of the old text stays."""
    note = "." + old[old.index(" Note: "):] if " Note: " in old else ""
    if row.entry in DONORS:
        text = ("class default: the row of %s, its compute share moved to this ridge point by a / (1 + r / r0)"
                % DONORS[row.entry])
    else:
        form = ("%s / (1 + r / %.0f) of the ridge point r in FLOP/B"
                % (number(fit.ceiling(row), 3), fit.r0(row.kind, row.fmt)))
        text = "class default: compute is %s; bandwidth and overhead are medians of the measured chips" % form
        if row.amd:
            text += ", %.2f at most, plus %s us for a launch (catalogs/README.md)" % (
                AMD_BANDWIDTH, number(LAUNCH_MICROSECONDS[row.entry], 2))
    chips = sorted({other.chip for other in fit.of_kind(row.kind, "bf16")})
    missed = error(measured, Fit, row.kind, "bf16", "compute")
    return ("%s. Fitted to %s; the compute share of a chip left out is missed by %.0f %% (deploy/measure/class_defaults.py)%s"
            % (text, ", ".join(chips), missed, note))


def write(rows, fit, measured):
    for entry in sorted({row.entry for row in rows if row.basis == "class-default"}):
        path = os.path.join(ROOT, "efficiency", entry + ".yaml")
        kind, in_sources, lines = None, False, []
        of_entry = [row for row in rows if row.entry == entry]
        for line in open(path).read().split("\n"):
            top = re.match(r"(\w+):", line)
            kind = top.group(1) if top else kind
            in_sources = in_sources or kind == "sources"
            name = re.match(r"  (\w+): ", line)
            if name and not in_sources:
                for row in of_entry:
                    if (row.kind, row.fmt, row.basis) == (kind, name.group(1), "class-default"):
                        line = written(row, fit.of_row(row, rows))
            elif name and in_sources:
                kinds = [row for row in of_entry if row.kind == name.group(1)]
                if kinds and all(row.basis == "class-default" for row in kinds):
                    old = line.split('"', 1)[1].rsplit('"', 1)[0]
                    line = '  %s: "%s"' % (name.group(1), source(fit, measured, kinds[0], old))
            lines.append(line)
        open(path, "w").write("\n".join(lines))


def main(arguments):
    rows = read_rows()
    measured = basis_of_fit(rows)
    fit = Fit(measured)
    if "--write" in arguments:
        write(rows, fit, measured)
        return 0
    stale = [row for row in rows if row.basis == "class-default"
             and written(row, fit.of_row(row, rows))
             != written(row, (row.compute, row.bandwidth, row.overhead, row.half))]
    for row in stale:
        print("%s %s %s is not%s" % (row.entry, row.kind, row.fmt, written(row, fit.of_row(row, rows))))
    if "--check" in arguments:
        return 1 if stale else 0
    for kind in KINDS:
        for fmt in ("bf16", "fp8", "fp4"):
            some = fit.of_kind(kind, fmt)
            if some:
                print("%-23s %-5s a %.3f r0 %4.0f" % (kind, fmt, fit.ceiling(some[0]), fit.r0(kind, fmt)))
    print("half saturation grows with P^%.2f (bf16), P^%.2f (fp8)" % (fit.slope("bf16")[0], fit.slope("fp8")[0]))
    print(table(measured))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
