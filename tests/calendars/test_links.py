"""Secret links: shown once, kept as a hash, revoked for good."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from calendars.links import (
    Link,
    LinkState,
    create_link,
    find_link,
    get_link,
    list_links,
    revoke_link,
    rotate_link,
)
from planner.errors import NotFound
from tests.calendars.scenes import PUBLISHED

LATER = PUBLISHED + timedelta(days=3)


def test_a_token_opens_its_feed_and_is_kept_as_a_hash_only(tmp_path: Path) -> None:
    token = create_link(tmp_path, "team-t1", PUBLISHED)
    digest = sha256(token.encode()).hexdigest()
    link = Link(id=digest, feed="team-t1", created=PUBLISHED)
    assert len(token) == 43  # 256 bits, six to a sign
    assert find_link(tmp_path, token) == link
    (file,) = (tmp_path / "links").iterdir()
    assert file.name == f"{digest}.json"
    assert token not in file.read_text()


@pytest.mark.parametrize("token", ["", "x", "../../etc/passwd", "a\x00b", "\udcff", "ế" * 4000])
def test_a_wrong_token_finds_nothing_whatever_it_looks_like(tmp_path: Path, token: str) -> None:
    create_link(tmp_path, "team-t1", PUBLISHED)
    assert find_link(tmp_path, token) is None


def test_the_hash_is_no_token(tmp_path: Path) -> None:
    create_link(tmp_path, "team-t1", PUBLISHED)
    (link,) = list_links(tmp_path)
    assert find_link(tmp_path, link.id) is None


def test_a_revoked_link_says_so_for_90_days_and_is_gone_then(tmp_path: Path) -> None:
    token = create_link(tmp_path, "team-t1", PUBLISHED)
    (link,) = list_links(tmp_path)
    assert link.state(LATER) is LinkState.ACTIVE
    revoke_link(tmp_path, link.id, LATER)
    revoked = find_link(tmp_path, token)
    assert revoked == Link(id=link.id, feed="team-t1", created=PUBLISHED, revoked=LATER)
    last = LATER + timedelta(days=90)
    states = [revoked.state(t) for t in (LATER, last - timedelta(seconds=1), last)]
    assert states == [LinkState.REVOKED, LinkState.REVOKED, LinkState.GONE]


def test_revoking_twice_keeps_the_first_time(tmp_path: Path) -> None:
    create_link(tmp_path, "team-t1", PUBLISHED)
    (link,) = list_links(tmp_path)
    revoke_link(tmp_path, link.id, PUBLISHED)
    assert revoke_link(tmp_path, link.id, LATER).revoked == PUBLISHED


def test_a_rotated_link_has_a_new_token_for_the_same_feed(tmp_path: Path) -> None:
    old = create_link(tmp_path, "team-t1", PUBLISHED)
    (link,) = list_links(tmp_path)
    feed, new = rotate_link(tmp_path, link.id[:8], LATER)
    assert feed == "team-t1"
    states = [_state(tmp_path, token) for token in (old, new)]
    assert states == [("team-t1", LinkState.REVOKED), ("team-t1", LinkState.ACTIVE)]


def _state(folder: Path, token: str) -> tuple[str, LinkState]:
    link = find_link(folder, token)
    assert link is not None
    return link.feed, link.state(LATER)


def test_links_are_listed_by_feed_and_age(tmp_path: Path) -> None:
    for feed, at in (("team-t2", PUBLISHED), ("team-t1", LATER), ("team-t1", PUBLISHED)):
        create_link(tmp_path, feed, at)
    listed = [(link.feed, link.created) for link in list_links(tmp_path)]
    assert listed == [("team-t1", PUBLISHED), ("team-t1", LATER), ("team-t2", PUBLISHED)]


@pytest.mark.parametrize("link_id", ["", "0123456", "no such link"])
def test_no_single_link_is_not_found(tmp_path: Path, link_id: str) -> None:
    create_link(tmp_path, "team-t1", PUBLISHED)
    with pytest.raises(NotFound):
        get_link(tmp_path, link_id)
