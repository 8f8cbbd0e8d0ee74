"""Other solvers of parts of the same problem, and how each is asked.

Only benchmarks know them: they are no dependency of the product. ``pip install -e '.[bench]'``
installs them; OR-Tools' routing library is there already.
"""
