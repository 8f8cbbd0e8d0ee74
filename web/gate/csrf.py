"""The token of each form: only a page that this very browser was given can send it.

It is signed and bound to the browser's cookie. Each page has another one, so that packing pages
betrays nothing of it.
"""

import secrets

from flask import Flask, request
from itsdangerous import BadData as BadSigned
from itsdangerous import URLSafeSerializer
from markupsafe import Markup

from web.gate.policy import is_faceless
from web.gate.refusals import StaleForm
from web.gate.secret import keyed, secret_key
from web.gate.sessions import browser_secret
from web.headers import SAFE_METHODS

FIELD = "csrf"
HEADER = "X-CSRF-Token"


def csrf() -> Markup:
    """Return the hidden field that every form with method post must have."""
    token = make_token(browser_secret(make=True))
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token)


def make_token(secret: str) -> str:
    """Return a new token for the browser that holds ``secret``."""
    return _serializer().dumps([secrets.token_hex(8), keyed("csrf", secret)])


def is_token(token: str, secret: str) -> bool:
    """Whether a token was made for the browser that holds ``secret``."""
    try:
        _, bound = _serializer().loads(token)
    except (BadSigned, ValueError, TypeError):
        return False
    return bool(secret) and secrets.compare_digest(str(bound), keyed("csrf", secret))


def refuse_without_token() -> None:
    """Refuse an unsafe request that does not bring the token of a page of ours."""
    if request.endpoint is None or request.method in SAFE_METHODS or is_faceless(request.endpoint):
        return
    token = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not is_token(token, browser_secret(make=False)):
        raise StaleForm


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(secret_key(), salt="lenban form")


def offer_tokens(app: Flask) -> None:
    """Let forms of ``app`` have tokens, and refuse those that have none."""
    app.before_request(refuse_without_token)
    app.add_template_global(csrf, "csrf")
