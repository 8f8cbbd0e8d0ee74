"""One address of each kind of page, for whatever a data folder holds."""

from flask import Flask, url_for

from web import board
from web.figures import monday_of
from web.jobs import jobs
from web.shelf import shelf


def addresses(app: Flask) -> dict[str, str]:
    """Return the address of one page of each kind, by a short name."""
    with app.test_request_context():
        shown = shelf().shown()
        card = max(board.cards(shown), key=lambda c: c.stop.people)
        village = shown.district.villages[0]
        found = {
            "overview": url_for("overview.page"),
            "week": url_for("week.page", monday=monday_of(card.day)),
            "session": url_for("session.page", session_id=card.stop.session.id),
            "village": url_for("village.page", village_id=shown.district.villages[0].id),
            "map": url_for("map.whole"),
            "map-day": url_for("map.of_day", day=card.day),
            "road": url_for("roads.segment", segment_id=shown.district.segments[0].id),
            "closures": url_for("roads.closures"),
            "risk": url_for("risks.page", day=card.day),
            "advice": url_for("advising.page"),
            "repair-form": url_for("repairs.form"),
            "sky": url_for("skies.page", day=card.day),
            "announcing": url_for("announcing.page", day=card.day),
            "subscribe": url_for("subscribe.choices"),
            "plan": url_for("planning.page"),
            "drafts": url_for("drafts.listing"),
            "publish": url_for("publishing.preview"),
            "revisions": url_for("publishing.revisions"),
            "links": url_for("links.page"),
            "print": url_for("sheets.choices"),
            "print-team": url_for("sheets.team", team_id=card.team.id, monday=monday_of(card.day)),
            "print-village": url_for("sheets.village", village_id=card.place.id)
            if card.place.id in shown.district.village_by_id
            else url_for("sheets.villages"),
            "print-villages": url_for("sheets.villages"),
            "outcomes": url_for("outcomes.page", day=card.day.isoformat()),
            "outcome": url_for(
                "outcomes.occasion", day=card.day, name=card.stop.session.lasting_name
            ),
            "register": url_for("register.page", commune=card.place.commune),
            "report": url_for("weekly.page", monday=monday_of(card.day)),
            "sign-in": url_for("sign_in.page"),
            "me": url_for("me.page"),
            "accounts": url_for("accounts.page"),
            "audit": url_for("audit.page"),
            "data": url_for("data.page"),
            "data-villages": url_for("lists.villages"),
            "data-demand": url_for("lists.demand"),
            "data-teams": url_for("lists.teams"),
            "data-village": url_for("rows.edit", table="villages", row_id=village.id),
            "data-village-new": url_for("rows.new", table="villages"),
            "data-village-remove": url_for("removal.page", table="villages", row_id=village.id),
            "data-village-demand": url_for("rows.edit_demand", village_id=village.id),
            "data-team": url_for("rows.edit", table="teams", row_id=card.team.id),
            "data-member-new": url_for("rows.new", table="members"),
            "missing": "/no-such-page",
        }
        for job in jobs().list()[:1]:
            found["job"] = url_for("planning.job", number=job.number)
        if shown.revision:
            found["subscribe-one"] = url_for("subscribe.instructions", feed_key="district")
            found["repair"] = url_for("repairs.result", plan=shown.plan_id)
            found["calls"] = url_for("calling.page", revision=shown.revision.number)
        return found
