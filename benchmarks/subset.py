"""The stated subset that ``make bench`` runs: most of the twenty minutes on two cores."""

from dataclasses import dataclass
from pathlib import Path

from benchmarks import district, growth, ours, toptw
from benchmarks.peers.race import PEERS, installed
from benchmarks.rows import Row, Rows

TOPTW_NAMES = ("c103", "rc105", "r107", "c203", "r203", "pr05")
"""One instance of most classes, for ``TOPTW_TEAMS`` teams; those the folder lacks are left out."""
TOPTW_TEAMS = (2,)
TOPTW_SECONDS = 10.0
DAY_VILLAGES, DAY_SEEDS, DAY_SECONDS = (120, 250), 2, 10.0
FULL_VILLAGES, FULL_SEEDS, FULL_SECONDS = (120,), 2, 60.0
DAYS = 10
"""Working days of the made-up districts."""
GROWTH_AXES, GROWTH_SECONDS = ("villages", "days"), 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Folder of the CSV files, the share of each part's time to use, and the peers to ask."""

    folder: Path
    pace: float
    seed: int
    peers: tuple[str, ...]
    missing: tuple[str, ...]


def to_tables(folder: Path, pace: float, seed: int) -> Tables:
    """Return where and how to run, with those peers that are installed."""
    here, missing = installed(list(PEERS))
    return Tables(folder=folder, pace=pace, seed=seed, peers=tuple(here), missing=tuple(missing))


def run_toptw(tables: Tables, instances: Path) -> list[Row]:
    """Return the rows of public instances."""
    names = [name for name in TOPTW_NAMES if (instances / f"{name}.txt").is_file()]
    sweep = toptw.read_sweep(
        instances,
        names=names,
        teams=TOPTW_TEAMS,
        seconds=TOPTW_SECONDS * tables.pace,
        seeds=1,
        peers=tables.peers,
    )
    rows = Rows(tables.folder / "toptw.csv", toptw.COLUMNS, toptw.KEY, resume=False)
    return toptw.run(sweep, rows)


def run_day(tables: Tables) -> list[Row]:
    """Return the rows of dry districts of day tours."""
    asked = district.Asked(
        kind="day",
        seeds=tuple(range(1, DAY_SEEDS + 1)),
        sizes=DAY_VILLAGES,
        teams=None,
        days=DAYS,
        seconds=DAY_SECONDS * tables.pace,
        peers=tables.peers,
    )
    return district.run(asked, _district_rows(tables, "day"))


def run_full(tables: Tables) -> list[Row]:
    """Return the rows of whole districts."""
    asked = district.Asked(
        kind="full",
        seeds=tuple(range(1, FULL_SEEDS + 1)),
        sizes=FULL_VILLAGES,
        teams=None,
        days=DAYS,
        seconds=FULL_SECONDS * tables.pace,
        peers=(),
    )
    return district.run(asked, _district_rows(tables, "full"))


def run_growth(tables: Tables) -> list[Row]:
    """Return the rows of the growth curve."""
    rows = Rows(tables.folder / "growth.csv", growth.COLUMNS, growth.KEY, resume=False)
    return growth.run(list(GROWTH_AXES), GROWTH_SECONDS * tables.pace, tables.seed, rows)


def cores_in_words() -> str:
    """Return how the cores are shared out, for the page."""
    alone = ", ".join(name for name, peer in PEERS.items() if peer.one_core)
    return (
        f"Everybody has the same wall time, building the model included, and {ours.CORES} cores. "
        f"Peers that use one core ({alone}) run once per core at the same time, PyVRP with two "
        "scales of prizes, OR-Tools' routing with two metaheuristics, and the better answer "
        "counts. VROOM ends by itself when it has nothing more to try."
    )


def _district_rows(tables: Tables, kind: str) -> Rows:
    path = tables.folder / f"district-{kind}.csv"
    return Rows(path, district.COLUMNS, district.KEY, resume=False)
