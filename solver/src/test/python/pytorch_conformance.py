#!/usr/bin/env python3
"""Runs op-lists on PyTorch's own pipeline runtime and checks what comes out.

    python pytorch_conformance.py CASE.json [CASE.json ...] [--steps 3] [--tolerance 0.05] [--timeout 180]

A case is a JSON object:
    name          what to call it
    csv           the op-list, a path relative to the case
    form          compute_only or compute_comms, as _load_csv takes it
    predicted_ms  the makespan that Takt predicts
    op_ms         {"F": [[...], ...], "B": ..., "I": ..., "W": ...}: the time of each op, milliseconds, by stage and the
                  number of the micro-batch in the file

For every case, as many processes as the file has rows talk over gloo on this machine. Each loads the file with
torch.distributed.pipelining's _PipelineScheduleRuntime and trains a small float64 model on fresh data for some steps,
every op stretched to its time by sleeping. Checked are: the loss and every gradient of every step, against the whole
model in one process; the order of the ops, against the file; with --tolerance also that the median of the steps after
the first takes at least the predicted time and at most so much longer. One JSON object a case goes to standard output.
The exit status is 0 if all checks hold, 1 if one fails, and 3 if PyTorch is missing or too old.

Needs PyTorch 2.6 or later, where B is a full backward and I an input gradient. Versions that take the placement of the
stages from the constructor instead of the file run loops only, which is said of a case that needs more.
"""

import argparse
import csv
import json
import multiprocessing
import os
import platform
import queue
import statistics
import sys
import tempfile
import time
import traceback

OLDEST = (2, 6)
MISSING = 3
HIDDEN = 16
SAMPLES = 2
RELATIVE_DIFFERENCE = 1e-8
KINDS = ("F", "B", "I", "W")

if sys.platform.startswith("linux"):
    os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
os.environ.setdefault("OMP_NUM_THREADS", "1")

try:
    import torch
    import torch.distributed as dist
    from torch import nn
    from torch.distributed.pipelining import schedules
    from torch.distributed.pipelining.stage import PipelineStage
except ImportError as missing:
    print(f"PyTorch's pipelining cannot be imported: {missing}", file=sys.stderr)
    sys.exit(MISSING)


class Body(nn.Module):
    """What a stage computes: something with an input gradient and weight gradients that depend on all of it."""

    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(HIDDEN)
        self.up = nn.Linear(HIDDEN, 2 * HIDDEN)
        self.down = nn.Linear(2 * HIDDEN, HIDDEN)

    def forward(self, x):
        return x + self.down(nn.functional.gelu(self.up(self.norm(x))))


def body(stage):
    """The same parameters in every process."""
    torch.manual_seed(1000 + stage)
    return Body().double()


def batch(micro_batches, step):
    """Fresh data each step, so that tensors left over from another step cannot pass unnoticed."""
    generator = torch.Generator().manual_seed(7 + step)
    shape = (micro_batches * SAMPLES, HIDDEN)
    return (
        torch.randn(shape, generator=generator, dtype=torch.float64),
        torch.randn(shape, generator=generator, dtype=torch.float64),
    )


class TimedStage(PipelineStage):
    """A stage that notes when it computes, and computes no faster than it is told to."""

    op_seconds = {}
    log = []

    def _timed(self, kind, micro_batch, compute):
        start = time.monotonic()
        result = compute()
        left = start + TimedStage.op_seconds[kind][self.stage_index][micro_batch] - time.monotonic()
        if left > 0:
            time.sleep(left)
        TimedStage.log.append((kind, self.stage_index, micro_batch, start, time.monotonic()))
        return result

    def forward_one_chunk(self, chunk, *args, **kwargs):
        return self._timed("F", chunk, lambda: super(TimedStage, self).forward_one_chunk(chunk, *args, **kwargs))

    def backward_one_chunk(self, chunk, loss=None, full_backward=True, **kwargs):
        return self._timed(
            "B" if full_backward else "I",
            chunk,
            lambda: super(TimedStage, self).backward_one_chunk(
                chunk, loss=loss, full_backward=full_backward, **kwargs
            ),
        )

    def backward_weight_one_chunk(self, chunk, **kwargs):
        return self._timed(
            "W", chunk, lambda: super(TimedStage, self).backward_weight_one_chunk(chunk, **kwargs)
        )


