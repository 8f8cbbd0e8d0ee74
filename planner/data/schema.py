"""The tables of the store.

Rows are added and read, never changed or deleted. A district or a plan is one JSON document; only
what the store itself must find or protect has a column of its own.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept as naive UTC because SQLite knows no zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """Return the value in UTC without its zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"datetime must be aware, not {value!r}")
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """Return the stored value with its zone."""
        return value and value.replace(tzinfo=UTC)


# Names for constraints that databases would otherwise each invent, so that migrations can say them.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

districts = Table(
    "districts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("document", Text, nullable=False),
)

# The newest row says which district holds now: importing an older one again makes it current.
imports = Table(
    "imports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("district_id", ForeignKey("districts.id"), nullable=False),
    Column("imported_at", UtcDateTime, nullable=False),
)

plans = Table(
    "plans",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("district_id", ForeignKey("districts.id"), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("document", Text, nullable=False),
)

# The number is the key: of two who publish at once the database lets one through.
revisions = Table(
    "revisions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("plan_id", ForeignKey("plans.id"), nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Column("ledger", Text, nullable=False),
)

# What was said of the sky and the roads, by whom and when: forecasts, reports, warnings.
weather = Table(
    "weather",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("told_at", UtcDateTime, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("document", Text, nullable=False),
)

# Ticks on the call list of a revision, by the key of the feed that changed; the newest counts, so
# that a tick can be taken back.
tellings = Table(
    "tellings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("revision", ForeignKey("revisions.number"), nullable=False),
    Column("feed", String(300), nullable=False),
    Column("told", Boolean, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# Each change of a draft is a new version of it, whole: of two who change the same version at once
# the database lets one through.
drafts = Table(
    "drafts",
    metadata,
    Column("draft", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("plan_id", ForeignKey("plans.id"), nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("document", Text, nullable=False),
)

# Plans that drafts were completed to, or that advice compares. They are no plans to publish until
# somebody keeps one.
completions = Table(
    "completions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("district_id", ForeignKey("districts.id"), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("document", Text, nullable=False),
)

# Announcements that were noted as made, or taken back; ``said`` is what people were told, so that
# it is seen when that has changed since. The newest counts.
announced = Table(
    "announced",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("duty", String(600), nullable=False, index=True),
    Column("said", Text, nullable=False),
    Column("done", Boolean, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# What was asked of the machine: work that takes longer than a page may.
jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("asked_by", String(300), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("document", Text, nullable=False),
)

# What became of a job, line by line: that it began, how far it had come, how it ended.
job_lines = Table(
    "job_lines",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("job", ForeignKey("jobs.id"), nullable=False),
    Column("what", String(16), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("document", Text, nullable=False),
    Index("ix_job_lines_job_what", "job", "what"),
)

# Reports of sessions, by the name that whoever reports gave each: sent twice, it is one.
outcomes = Table(
    "outcomes",
    metadata,
    Column("report", String(64), primary_key=True),
    Column("session", String(300), nullable=False),
    Column("day", Date, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("document", Text, nullable=False),
)

# Which of several reports of one occasion counts; the newest ruling holds.
rulings = Table(
    "rulings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("session", String(300), nullable=False),
    Column("day", Date, nullable=False),
    Column("report", ForeignKey("outcomes.report"), nullable=False),
    Column("among", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# Who may sign in. Names are never given again: the audit tells of them for ever.
accounts = Table(
    "accounts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(60), nullable=False),
    Column("key", String(200), nullable=False, unique=True),
    Column("made_at", UtcDateTime, nullable=False),
)

# What an account may do; the newest counts.
standings = Table(
    "standings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("role", String(16), nullable=False),
    Column("commune", String(60), nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# Argon2 hashes; the newest counts.
passwords = Table(
    "passwords",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("hash", String(200), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# One-time links, by the SHA-256 of their token: to an account's first or next password, or, without
# one, to the first account of all. Only the newest of each counts.
account_links = Table(
    "account_links",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)

# The link is the key: of two who use one at once the database lets one through.
link_uses = Table(
    "link_uses",
    metadata,
    Column("link_id", ForeignKey("account_links.id"), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

# Who has signed in, by the SHA-256 of what their browser holds.
sessions = Table(
    "sessions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("began_at", UtcDateTime, nullable=False),
)

session_ends = Table(
    "session_ends",
    metadata,
    Column("session_id", ForeignKey("sessions.id"), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

# Attempts to sign in, by a keyed hash of the name or of the address that they came from: somebody
# may have typed a password in the place of the name.
attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(64), nullable=False, index=True),
    Column("right", Boolean, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# Who changed what: documents of what it was before and is after, null where there is none.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("who", String(60), nullable=False, index=True),
    Column("what", String(60), nullable=False, index=True),
    Column("subject", String(300), nullable=False),
    Column("before", Text, nullable=True),
    Column("after", Text, nullable=True),
)

# What was worked out from a plan and the weather as it was known: advice on a warning, repairs.
# ``weather`` is the newest line of that ledger then, 0 for none.
findings = Table(
    "findings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("plan_id", ForeignKey("plans.id"), nullable=False),
    Column("weather", Integer, nullable=False),
    Column("found_at", UtcDateTime, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("document", Text, nullable=False),
)
