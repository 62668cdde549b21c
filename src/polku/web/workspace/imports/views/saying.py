"""What is said of the whole file on its own page: survey, wave and month in place, promise and audience by a button."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxlab.charts import figures
from polku.flows.import_file.moments import read_month
from polku.governance.rules import Refused
from polku.web.workspace.access import page
from polku.web.workspace.imports import presets
from polku.web.workspace.imports.forms import not_a_month
from polku.web.workspace.imports.shown import SAID_HERE
from polku.web.workspace.imports.views.asked import asked, keep, mapping_of, refusals_told
from polku.web.workspace.imports.views.columns import as_said
from polku.web.workspace.imports.views.looking import still_open, take_suggestions
from polku.web.workspace.notices import tell, warn


@page("import_data")
@require_POST
@refusals_told
def say(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep what was said; with it what is suggested, where that was asked for; and tell what is still open."""
    upload = asked(request, key)
    mapping = mapping_of(upload)
    said = {
        name: " ".join(request.POST[name].split())[:120] for name in SAID_HERE if request.POST.get(name, "").strip()
    }
    told = []
    if "month" in said:
        said["month"] = month_of(said["month"])
        named = figures.month(said["month"], get_language() or "en", long=True)
        told.append(_("The month is %(month)s.") % {"month": named})
    if said:
        whole = {"kind": mapping.kind, "survey": mapping.survey, "source": mapping.source} | said
        keep(request, upload, replace(as_said(request, upload, mapping, whole), **said))
    if "suggested" in request.POST:
        taken = take_suggestions(request, asked(request, key))
        words = ngettext("%(count)s suggestion was taken.", "%(count)s suggestions were taken.", taken)
        told.append(words % {"count": taken})
    if left := still_open(request, asked(request, key)):
        words = ngettext("%(count)s thing is still open.", "%(count)s things are still open.", left)
        told.append(words % {"count": left})
    if told:
        tell(request, " ".join(told))
    return back(key, "#decide")


def month_of(text: str) -> str:
    """The month that was written; raises Refused."""
    month = read_month(text)
    if month is None:
        raise Refused(not_a_month(text))
    return month


@page("import_data")
@require_POST
@refusals_told
def preset(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say what was promised, or who answered."""
    upload = asked(request, key)
    name, value = request.POST.get("name", ""), request.POST.get("value", "")
    if presets.known(name, value):
        keep(request, upload, replace(mapping_of(upload), **{name: value}))
    else:
        warn(request, _("Choose one of those that stand there."))
    return back(key, "#preset")


def back(key: UUID, place: str) -> HttpResponse:
    """To the same file."""
    answer = redirect("import", key=key)
    answer["Location"] += f"?look{place}"
    return answer