def ops_of(action):
    """The forwards and backwards of a cell, in order."""
    actions = getattr(action, "sub_actions", None) or (action,)
    return [
        (each.computation_type.value, each.stage_index, each.microbatch_index)
        for each in actions
        if each.computation_type.value in KINDS
    ]


def read_rows(path):
    """The ops of each row of an op-list."""
    with open(path, newline="", encoding="ascii") as file:
        return [
            [op for cell in row if cell.strip() for op in ops_of(schedules._Action.from_str(cell))]
            for row in csv.reader(file)
        ]


def compare_gradients(found, stage, module, reference):
    for (name, parameter), (_, expected) in zip(module.named_parameters(), reference.named_parameters()):
        found["gradients"] += 1
        if parameter.grad is None:
            found["wrong"].append(f"stage {stage} has no gradient of {name}")
            continue
        scale = max(expected.grad.abs().max().item(), 1e-30)
        difference = (parameter.grad - expected.grad).abs().max().item() / scale
        found["worst"] = max(found["worst"], difference)
        if not difference < RELATIVE_DIFFERENCE:
            found["wrong"].append(f"stage {stage}: the gradient of {name} differs by {difference:.3g}")


def train(rank, case, store):
    """What one rank does; returns its findings."""
    rows, placement = case["rows"], case["placement"]
    stages, micro_batches = len(placement), case["micro_batches"]
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method="file://" + store, rank=rank, world_size=len(rows))
    TimedStage.op_seconds = {
        kind: [[ms / 1000 for ms in stage] for stage in case["op_ms"][kind]] for kind in KINDS
    }
    mine = [stage for stage in range(stages) if placement[stage] == rank]
    modules = {stage: body(stage) for stage in mine}
    loss_function = nn.MSELoss()
    runtime = schedules._PipelineScheduleRuntime(
        [TimedStage(modules[stage], stage, stages, torch.device("cpu")) for stage in mine],
        micro_batches,
        loss_fn=loss_function,
    )
    runtime._load_csv(case["csv"], format=case["form"])
    taken = [runtime.stage_index_to_group_rank[stage] for stage in range(stages)]
    if taken != placement:
        raise RuntimeError(f"PyTorch {torch.__version__} places the stages on {taken}, the file on {placement}")

    found = {"gradients": 0, "worst": 0.0, "wrong": [], "steps": []}
    for step in range(case["steps"]):
        inputs, target = batch(micro_batches, step)
        for module in modules.values():
            module.zero_grad(set_to_none=True)
        TimedStage.log = []
        losses = []
        dist.barrier()
        runtime.step(
            *((inputs,) if placement[0] == rank else ()),
            **({"target": target, "losses": losses} if placement[-1] == rank else {}),
        )
        found["steps"].append(list(TimedStage.log))
        order = [tuple(entry[:3]) for entry in TimedStage.log]
        if order != rows[rank]:
            found["wrong"].append(f"step {step}: rank {rank} ran {order}, the file has {rows[rank]}")

        reference = [body(stage) for stage in range(stages)]
        output = inputs
        for module in reference:
            output = module(output)
        loss = loss_function(output, target)
        loss.backward()
        for stage in mine:
            compare_gradients(found, stage, modules[stage], reference[stage])
        if placement[-1] == rank:
            mean = torch.stack([each.detach() for each in losses]).mean().item()
            if not abs(mean - loss.item()) < 1e-9:
                found["wrong"].append(f"step {step}: the loss is {mean}, expected {loss.item()}")
    dist.barrier()
    return found


def come_first():
    """Lets the ranks, which mostly sleep, start as soon as they wake on a machine that has other things to do."""
    try:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    except (AttributeError, PermissionError):
        print("Ranks run at ordinary priority: on a busy machine steps take longer.", file=sys.stderr)


def rank_process(rank, case, store, results):
    try:
        come_first()
        results.put((rank, train(rank, case, store), None))
    except BaseException:
        results.put((rank, None, traceback.format_exc(limit=4)))
    results.close()
    results.join_thread()
    # Without the teardown of gloo, in which ranks that end first break the others.
    os._exit(0)


