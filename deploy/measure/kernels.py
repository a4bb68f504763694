#!/usr/bin/env python3
"""Measures the kernels of one's own accelerator: matrix products by format and size, products of
experts, attention of prefill and decode, memory bandwidth, launches, and all-reduce between devices.

The script needs Python and PyTorch alone and takes some minutes. It writes one CSV, with one row a
measurement. Every row states the sizes, the FLOPs and bytes that the operation needs, and the median,
least and greatest time of a run in seconds.

    python3 kernels.py --out kernels.csv [--minutes 5] [--device 0]

How it measures:
  Repeats of a kernel are recorded in a graph, so that the host takes no part. A time is that of the
  graph divided by its repeats. Operands rotate through more memory than the cache holds, because an
  engine reads the weights of other layers in between. Where a kernel cannot be recorded, it is
  launched, and the column `graph` is 0.
"""

import argparse
import csv
import datetime
import os
import statistics
import sys
import time

import torch
import torch.nn.functional as functional

FIELDS = [
    "kernel",          # gemm, experts, prefill_attention, decode_attention, copy, read, launch, all_reduce
    "format",          # of the operands: bf16, fp16, fp8, int8
    "m",               # rows of the left operand: tokens
    "n",               # columns of the right operand
    "k",               # length of the sum
    "groups",          # experts
    "sequences",       # sequences of attention
    "query_heads",
    "kv_heads",
    "head_size",
    "new_tokens",      # of each sequence
    "context_tokens",  # keys of each sequence
    "ranks",           # devices of a collective
    "flops",           # that the operation needs
    "bytes",           # that it must move to and from memory, each operand once
    "seconds",         # median time of one run, in s
    "seconds_least",
    "seconds_greatest",
    "repeats",         # runs of the kernel in one timed unit
    "graph",           # 1 where the repeats were recorded
    "note",
    "device",
    "torch",
    "cuda",
    "day",
]

# Weights of real models, as (n, k): attention and FFN of 8B, 70B and 405B dense models at tensor
# parallel 1 and 8, and of models with experts.
WEIGHTS = [
    (4096, 4096), (6144, 4096), (14336, 4096), (4096, 14336), (28672, 4096),
    (8192, 8192), (10240, 8192), (28672, 8192), (8192, 28672), (3584, 8192), (8192, 3584), (1280, 8192),
    (16384, 16384), (2112, 7168), (7168, 2048), (24576, 1536), (7168, 16384),
]
TOKENS = [1, 4, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192]

# Experts as (groups, n, k): Mixtral, Qwen3-30B-A3B, Qwen3-235B-A22B at tensor parallel 8, DeepSeek-V3
# at expert parallel 8.
EXPERTS = [(8, 14336, 4096), (8, 4096, 14336), (128, 1536, 2048), (128, 2048, 768), (128, 384, 4096),
           (128, 4096, 192), (32, 4096, 7168), (32, 7168, 2048)]
TOKENS_OF_EXPERT = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]

# Attention as (query heads, KV heads, head size).
HEADS = [(32, 8, 128), (64, 8, 128), (8, 1, 128), (64, 4, 128), (16, 16, 128), (64, 8, 64)]
PREFILL_TOKENS = [64, 256, 1024, 2048, 4096, 8192, 16384]
DECODE = [(1, 1024), (1, 8192), (1, 65536), (8, 1024), (8, 8192), (8, 32768), (64, 1024), (64, 4096),
          (64, 16384), (256, 1024), (256, 4096)]

SAMPLES = 7
CACHES_OF_OPERANDS = 3  # operands rotate through so many times the cache
MOST_COPIES = 64
GRAPH_SECONDS = 0.01    # a graph takes about so long


