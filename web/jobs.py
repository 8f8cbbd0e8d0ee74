"""The jobs of an application: work that takes longer than a page may.

A subject that has such work offers its kind of job here once, and submits to ``jobs()``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import current_app
from flask_babel import lazy_gettext

from planner.domain.job import Job
from planner.jobs.runner import Runner

EXTENSION = "lenban.jobs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What people call jobs of a kind.

    ``asked`` says what was asked, given its arguments as JSON has them: titles and values.
    ``then`` returns the address at which what came of a job can be seen, with the words of the
    link to it; None where there is nothing. Of a job whose result is a plan that is known.
    ``stops``: whether its work asks if it shall end with its best.
    """

    title: object
    asked: Callable[..., Iterable[tuple[str, str]]] = lambda *_: ()
    then: Callable[[Job], tuple[str, object] | None] = lambda _: None
    stops: bool = True


KINDS: dict[str, Kind] = {}


def offer_kind(name: str, kind: Kind) -> None:
    """Let jobs of a kind be told in these words."""
    KINDS[name] = kind


def kind_of(job: Job) -> Kind:
    """Return how jobs of this kind are told."""
    return KINDS.get(job.kind) or Kind(title=lazy_gettext("Work of the machine"), stops=False)


def jobs() -> Runner:
    """Return the jobs of the app that answers this request."""
    found: Runner = current_app.extensions[EXTENSION]
    return found
