"""The memory of a process is its own, not that of who started it."""

import subprocess
import sys

import numpy as np

from benchmarks.memory import peak_mib


def test_what_the_parent_holds_does_not_count() -> None:
    held = np.ones(60 * 2**20 // 8)
    own = peak_mib()
    assert own > held.nbytes / 2**20
    code = "from benchmarks.memory import peak_mib; print(peak_mib())"
    command = [sys.executable, "-c", code]
    child = subprocess.run(command, check=True, capture_output=True, text=True)
    assert 1 < float(child.stdout) < held.nbytes / 2**20
    grown = np.ones(200 * 2**20 // 8)
    assert peak_mib() > own + 100
    assert grown.nbytes > 0