class Bench:
    """Times kernels on one device, and writes a row for each."""

    def __init__(self, device, writer, seconds):
        self.device = device
        self.writer = writer
        self.end = time.monotonic() + seconds
        properties = torch.cuda.get_device_properties(device)
        self.cache = getattr(properties, "L2_cache_size", 64 << 20)
        self.memory = properties.total_memory
        self.common = {
            "device": properties.name,
            "torch": torch.__version__,
            "cuda": torch.version.cuda or torch.version.hip,
            "day": datetime.date.today().isoformat(),
        }
        self.rows = 0

    def late(self):
        return time.monotonic() > self.end

    def copies(self, size):
        """Number of copies of operands of so many bytes that the cache does not hold."""
        wanted = CACHES_OF_OPERANDS * self.cache // max(1, size) + 1
        return max(1, min(MOST_COPIES, wanted, int(0.3 * self.memory) // max(1, size)))

    def write(self, row, times, repeats, graph, note=""):
        full = dict.fromkeys(FIELDS, "")
        full.update(self.common)
        full.update(row)
        full.update(
            seconds=f"{statistics.median(times):.4g}", seconds_least=f"{min(times):.4g}",
            seconds_greatest=f"{max(times):.4g}", repeats=repeats, graph=int(graph), note=note)
        self.writer.writerow(full)
        self.rows += 1

    def run(self, row, kernels, note=""):
        """Times callables that do the same work on different operands."""
        try:
            for kernel in kernels[:3]:
                kernel()
            torch.cuda.synchronize()
            once = self.once(kernels)
            repeats = max(len(kernels), min(2000, int(GRAPH_SECONDS / max(once, 1e-6)) + 1))
            graph = self.graph(kernels, repeats)
            work = graph.replay if graph else lambda: [kernels[i % len(kernels)]() for i in range(repeats)]
            times = self.times(work, repeats)
            self.write(row, times, repeats, graph is not None, note)
            del graph
        except (RuntimeError, NotImplementedError, ValueError) as error:
            message = str(error).strip().splitlines()[0][:100]
            print(f"left out {row['kernel']} {row.get('format', '')}: {message}", file=sys.stderr)
            torch.cuda.synchronize()

    def once(self, kernels):
        start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        start.record()
        for kernel in kernels[:5]:
            kernel()
        end.record()
        torch.cuda.synchronize()
        return start.elapsed_time(end) / 1e3 / min(5, len(kernels))

    def graph(self, kernels, repeats):
        try:
            graph = torch.cuda.CUDAGraph()
            with torch.cuda.graph(graph):
                for i in range(repeats):
                    kernels[i % len(kernels)]()
            return graph
        except RuntimeError:
            torch.cuda.synchronize()
            return None

    def times(self, work, repeats):
        work()
        torch.cuda.synchronize()
        times = []
        for _ in range(SAMPLES):
            start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
            start.record()
            work()
            end.record()
            torch.cuda.synchronize()
            times.append(start.elapsed_time(end) / 1e3 / repeats)
        return times


def capability():
    return torch.cuda.get_device_capability()


def formats():
    """Formats of matrix products that the device has."""
    names = ["bf16", "fp16"]
    if torch.version.hip or capability() >= (8, 9):
        names.append("fp8")
    if capability() >= (7, 5):
        names.append("int8")
    return names


def operand(format_name, *shape):
    values = torch.randn(*shape, device="cuda", dtype=torch.bfloat16)
    if format_name == "bf16":
        return values
    if format_name == "fp16":
        return values.half()
    if format_name == "fp8":
        return values.to(torch.float8_e4m3fn)
    return (values * 20).to(torch.int8)


def element_bytes(format_name):
    return 1 if format_name in ("fp8", "int8") else 2


def gemm(bench, format_name, m, n, k):
    size = element_bytes(format_name)
    count = bench.copies(n * k * size)
    left = operand(format_name, m, k)
    rights = [operand(format_name, n, k).t() for _ in range(count)]
    if format_name == "fp8":
        rows = torch.ones(m, 1, device="cuda")
        columns = torch.ones(1, n, device="cuda")
        kernels = [
            lambda right=right: torch._scaled_mm(left, right, rows, columns, out_dtype=torch.bfloat16)
            for right in rights]
    elif format_name == "int8":
        kernels = [lambda right=right: torch._int_mm(left, right) for right in rights]
    else:
        kernels = [lambda right=right: left @ right for right in rights]
    out = 4 if format_name == "int8" else 2
    bench.run(
        dict(kernel="gemm", format=format_name, m=m, n=n, k=k, flops=2 * m * n * k,
             bytes=size * (m * k + n * k) + out * m * n),
        kernels, "scaled by row and column" if format_name == "fp8" else "")


def experts(bench, groups, n, k, tokens):
    """One matrix of all experts, with the same tokens for each."""
    m = groups * tokens
    count = bench.copies(groups * n * k * 2)
    left = operand("bf16", m, k)
    rights = [operand("bf16", groups, n, k).transpose(1, 2) for _ in range(count)]
    row = dict(kernel="experts", format="bf16", m=m, n=n, k=k, groups=groups, flops=2 * m * n * k,
               bytes=2 * (m * k + groups * n * k + m * n))
    if hasattr(torch, "_grouped_mm"):
        ends = torch.arange(tokens, m + 1, tokens, device="cuda", dtype=torch.int32)
        bench.run(row, [lambda right=right: torch._grouped_mm(left, right, offs=ends) for right in rights],
                  "grouped, equal tokens of each expert")
    else:
        batched = left.view(groups, tokens, k)
        bench.run(row, [lambda right=right: torch.bmm(batched, right) for right in rights],
                  "batched, equal tokens of each expert")


def prefill_attention(bench, heads, kv_heads, head_size, tokens):
    sequences = max(1, 4096 // tokens)
    q = operand("bf16", sequences, heads, tokens, head_size)
    k = operand("bf16", sequences, kv_heads, tokens, head_size)
    v = operand("bf16", sequences, kv_heads, tokens, head_size)
    pairs = sequences * heads * tokens * (tokens + 1) // 2
    bench.run(
        dict(kernel="prefill_attention", format="bf16", sequences=sequences, query_heads=heads,
             kv_heads=kv_heads, head_size=head_size, new_tokens=tokens, context_tokens=tokens,
             flops=4 * pairs * head_size, bytes=2 * (2 * q.numel() + 2 * k.numel())),
        [lambda: functional.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=heads != kv_heads)],
        "causal")


def decode_attention(bench, heads, kv_heads, head_size, sequences, context):
    group = heads // kv_heads
    size = 2 * 2 * sequences * kv_heads * context * head_size
    if size > 0.25 * bench.memory:
        return
    count = bench.copies(size)
    q = operand("bf16", sequences, kv_heads, group, head_size)
    keys = [operand("bf16", sequences, kv_heads, context, head_size) for _ in range(count)]
    values = [operand("bf16", sequences, kv_heads, context, head_size) for _ in range(count)]
    bench.run(
        dict(kernel="decode_attention", format="bf16", sequences=sequences, query_heads=heads,
             kv_heads=kv_heads, head_size=head_size, new_tokens=1, context_tokens=context,
             flops=4 * sequences * heads * context * head_size, bytes=size + 2 * 2 * q.numel()),
        [lambda i=i: functional.scaled_dot_product_attention(q, keys[i], values[i]) for i in range(count)],
        "query heads of a KV head as rows")


def memory(bench):
    for gibibytes in (0.25, 1, 4):
        elements = int(gibibytes * (1 << 30)) // 4
        source = torch.randn(elements, device="cuda")
        target = torch.empty_like(source)
        bench.run(dict(kernel="copy", flops=0, bytes=8 * elements), [lambda: target.copy_(source)])
        bench.run(dict(kernel="read", flops=elements, bytes=4 * elements), [lambda: source.sum()])
        del source, target


def launches(bench):
    small = torch.zeros(32, device="cuda")
    bench.run(dict(kernel="launch", flops=0, bytes=0), [lambda: small.add_(1)], "small kernels in a graph")
    times = bench.times(lambda: [small.add_(1) for _ in range(1000)], 1000)
    bench.write(dict(kernel="launch", flops=0, bytes=0), times, 1000, False, "small kernels, one by one")


def all_reduce_of(rank, ranks, path):
    """The part of one device; the first writes what it measured."""
    import torch.distributed as distributed

    os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
    os.environ.setdefault("MASTER_PORT", "29511")
    torch.cuda.set_device(rank)
    distributed.init_process_group("nccl", rank=rank, world_size=ranks)
    with open(path if rank == 0 else os.devnull, "a", newline="") as file:
        bench = Bench(rank, csv.DictWriter(file, FIELDS, lineterminator="\n"), 120)
        for exponent in range(13, 29):
            data = torch.zeros((1 << exponent) // 2, device="cuda", dtype=torch.bfloat16)
            work = lambda: distributed.all_reduce(data)  # noqa: E731
            for _ in range(5):
                work()
            times = bench.times(lambda: [work() for _ in range(20)], 20)
            bench.write(
                dict(kernel="all_reduce", format="bf16", ranks=ranks, flops=0, bytes=1 << exponent), times,
                20, False, "NCCL")
    distributed.destroy_process_group()


def measure(bench):
    """All measurements. What every model needs comes first, in case the time ends."""
    memory(bench)
    launches(bench)
    work = []
    for format_name in formats():
        for n, k in WEIGHTS:
            for m in TOKENS:
                # The products of these formats want more rows, and multiples of them.
                if not (format_name == "int8" and m < 32):
                    work.append((m, lambda f=format_name, m=m, n=n, k=k: gemm(bench, f, m, n, k)))
    for groups, n, k in EXPERTS:
        for tokens in TOKENS_OF_EXPERT:
            work.append((tokens, lambda g=groups, n=n, k=k, t=tokens: experts(bench, g, n, k, t)))
    for heads in HEADS:
        for tokens in PREFILL_TOKENS:
            work.append((tokens, lambda h=heads, t=tokens: prefill_attention(bench, *h, t)))
        for sequences, context in DECODE:
            work.append((sequences, lambda h=heads, s=sequences, c=context: decode_attention(bench, *h, s, c)))
    # A stride that shares no factor with the number of measurements spreads an early end over all.
    stride = next(s for s in (97, 89, 83, 79) if len(work) % s)
    for i in range(len(work)):
        if bench.late():
            print(f"the time ended after {i} of {len(work)} measurements", file=sys.stderr)
            break
        work[i * stride % len(work)][1]()
        torch.cuda.empty_cache() if i % 20 == 0 else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", required=True, help="CSV file that is written")
    parser.add_argument("--minutes", type=float, default=5, help="most minutes on one device (default: 5)")
    parser.add_argument("--device", type=int, default=0, help="number of the device (default: 0)")
    options = parser.parse_args()
    if not torch.cuda.is_available():
        sys.exit("kernels.py: PyTorch sees no accelerator")
    torch.cuda.set_device(options.device)
    torch.manual_seed(1)
    with open(options.out, "w", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        bench = Bench(options.device, writer, 60 * options.minutes)
        with torch.no_grad():
            measure(bench)
        print(f"{options.out}: {bench.rows} measurements of {bench.common['device']}")
    ranks = torch.cuda.device_count()
    while ranks > 1:
        torch.multiprocessing.spawn(all_reduce_of, (ranks, options.out), nprocs=ranks)
        ranks //= 2


if __name__ == "__main__":
    main()
