"""``python -m benchmarks``: measure, and write docs/benchmarks.md."""

import argparse
from pathlib import Path

from benchmarks.example import measure
from benchmarks.report import page

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def main() -> None:
    """Plan the example once and write what it took."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--seconds", type=float, default=55.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    written = page(measure(options.seconds, options.seed))
    PAGE.write_text(written, "utf-8")
    print(written)


if __name__ == "__main__":
    main()
