"""The page Where are we today?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from polku.web.workspace.access import page


@page("see_figures")
def where(request: HttpRequest) -> HttpResponse:
    return render(request, "workspace/scoreboard/where.html")
