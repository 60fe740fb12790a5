"""The processor: its name, its cores, and which of its instructions the programs may use."""

import math
import os
import pathlib
import re

# What keeps a program to AVX2. Of PyTorch, ONEDNN_MAX_CPU_ISA is for its LSTM, and torch.compile
# hands TORCHINDUCTOR_CPP_MARCH to the C++ compiler in place of "native". The C library is told as
# well: the kernel then knows whether anything else uses AVX-512 (status, below).
AVX2 = dict(
    PRESAGE_KERNELS="v3",
    XLA_FLAGS="--xla_cpu_max_isa=AVX2",
    ATEN_CPU_CAPABILITY="avx2",
    MKL_ENABLE_INSTRUCTIONS="AVX2",
    ONEDNN_MAX_CPU_ISA="AVX2",
    TORCHINDUCTOR_CPP_MARCH="x86-64-v3",
    GLIBC_TUNABLES="glibc.cpu.hwcaps=" + ",".join(
        f"-AVX512{part}" for part in ("F", "VL", "BW", "DQ", "CD")))


def keep_to(isa):
    """Has the programs that are started from now on use these instructions."""
    if isa == "avx2":
        flags = os.environ.get("XLA_FLAGS", "")
        os.environ.update(AVX2, XLA_FLAGS=f"{flags} {AVX2['XLA_FLAGS']}".strip())


def cores():
    return sorted(os.sched_getaffinity(0))


def fields():
    """What /proc/cpuinfo says of the first processor."""
    text = pathlib.Path("/proc/cpuinfo").read_text().split("\n\n")[0]
    return {key.strip(): value.strip() for key, value in re.findall("(.*?):(.*)", text)}


def has_avx512():
    needed = {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"}
    return needed <= set(fields().get("flags", "").split())


def description(isa):
    """The processor and the widest instructions used: a virtual machine may hide its name, so with
    family and model."""
    known = fields()
    name = known.get("model name", "unknown processor")
    instructions = "AVX-512" if isa == "native" and has_avx512() else "AVX2"
    return (f"{name} (family {known.get('cpu family', '?')} model {known.get('model', '?')}), "
            f"{instructions}")


def status(process):
    """What the kernel knows of AVX-512 in every thread of a process, where it does: milliseconds
    since a register of it held something when the thread was last put aside, -1 for never."""
    for thread in pathlib.Path(f"/proc/{process}/task").glob("*/arch_status"):
        try:
            yield from map(int, re.findall(r"AVX512_elapsed_ms:\s*(-?\d+)", thread.read_text()))
        except OSError:
            pass


def knows_avx512():
    return any(True for _ in status("self"))


def since_avx512(process):
    """Seconds since a thread of it used AVX-512, infinite when none did."""
    return min((known / 1e3 for known in status(process) if known >= 0), default=math.inf)
