"""Jobs: one at a time, stopped with the best so far, never lost, failing in plain words."""

import logging
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planner.data.jobs import Line, add_job, add_line, get_job
from planner.data.store import Store
from planner.domain.job import Ended, JobState, Why
from planner.errors import Conflict, NotFound
from planner.jobs.runner import Plain, Runner, own_process
from planner.jobs.sole import hold
from planner.jobs.worker import Outcome, begin, work_off
from tests.planner.calls import NOW
from tests.planner.jobs import hand
from tests.planner.jobs.hand import Held, running, settled


def test_one_runs_and_the_others_wait_in_order(tmp_path: Path) -> None:
    with running(tmp_path) as runner:
        first = Held("first", returns=7)
        second, third = Held("second", log=first.log), Held("third", log=first.log)
        numbers = [runner.submit("plan", work) for work in (first, second, third)]
        assert first.began.wait(hand.PATIENCE_S)
        states = [runner.get(n).state for n in numbers]
        assert states == [JobState.RUNNING, JobState.WAITING, JobState.WAITING]
        assert [runner.ahead(n) for n in numbers] == [0, 1, 2]
        for work in (first, second, third):
            work.go.set()
        for number in numbers:
            settled(runner, number)
        assert [runner.get(n).state for n in numbers] == [JobState.DONE] * 3
        assert first.log == ["first", "second", "third"]
        assert runner.get(numbers[0]).ended == Ended(plan=7)


def test_what_was_asked_and_by_whom_is_remembered(tmp_path: Path) -> None:
    with running(tmp_path) as runner:
        work = Held(returns={"plan": 3, "price": 4})
        work.go.set()
        number = runner.submit("plan", work, 30.0, "rain", by="An")
        settled(runner, number)
        job = runner.get(number)
    assert (job.kind, job.arguments, job.asked_by) == ("plan", (30.0, "rain"), "An")
    assert job.ended == Ended(plan=3, facts={"plan": 3, "price": 4})
    assert job.began_at is not None
    assert job.ended_at is not None
    assert job.asked_at <= job.began_at <= job.ended_at
    assert [(p.value, p.bound, p.gap) for p in job.points] == [(5, 10, 0.5)]


def test_what_runs_is_stopped_with_what_it_has(tmp_path: Path) -> None:
    with running(tmp_path) as runner:
        work = Held(returns=9)
        number = runner.submit("plan", work)
        assert work.began.wait(hand.PATIENCE_S)
        runner.stop(number)
        assert runner.get(number).stop_asked_at is not None
        settled(runner, number)
        job = runner.get(number)
        assert (job.state, job.ended.plan) == (JobState.STOPPED, 9)
        runner.stop(number)
        assert runner.get(number) == job


def test_what_waits_is_stopped_before_it_begins(tmp_path: Path) -> None:
    with running(tmp_path) as runner:
        first, second = Held("first"), Held("second")
        numbers = [runner.submit("plan", work) for work in (first, second)]
        assert first.began.wait(hand.PATIENCE_S)
        runner.stop(numbers[1])
        assert runner.get(numbers[1]).state is JobState.STOPPED
        assert runner.get(numbers[0]).state is JobState.RUNNING
        first.go.set()
        settled(runner, numbers[0])
        third = Held("third")
        third.go.set()
        settled(runner, runner.submit("plan", third))
        assert second.log == []


def test_stopping_one_stops_no_other(tmp_path: Path) -> None:
    with running(tmp_path) as runner:
        first, second = Held("first"), Held("second", returns=2)
        one, other = (runner.submit("plan", work) for work in (first, second))
        assert first.began.wait(hand.PATIENCE_S)
        runner.stop(one)
        assert second.began.wait(hand.PATIENCE_S)
        assert runner.get(other).state is JobState.RUNNING
        second.go.set()
        settled(runner, other)
        assert runner.get(other).state is JobState.DONE


def test_what_is_to_end_before_its_work_begins_does_none(tmp_path: Path) -> None:
    work, flag = Held(returns=3), Plain()
    number = add_job(Store.open(tmp_path), "plan", (), at=NOW)
    flag.value = number
    begin(flag)
    assert work_off(tmp_path, number, work, ()) == Outcome(ended=Ended())
    assert work.log == []


def test_a_failure_is_plain_to_people_and_whole_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with running(tmp_path) as runner, caplog.at_level(logging.ERROR):
        told, untold = runner.submit("plan", hand.fails), runner.submit("plan", hand.breaks)
        settled(runner, untold)
        jobs = runner.get(told), runner.get(untold)
    assert [job.state for job in jobs] == [JobState.FAILED] * 2
    why = jobs[0].ended.why
    assert why is not None
    assert why.english.startswith("--unlucky 30 needs a plan for rain")
    assert why.vietnamese.startswith("--unlucky 30 cần kế hoạch theo mưa")
    assert jobs[1].ended.why == Why()
    assert "ZeroDivisionError: a secret of developers" in caplog.text
    assert "Traceback" in caplog.text


