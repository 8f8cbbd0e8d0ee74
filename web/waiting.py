"""The page that is shown while something is worked out; browsers ask again by themselves."""

from flask import Response, make_response, render_template

from web.shelf import Shown

ASK_AGAIN_S = 1


def still_working(shown: Shown, title: object) -> Response:
    """Return a page that loads itself again, without any script."""
    response = make_response(render_template("working.html", shown=shown, title=title))
    response.headers["Refresh"] = str(ASK_AGAIN_S)
    return response