def collect(processes, results, timeout):
    """What the ranks found, by rank; after the first failure the others, which may wait for it, get little time."""
    found, failures = {}, []
    deadline = time.monotonic() + timeout
    while len(found) + len(failures) < len(processes) and time.monotonic() < deadline:
        try:
            rank, findings, failure = results.get(timeout=0.5)
        except queue.Empty:
            continue
        if failure is None:
            found[rank] = findings
        else:
            failures.append(f"rank {rank}: {failure}")
            deadline = min(deadline, time.monotonic() + 5)
    for process in processes:
        process.join(2)
        if process.is_alive():
            process.kill()
            process.join()
    silent = [rank for rank in range(len(processes)) if rank not in found]
    if silent and not failures:
        failures.append(f"ranks {silent} did not end within {timeout} s: a deadlock?")
    return found, failures


def makespan(found, step):
    ops = [op for findings in found.values() for op in findings["steps"][step]]
    return 1000 * (max(op[4] for op in ops) - min(op[3] for op in ops))


def processor():
    """The name of the processor where the system tells it."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.machine()


def run(path, arguments):
    with open(path, encoding="utf-8") as file:
        case = json.load(file)
    case["csv"] = os.path.join(os.path.dirname(os.path.abspath(path)), case["csv"])
    case["rows"] = read_rows(case["csv"])
    case["steps"] = arguments.steps
    rank_of_stage = {op[1]: rank for rank, row in enumerate(case["rows"]) for op in row}
    case["placement"] = [rank_of_stage[stage] for stage in sorted(rank_of_stage)]
    case["micro_batches"] = 1 + max(op[2] for row in case["rows"] for op in row)

    context = multiprocessing.get_context("fork")
    results = context.Queue()
    with tempfile.TemporaryDirectory() as folder:
        store = os.path.join(folder, "store")
        processes = [
            context.Process(target=rank_process, args=(rank, case, store, results))
            for rank in range(len(case["rows"]))
        ]
        for process in processes:
            process.start()
        found, failures = collect(processes, results, arguments.timeout)

    result = {
        "name": case["name"],
        "torch": torch.__version__,
        "python": platform.python_version(),
        "cpu": processor(),
        "predicted_ms": case["predicted_ms"],
        "load": round(os.getloadavg()[0], 1),
        "least_op_ms": min(case["op_ms"][op[0]][op[1]][op[2]] for row in case["rows"] for op in row),
    }
    if not failures:
        # The first step also opens connections and infers shapes.
        measured = [makespan(found, step) for step in range(min(1, arguments.steps - 1), arguments.steps)]
        median = statistics.median(measured)
        ratio = median / case["predicted_ms"]
        failures = [wrong for findings in found.values() for wrong in findings["wrong"]]
        result["gradients"] = sum(findings["gradients"] for findings in found.values())
        result["worst_gradient_difference"] = max(findings["worst"] for findings in found.values())
        result["measured_ms"] = [round(value, 2) for value in measured]
        result["median_ms"] = round(median, 2)
        result["ratio"] = round(ratio, 4)
        if arguments.tolerance is not None and not 0.995 <= ratio <= 1 + arguments.tolerance:
            failures.append(f"the measured step is {ratio:.4f} of the predicted makespan")
    result["ok"] = not failures
    result["failures"] = failures[:8]
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", metavar="CASE.json")
    parser.add_argument("--steps", type=int, default=3, help="training steps of each case, at least 1")
    parser.add_argument("--tolerance", type=float, help="the largest excess over the predicted time, such as 0.05")
    parser.add_argument("--timeout", type=float, default=180, help="seconds after which a case counts as a deadlock")
    arguments = parser.parse_args()
    version = tuple(int(part) for part in torch.__version__.split("+")[0].split(".")[:2])
    if version < OLDEST or not dist.is_available():
        print(f"PyTorch is {torch.__version__}, expected 2.6 or later with distributed.", file=sys.stderr)
        return MISSING
    all_ok = True
    for path in arguments.cases:
        result = run(path, arguments)
        all_ok &= result["ok"]
        print(json.dumps(result), flush=True)
    return 0 if all_ok else 1


if __name__ == "__main__":
    sys.exit(main())
