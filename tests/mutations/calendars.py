"""Mutants of what phones are told, and of who is told by telephone."""

from tests.mutations import Edit

LEDGER, NEWS, CALLS, FEED, FOLDER, PUBLISH = (
    f"calendars/{name}.py" for name in ("ledger", "news", "calls", "feed", "folder", "publish")
)
COPIES, MEMBER, HEADERS, NOTICE = (
    f"web/{name}.py" for name in ("feed_copies", "member", "headers", "village_notice")
)
CALENDARS: dict[str, list[Edit]] = {
    "calendars: SEQUENCE rises": [(LEDGER, "(0 if same_promise else 1)", "0")],
    "calendars: SEQUENCE counts promises only": [(LEDGER, "(0 if same_promise else 1)", "1")],
    "calendars: an event that did not change keeps its bytes": [
        (LEDGER, "and _same_content(before, after)", "and False"),
    ],
    "calendars: tombstones": [(LEDGER, "if promised and not old.cancelled", "if False")],
    "calendars: tombstones for days to come only": [
        (LEDGER, "planned and ledger.published < old.start", "planned")
    ],
    "calendars: days outside the horizon stay": [
        (LEDGER, "planned and ledger.published < old.start", "ledger.published < old.start"),
    ],
    "calendars: the publish time never falls": [
        (LEDGER, "max(at, previous.published) if previous else at", "at"),
    ],
    "calendars: never no event": [(LEDGER, " or (feed.notice,)", "")],
    "calendars: a tombstone rings no bell": [(LEDGER, "        alarms=(),\n", "")],
    "calendars: a tombstone takes no time": [
        (FEED, "not event.cancelled and not event.all_day", "True")
    ],
    "calendars: text in NFC": [("calendars/text.py", 'unicodedata.normalize("NFC", ', "str(")],
    "calendars: the number of the revision comes last": [
        (
            PUBLISH,
            '{**feeds, revision_path(folder): b"%d\\n" % ledger.revision}',
            '{revision_path(folder): b"%d\\n" % ledger.revision, **feeds}',
        ),
    ],
    "calendars: what is not shown is dropped": [(PUBLISH, "            staged.drop()\n", "")],
    "calendars: bytes are on disk first": [(FOLDER, "            os.fsync(file.fileno())\n", "")],
    "calendars: other words are no news": [(NEWS, "change.kind in SPOKEN_OF and ", "")],
    "calendars: the past is no news": [(NEWS, " and e.start > now]", "]")],
    "calendars: notice to the earlier hour": [(NEWS, "first = min(hour", "first = max(hour")],
    "calendars: the evening before": [(NEWS, "timedelta(days=1)", "timedelta(days=0)")],
    "calendars: teams with members are told by them": [
        (NEWS, " or who.id not in manned", " or True"),
    ],
    "calendars: who was told comes last": [(CALLS, "(call.told is not None, ", "(False, ")],
    "calendars: whose phone has it comes later": [
        (CALLS, "call.told is not None, has_it, ", "call.told is not None, False, "),
    ],
    "calendars: a revoked link reaches nobody": [(CALLS, "if link.revoked is None", "if True")],
    "calendars: long notice needs no call": [(CALLS, "        if m.short\n", "")],
    "calendars: villagers get no names": [
        (
            "calendars/subscribers.py",
            "villagers if village else everybodys",
            "everybodys",
        ),
    ],
    "web: a cut-off feed is not shown": [(COPIES, "if _is_whole(content):", "if True:")],
    "web: a changed feed is read again": [
        (
            COPIES,
            "if before is None or before[0] != stamp:\n                content",
            "if before is None:\n                content",
        ),
    ],
    "web: villagers' page has no names": [
        (MEMBER, "not link.feed.startswith(Audience.VILLAGE)", "True"),
    ],
    "web: a revoked link's page shows no plan": [
        (MEMBER, "if state is LinkState.REVOKED else", "if False else"),
    ],
    "web: pages answer to this machine's names only": [
        (HEADERS, "host_name() not in named", "False"),
    ],
    "web: a foreign page cannot post": [(HEADERS, "    if not own:\n", "    if False:\n")],
    "web: a notice in the language of the village": [
        (NOTICE, "if p.language.casefold() == language.casefold()", "if True"),
    ],
    "web: a stale confirmation publishes nothing": [
        ("web/publishing.py", "if wanted.ledger.revision != expected:", "if False:"),
    ],
}