def test_after_a_failure_the_next_one_runs(tmp_path: Path) -> None:
    with running(tmp_path) as runner:
        work = Held(returns=1)
        work.go.set()
        runner.submit("plan", hand.breaks)
        number = runner.submit("plan", work)
        settled(runner, number)
        assert runner.get(number).state is JobState.DONE


def test_jobs_that_a_server_left_behind_are_told_as_broken_off(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    ran, waited, ended = (add_job(store, "plan", (), at=NOW) for _ in range(3))
    add_line(store, ran, Line(what=JobState.RUNNING, at=NOW))
    add_line(store, ended, Line(what=JobState.RUNNING, at=NOW))
    add_line(store, ended, Line(what=JobState.DONE, at=NOW, said=Ended(plan=4)))
    with running(tmp_path) as runner:
        states = {job.number: job.state for job in runner.list()}
    assert states == {
        ran: JobState.BROKEN_OFF,
        waited: JobState.BROKEN_OFF,
        ended: JobState.DONE,
    }


def test_while_another_server_works_its_jobs_are_left_alone(tmp_path: Path) -> None:
    with running(tmp_path) as working, running(tmp_path) as other:
        work = Held(returns=1)
        number = working.submit("plan", work)
        assert work.began.wait(hand.PATIENCE_S)
        assert other.get(number).state is JobState.RUNNING
        with pytest.raises(Conflict):
            other.submit("plan", Held())
        with pytest.raises(Conflict):
            other.stop(number)
        work.go.set()
        settled(working, number)
        then = Held(returns=2)
        then.go.set()
        settled(other, other.submit("plan", then))
        assert other.get(number).ended.plan == 1


def test_ending_stops_what_runs_and_never_begins_what_waits(tmp_path: Path) -> None:
    work, waits = Held(returns=5), Held()
    with running(tmp_path) as runner:
        one, other = runner.submit("plan", work), runner.submit("plan", waits)
        assert work.began.wait(hand.PATIENCE_S)
    store = Store.open(tmp_path)
    assert get_job(store, one).state is JobState.STOPPED
    assert get_job(store, one).ended.plan == 5
    assert get_job(store, other).state is JobState.STOPPED
    assert waits.log == []
    lock = hold(tmp_path)
    assert lock is not None
    lock.close()


def test_there_is_no_other_job(tmp_path: Path) -> None:
    with running(tmp_path) as runner:
        with pytest.raises(NotFound):
            runner.get(1)
        with pytest.raises(NotFound):
            runner.stop(1)
        assert runner.list() == ()


def test_a_process_that_dies_is_told_and_the_next_job_has_another(tmp_path: Path) -> None:
    runner = Runner(tmp_path, own_process)
    try:
        died, lived = runner.submit("plan", dies), runner.submit("plan", lives)
        settled(runner, lived)
        assert runner.get(died).state is JobState.FAILED
        assert runner.get(lived).ended == Ended(plan=11)
    finally:
        runner.close()


def dies(folder: Path, *, on_progress: object) -> int:  # noqa: ARG001 - a work's signature
    """End the process at once."""
    os._exit(3)


def lives(folder: Path, *, on_progress: object) -> int:  # noqa: ARG001 - a work's signature
    """Return a number."""
    return 11


SERVER = """
import sys, time
from pathlib import Path
from planner.jobs.runner import Runner
from tests.planner.jobs.test_runner import waits_for_ever
if __name__ == "__main__":
    folder = Path(sys.argv[1])
    Runner(folder).submit("plan", waits_for_ever)
    while not (folder / "pid").exists():
        time.sleep(0.01)
    print((folder / "pid").read_text(), flush=True)
    time.sleep(600)
"""


def waits_for_ever(folder: Path, *, on_progress: object) -> int:  # noqa: ARG001 - a work's signature
    """Say which process this is, and never end."""
    (folder / "pid.new").write_text(str(os.getpid()))
    (folder / "pid.new").rename(folder / "pid")
    while True:
        time.sleep(1)


@pytest.mark.slow
def test_a_server_that_is_killed_takes_its_worker_with_it(tmp_path: Path) -> None:
    script = tmp_path / "server.py"
    script.write_text(SERVER)
    server = subprocess.Popen(
        [sys.executable, script, tmp_path],
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert server.stdout is not None
    worker = int(server.stdout.readline())
    server.kill()
    server.wait()
    server.stdout.close()
    assert gone(worker)
    with running(tmp_path) as runner:
        assert runner.get(1).state is JobState.BROKEN_OFF


def gone(process: int) -> bool:
    """Wait until a process has ended; return whether it has."""
    until = time.monotonic() + hand.PATIENCE_S
    while time.monotonic() < until:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False
