"""An exported plan, and the schema that documents it."""

import json
from pathlib import Path

import msgspec
import pytest
from jsonschema import Draft202012Validator, ValidationError

from planner.data.plan_schema import plan_schema
from planner.domain.plan import Plan
from tests.web.worlds import rainy_plan

PAGE = Path(__file__).parents[3] / "docs" / "plan.schema.json"
VALIDATOR = Draft202012Validator(json.loads(plan_schema()))
EXPORTED = msgspec.json.encode(rainy_plan())


def test_the_page_is_current() -> None:
    Draft202012Validator.check_schema(json.loads(plan_schema()))
    assert PAGE.read_bytes() == plan_schema()


def test_an_exported_plan_fits_its_schema_and_reads_back() -> None:
    VALIDATOR.validate(json.loads(EXPORTED))
    assert msgspec.json.decode(EXPORTED, type=Plan) == rainy_plan()


@pytest.mark.parametrize("change", [{"people_due": "many"}, {"shifts": [{}]}, {"horizon": None}])
def test_another_thing_does_not_fit(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        VALIDATOR.validate({**json.loads(EXPORTED), **change})
