"""Subscribers that poll while everything breaks: vdirsyncer, and a fast one that reads each answer.

Each says what it found wrong: an answer that would empty or disable a phone's calendar, a feed
without an event, a revision older than one it has seen. That nobody answers at all, while a server
starts again, is no fault: phones try later.
"""

import http.client
import os
import re
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

from tests.outside import outside_program

REVISION = re.compile(r"\(lần công bố (\d+)\)")
FOLD = re.compile(rb"\r\n[ \t]")
PATIENCE_S = 60


def newest_revision(content: bytes) -> int:
    """Return the newest revision that a feed's texts name."""
    text = FOLD.sub(b"", content).decode()
    return max((int(n) for n in REVISION.findall(text)), default=0)


class Loop:
    """A subscriber that polls in a thread until it is stopped."""

    def __init__(self, poll: Callable[[], bytes | None], fault: Callable[[bytes], str]) -> None:
        self.faults: list[str] = []
        self.polls = 0
        self.newest = 0
        self._poll, self._fault = poll, fault
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Loop":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(PATIENCE_S)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                content = self._poll()
                if content is not None:
                    self._judge(content)
            except Exception as error:  # noqa: BLE001 - whatever happens is told by the test
                self.faults.append(repr(error))

    def _judge(self, content: bytes) -> None:
        self.polls += 1
        if wrong := self._fault(content):
            self.faults.append(wrong)
            return
        revision = newest_revision(content)
        if revision < self.newest:
            self.faults.append(f"revision {revision} after {self.newest}")
        self.newest = max(self.newest, revision)


def reader(address: Callable[[], tuple[int, str]]) -> Loop:
    """Return a subscriber that reads each answer to the last byte.

    ``address`` gives port and path; the port may change when the server starts again.
    """

    def poll() -> bytes | None:
        port, path = address()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            content = answer.read()
        except (ConnectionError, TimeoutError):
            return None
        finally:
            connection.close()
        kind = answer.headers.get("Content-Type", "")
        if answer.status != 200 or not kind.startswith("text/calendar"):
            return f"{answer.status} {kind}".encode()
        return content

    return Loop(poll, _not_whole)


def _not_whole(content: bytes) -> str:
    whole = content.startswith(b"BEGIN:VCALENDAR") and content.endswith(b"END:VCALENDAR\r\n")
    return "" if whole and b"BEGIN:VEVENT" in content else repr(content[:80])


class Vdirsyncer:
    """A phone's stand-in that others wrote: what it keeps lies in ``events``."""

    def __init__(self, home: Path, address: str) -> None:
        self.home, self.events = home, home / "events"
        self._program = outside_program("vdirsyncer")
        self._environment = {**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8"}
        self.events.mkdir(parents=True)
        (home / "config").write_text(
            f'[general]\nstatus_path = "{home}/status"\n'
            '[pair plan]\na = "phone"\nb = "feed"\n'
            'collections = null\nconflict_resolution = "b wins"\n'
            f'[storage phone]\ntype = "filesystem"\npath = "{self.events}"\nfileext = ".ics"\n'
            f'[storage feed]\ntype = "http"\nurl = "{address}"\n'
        )
        self._run("discover", "plan")

    def poll(self) -> bytes:
        """Return all events that are kept after a sync; what it says if that fails."""
        done = self._run("sync")
        if done.returncode and "Cannot connect" not in done.stderr:
            return done.stderr.encode()
        return b"".join(path.read_bytes() for path in sorted(self.events.glob("*.ics")))

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [self._program, "-c", str(self.home / "config"), *arguments]
        return subprocess.run(
            command,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )


def phone(syncer: Vdirsyncer) -> Loop:
    """Return a subscriber that syncs again and again."""
    return Loop(syncer.poll, lambda kept: "" if b"BEGIN:VEVENT" in kept else repr(kept[-200:]))
