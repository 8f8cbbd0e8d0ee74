"""The report of a week: as a page that prints, as a document and as a workbook."""

from datetime import date

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from planner.data.report_files import docx_bytes, xlsx_bytes
from planner.domain.written import Written
from planner.jobs.reports import written_week
from planner.planning.register import Told
from planner.planning.week_report import WeekReport, week_report
from web.figures import WEEK, monday_of
from web.languages import chosen_language
from web.outcomes.page import XLSX, download, known, within
from web.shelf import shelf

blueprint = Blueprint("weekly", __name__)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("/report")
def now() -> Answer:
    """Send the reader to the last week that has begun and has sessions."""
    told = known()
    past = [p.day for p in told.promised if p.day <= told.today]
    day = past[-1] if past else told.today
    return redirect(url_for("weekly.page", monday=monday_of(day)))


@blueprint.get("/report/<day:monday>")
def page(monday: date) -> str | Answer:
    """Return the report of the week that begins on ``monday``."""
    if monday.weekday():
        return redirect(url_for("weekly.page", monday=monday_of(monday)))
    told, report, written = _report(monday)
    return render_template(
        "weekly.html",
        shown=shelf().shown(),
        told=told,
        report=report,
        written=written,
        monday=monday,
        previous=within(told, monday - WEEK),
        following=within(told, monday + WEEK),
    )


@blueprint.get("/report/<day:monday>.<any(docx,xlsx):form>")
def file(monday: date, form: str) -> Response:
    """Return the report as a file."""
    told, _, written = _report(monday_of(monday))
    name = f"bao-cao-tuan-{monday.isoformat()}.{form}"
    if form == "docx":
        return download(docx_bytes(written, told.now), name, DOCX)
    return download(xlsx_bytes(written), name, XLSX)


def _report(monday: date) -> tuple[Told, WeekReport, Written]:
    told = known()
    report = week_report(told, monday)
    return told, report, written_week(told, report, chosen_language())
