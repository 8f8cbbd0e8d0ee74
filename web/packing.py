"""Pages and their parts go out packed with gzip: the lines up here are slow."""

import gzip

from flask import Flask, Response, request

from web.headers import is_feed

WORTH_BYTES = 600
PACKED = {"text/html", "text/css", "text/javascript", "image/svg+xml", "application/javascript"}


def pack(response: Response) -> Response:
    """Return the response packed, if the reader takes that and it is worth it.

    Feeds have packed copies of their own. Answers to forms may hold a secret beside what the
    reader sent, whose length packing would betray; they stay as they are.
    """
    if is_feed() or request.method != "GET" or response.mimetype not in PACKED:
        return response
    response.vary.add("Accept-Encoding")
    takes = request.accept_encodings.quality("gzip") > 0
    if not takes or response.status_code != 200 or "Content-Encoding" in response.headers:
        return response
    response.direct_passthrough = False
    content = response.get_data()
    if len(content) < WORTH_BYTES:
        return response
    response.close()
    response.set_data(gzip.compress(content, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    tag, _ = response.get_etag()
    if tag:
        response.set_etag(tag, weak=True)
    return response


def offer_packing(app: Flask) -> None:
    """Let ``app`` answer packed."""
    app.after_request(pack)
