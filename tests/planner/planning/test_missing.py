"""What a plan needs and a newer district no longer has."""

from dataclasses import replace

from planner.planning.missing import Missing, missing
from tests.web import worlds


def test_nothing_is_missing_in_the_plans_own_district() -> None:
    assert missing(worlds.tiny_plan(), worlds.tiny_district()) == ()


def test_a_team_a_village_and_a_service_that_are_gone() -> None:
    district = worlds.tiny_district()
    without = replace(
        district,
        teams=district.teams[1:],
        villages=district.villages[:2],
        services=district.services[:1],
    )
    assert set(missing(worlds.tiny_plan(), without)) == {
        Missing(table="teams", id="t1", sessions=2),
        Missing(table="services", id="vneid", sessions=2),
        Missing(table="places", id="v3", sessions=1),
    }
