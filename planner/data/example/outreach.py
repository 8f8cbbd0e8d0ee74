"""Makes the services, the topics of the outreach, and who brings which."""

from planner.data.example.facts import read_facts
from planner.domain.agency import AgencyTask, OutreachForm
from planner.domain.service import Service, ServiceForm, Topic


def make_services() -> tuple[Service, ...]:
    """Return what people are served with."""
    return tuple(
        Service(
            id=row["id"],
            name=row["name"],
            letter=row["letter"],
            form=ServiceForm(row["form"]),
            minutes=float(row["minutes"]),
            audience=int(row["audience"]),
            needs_kit=row["needs_kit"] == "1",
            needs_power=row["needs_power"] == "1",
            needs_signal=row["needs_signal"] == "1",
            needs_language=row["needs_language"] == "1",
            bring=row["bring"],
            source=row["source"],
        )
        for row in read_facts("services")
    )


def make_topics() -> tuple[Topic, ...]:
    """Return the five benefit groups, the 25 essential services, the eight of the police."""
    return tuple(
        Topic(id=row["id"], group=row["group"], name=row["name"], source=row["source"])
        for row in read_facts("topics")
    )


def make_tasks() -> tuple[AgencyTask, ...]:
    """Return which body brings which topic in which form."""
    return tuple(
        AgencyTask(
            id=row["id"],
            agency=row["agency"],
            form=OutreachForm(row["form"]),
            topics=tuple(row["topics"].split()),
            communes=tuple(row["communes"].split()),
            source=row["source"],
            synthetic=True,
        )
        for row in read_facts("tasks")
    )
