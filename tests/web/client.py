"""A browser as tests have it: it sends forms with the token that their page gave it."""

import secrets
from http import HTTPStatus
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from planner.data.accounts import add_account
from planner.data.sessions import add_session
from planner.domain.account import Account, Role, Standing
from web.gate.csrf import HEADER, make_token
from web.gate.sessions import COOKIE, signer
from web.shelf import shelf

SECRET = "the-secret-of-this-browser"  # noqa: S105 - of tests only


class Client(FlaskClient):
    """Posts as a reader who has loaded the page: with its form's token, unless one is given.

    The page that a form leads to must open: a browser would go there at once.
    """

    def post(self, *args: Any, **rest: Any) -> TestResponse:
        """Return the answer to a form."""
        headers = Headers(rest.pop("headers", None))
        if HEADER not in headers and self.keeps_cookies:
            headers[HEADER] = self.token()
        answer = super().post(*args, headers=headers, **rest)
        signed_out = self.keeps_cookies and self.get_cookie(COOKIE) is None
        if answer.status_code == HTTPStatus.SEE_OTHER and answer.location and not signed_out:
            assert self.get(answer.location).status_code < HTTPStatus.INTERNAL_SERVER_ERROR
        return answer

    @property
    def keeps_cookies(self) -> bool:
        """Whether it is a browser with cookies, as all but a phone with a secret link are."""
        return self._cookies is not None

    def token(self) -> str:
        """Return what a page's form would have; a browser without a cookie is given one."""
        with self.application.test_request_context():
            kept = self.get_cookie(COOKIE)
            if kept is None:
                self.give(SECRET)
                return make_token(SECRET)
            return make_token(signer().unsign(kept.value).decode())

    def give(self, secret: str) -> None:
        """Keep the cookie of a secret."""
        with self.application.test_request_context():
            self.set_cookie(COOKIE, signer().sign(secret).decode())


def signed_in(client: FlaskClient, account: Account) -> FlaskClient:
    """Return the client, in which the account's holder has signed in, without a password."""
    assert isinstance(client, Client)
    secret = f"secret-{account.id}-{secrets.token_hex(8)}"
    with client.application.test_request_context():
        add_session(shelf().store, secret, account.id, at=shelf().now())
    client.give(secret)
    return client


def account_of(client: FlaskClient, role: Role, commune: str = "", *, name: str = "") -> Account:
    """Return a new account of a role."""
    with client.application.test_request_context():
        standing = Standing(role=role, commune=commune)
        return add_account(shelf().store, name or f"{role}{commune}", standing, at=shelf().now())
