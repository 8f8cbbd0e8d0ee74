"""A reader at the sign-in page, who fills in forms as they came; and a clock to set."""

import re
from datetime import datetime

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web import worlds
from tests.web.client import Client
from web.gate.csrf import FIELD
from web.gate.sessions import COOKIE

OWN = {"Sec-Fetch-Site": "same-origin"}
PASSWORD = "ruộng lúa bậc thang"  # noqa: S105 - of tests only
OTHER = "nương ngô trên núi"


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.moment = worlds.NOW

    def __call__(self) -> datetime:
        """Return the moment that was set."""
        return self.moment


def sign_in(client: FlaskClient, name: str = "mai", password: str = PASSWORD, **more: str) -> int:
    """Return the status of the answer to the form of the sign-in page."""
    return form(client, "/sign-in", name=name, password=password, **more).status_code


def form(client: FlaskClient, address: str, **typed: str) -> TestResponse:
    """Return the answer to a form whose token was read from its page, as a browser does."""
    assert isinstance(client, Client)
    page = client.get(address)
    token = re.search(rf'name="{FIELD}" value="([^"]+)"', page.text)
    assert token, page.text
    return client.open(address, method="POST", headers=OWN, data={FIELD: token[1], **typed})


def cookie(client: FlaskClient) -> str:
    kept = client.get_cookie(COOKIE)
    return kept.value if kept else ""
