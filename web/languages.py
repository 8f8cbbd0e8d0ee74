"""Which language a page speaks: ``?lang=`` first, then the cookie, Vietnamese otherwise."""

from flask import Flask, Response, request
from flask_babel import Babel

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
"""Code and own name of each language, the default one first."""
DEFAULT_LANGUAGE = "vi"
COOKIE = "lang"
NO_COOKIES = ("feed", "member")
"""What stands behind a secret link leaves nothing on the phone but what it shows."""
ONE_YEAR_S = 365 * 24 * 3600


def chosen_language() -> str:
    """Return the code of the language that this request asks for."""
    wished = (request.args.get("lang", ""), request.cookies.get(COOKIE, ""))
    return next((code for code in wished if code in LANGUAGES), DEFAULT_LANGUAGE)


def remember_language(response: Response) -> Response:
    """Return the response with the language cookie if the reader has just switched."""
    code = request.args.get("lang", "")
    if code in LANGUAGES and request.blueprint not in NO_COOKIES:
        response.set_cookie(COOKIE, code, max_age=ONE_YEAR_S, httponly=True, samesite="Lax")
    return response


def speak(app: Flask) -> None:
    """Let ``app`` answer in the reader's language."""
    Babel(app, default_locale=DEFAULT_LANGUAGE, locale_selector=chosen_language)
    app.after_request(remember_language)
