"""The example for four weeks: what would bring in 30 sessions that were left out does so."""

import random
from datetime import date

import pytest

from planner.data.example import example_folder
from planner.data.workbook import read_workbook
from planner.domain.plan import Horizon
from planner.planning.case import Case, due_session, open_case
from planner.planning.explain import binding, what_it_takes
from planner.planning.plan import PlanRequest, plan_district
from tests.planner.planning.test_explain import assert_holds, assert_smallest, skipped

pytestmark = pytest.mark.slow
SESSIONS, SEED = 30, 7


@pytest.fixture(scope="module")
def case() -> Case:
    """Return Nậm Pồ 2022 planned in less time than a coordinator would give."""
    district = read_workbook(example_folder())
    request = PlanRequest(horizon=Horizon.weeks(date(2022, 9, 5), 4), seconds=5)
    return open_case(district, request, plan_district(district, request))


def test_every_claim_of_random_skipped_sessions_holds_and_none_smaller_does(case: Case) -> None:
    some = random.Random(SEED).sample(sorted(skipped(case)), SESSIONS)
    claims = 0
    for session in some:
        bound = binding(case, session)
        assert bound is not None
        place = due_session(case, session).place
        for claim in what_it_takes(case, session):
            claims += 1
            assert_holds(case, session, claim, place)
            assert_smallest(case, session, claim, place)
    assert claims > SESSIONS / 2
