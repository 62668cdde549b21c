"""The gate at the door of every page: who is asking, and may they."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from polku.governance.gate import Action, Viewer, may

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def viewer_of(request: HttpRequest) -> Viewer:
    """The signed-in member as the gate knows them."""
    member = request.user
    return Viewer(member=member.pk, role=member.role, language=member.language)


def page(action: Action) -> Callable[[View[P]], View[P]]:
    """Let a view run only for a member whose role reaches the action; the route test reads ``view.action``."""

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            request.viewer = viewer_of(request)
            if not may(request.viewer, action):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.action = action
        return guarded

    return wrap
