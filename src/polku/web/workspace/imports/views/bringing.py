"""The page where files are brought: one or several, by a form that a script makes quicker."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from polku.flows.import_file import receive
from polku.governance.rules import Refused
from polku.web.workspace.access import page
from polku.web.workspace.asking import REFUSED
from polku.web.workspace.imports.largest import most, too_large
from polku.web.workspace.notices import tell


def most_words() -> str:
    """The largest file, as people say it."""
    return f"{settings.LARGEST_FILE_MB}\u00a0MB"


def told_too_large() -> str:
    words = _("The file is larger than %(most)s. Save it as CSV or Parquet, split it, or use the command polku import.")
    return words % {"most": most_words()}


@page("import_data")
def new(request: HttpRequest) -> HttpResponse:
    """Choose files; each is read, and nothing of it comes in yet."""
    if request.method != "POST":
        return asking(request)
    wrong, places = [], []
    for given in request.FILES.getlist("file"):
        try:
            places.append(reverse("import", args=[_received(request, given)]))
        except Refused as refused:
            wrong.append(f"{given.name}: {refused}" if len(request.FILES.getlist("file")) > 1 else str(refused))
    if not wrong and not places:
        wrong.append(told_too_large() if too_large(request) else _("Choose a file first."))
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        answer = {"wrong": " ".join(wrong)} if wrong else {"address": places[0]}
        return JsonResponse(answer, status=REFUSED if wrong else 200)
    if wrong:
        return asking(request, wrong)
    if len(places) == 1:
        return redirect(places[0])
    tell(request, _("Read. Look at each file in turn."))
    return redirect("imports")


def asking(request: HttpRequest, wrong: list[str] | None = None) -> HttpResponse:
    context = {
        "most": most(),
        "most_words": most_words(),
        "too_large": told_too_large(),
        "wrong": wrong or [],
    }
    return render(request, "workspace/imports/new.html", context, status=REFUSED if wrong else 200)


def _received(request: HttpRequest, given: UploadedFile) -> object:
    return receive(given.name or "file", given.chunks(), actor=request.viewer)
