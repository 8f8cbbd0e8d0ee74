"""The data of the district: what is stored, a workbook to take away, a workbook to bring in.

An upload is looked over and kept beside the store; nothing changes before its difference to what is
stored was seen and accepted.
"""

from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from planner.data.marking import can_be_marked, marked_copy
from planner.data.safety import MEBIBYTE
from planner.data.uploads import MAX_UPLOAD, Upload, drop_upload, find_upload, keep_upload
from planner.data.workbook import read_workbook, workbook_bytes
from planner.domain.district import District
from planner.errors import BadData, BadFile
from web.data.seen import MOST_ROWS, Faults, Seen, by_sheet, compared_with
from web.data.stored import counts, find_stored, frame, said, store_district, stored
from web.languages import chosen_language
from web.shelf import shelf

blueprint = Blueprint("data", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROOM_FOR_FORM = 64 << 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an upload holds: a district, or what is wrong with the file."""

    district: District | None
    faults: tuple[BadData, ...]


@blueprint.app_template_filter("said")
def said_filter(words: object) -> str:
    """Return words of both languages in that of the request."""
    return said(words)  # type: ignore[arg-type]


@blueprint.get("/data")
def page() -> str:
    """Return what is stored, and the form to bring a workbook in."""
    return _page()


@blueprint.get("/data/huyen.xlsx")
def download() -> Response:
    """Return the district as a workbook: the bytes that ``lenban export`` writes."""
    return _file(_workbook(shelf().folder, stored().id), "huyen.xlsx")


@blueprint.post("/data/upload")
def upload() -> AnyResponse | tuple[str, HTTPStatus]:
    """Keep a workbook and show what it holds; a file that is none is refused at once."""
    request.max_content_length = MAX_UPLOAD + ROOM_FOR_FORM
    try:
        file = request.files.get("file")
        content = file.read() if file else b""
    except RequestEntityTooLarge:
        return _refused(_too_large(), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if not file or not file.filename:
        return _refused(gettext("Choose a workbook first."))
    if len(content) > MAX_UPLOAD:
        return _refused(_too_large(), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    here = shelf()
    kept = keep_upload(here.folder, file.filename, content, at=here.now())
    faults = _read(kept.path).faults
    if faults and all("!" not in fault.where for fault in faults) and not _has_sheets(faults):
        drop_upload(kept)
        return _refused(" ".join(f.text(chosen_language()) for f in faults))
    return redirect(url_for("data.uploaded", token=kept.token), HTTPStatus.SEE_OTHER)


@blueprint.get("/data/uploads/<token>")
def uploaded(token: str) -> str:
    """Return the faults of an upload, or what accepting it would change."""
    return _uploaded(find_upload(shelf().folder, token))


@blueprint.get("/data/uploads/<token>/marked.xlsx")
def marked(token: str) -> Response:
    """Return the uploaded workbook with its faults marked."""
    kept = find_upload(shelf().folder, token)
    content = marked_copy(kept.path, _read(kept.path).faults, chosen_language())
    return _file(content, f"{kept.path.stem}-loi.xlsx")


@blueprint.post("/data/uploads/<token>/accept")
def accept(token: str) -> AnyResponse | tuple[str, HTTPStatus]:
    """Make an upload the district; if another one was compared, show the difference to the new."""
    kept = find_upload(shelf().folder, token)
    district = _read(kept.path).district
    compared = request.form.get("compared", type=int)
    if district is None or compared is None:
        return _uploaded(kept), HTTPStatus.UNPROCESSABLE_ENTITY
    if not store_district(district, compared=compared):
        return _uploaded(kept, late=True), HTTPStatus.CONFLICT
    drop_upload(kept)
    return redirect(url_for("data.page", done=1), HTTPStatus.SEE_OTHER)


def _page(refusal: str = "") -> str:
    now = find_stored()
    return render_template(
        "data.html",
        **frame(),
        now=now,
        counts=counts(now.district) if now else [],
        refusal=refusal,
        limit=MAX_UPLOAD // MEBIBYTE,
        done="done" in request.args,
    )


def _refused(
    refusal: str, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY
) -> tuple[str, HTTPStatus]:
    return _page(refusal), status


def _too_large() -> str:
    limit = MAX_UPLOAD // MEBIBYTE
    return str(gettext("The file is larger than %(limit)s MB.", limit=limit))


def _uploaded(kept: Upload, *, late: bool = False) -> str:
    reading = _read(kept.path)
    now = find_stored()
    faults: Faults | None = None
    seen: Seen | None = None
    if reading.district is None:
        faults = by_sheet(reading.faults)
    else:
        seen = compared_with(now.district if now else None, reading.district, frame().get("shown"))
    return render_template(
        "upload.html",
        **frame(),
        now=now,
        upload=kept,
        faults=faults,
        can_mark=faults is not None and can_be_marked(kept.path),
        seen=seen,
        counts=counts(reading.district) if reading.district else [],
        most=MOST_ROWS,
        late=late,
    )


def _has_sheets(faults: tuple[BadData, ...]) -> bool:
    """Return whether the file is a workbook, of which sheets are missing or double."""
    return any(fault.code in ("missing_sheet", "duplicate_sheet") for fault in faults)


@lru_cache(maxsize=8)
def _read(path: Path) -> Reading:
    """Return what a kept file holds; it never changes under its random name."""
    try:
        return Reading(district=read_workbook(path), faults=())
    except BadFile as refused:
        found = (fault for fault in refused.exceptions if isinstance(fault, BadData))
        return Reading(district=None, faults=tuple(found))


@lru_cache(maxsize=2)
def _workbook(folder: Path, district_id: int) -> bytes:  # noqa: ARG001 - ids are a folder's own
    """Return a district's workbook; a district never changes under its id."""
    return workbook_bytes(shelf().district(district_id))


def _file(content: bytes, name: str) -> Response:
    answer = current_app.response_class(content, mimetype=XLSX)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
