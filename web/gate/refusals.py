"""Why a request is refused, each reason as an error of its own."""

from datetime import timedelta

from werkzeug.exceptions import BadRequest, Forbidden, Unauthorized


class NotAllowed(Forbidden):
    """Who is signed in may not do this."""


class SignInNeeded(Unauthorized):
    """A script asks for something that nobody is signed in for any more."""


class StaleForm(BadRequest):
    """A form came without the token that this browser was given."""


class Throttled(Exception):
    """Too many wrong passwords: the next attempt must wait."""

    def __init__(self, must_wait: timedelta) -> None:
        self.wait = must_wait
        super().__init__(f"wait {must_wait}")
