"""Decides what becomes of a form (done, or told at its field what is in the way), and how a file is handed over."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import formats
from django.utils.translation import gettext as _

from polku.governance.rules import Refused
from polku.governance.services import Stale

REFUSED = 422


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, an empty form too; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


class Seen(forms.Form):
    """A form that knows what it was drawn from: what another changed meanwhile is not overwritten unseen."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def mark(self) -> str | None:
        """The mark of what stood there when the form was drawn; None when the form does not say."""
        return self.cleaned_data["seen"] or None


def changed_meanwhile(form: forms.Form, stale: Stale) -> None:
    """Keep what was written, tell beside it what stands there now, and let saving again be a choice."""
    form.data = form.data.copy()
    form.data[form.add_prefix("seen")] = form.get_initial_for_field(form.fields["seen"], "seen")
    form.add_error(None, _("%(stale)s Save again to keep what you wrote here.") % {"stale": stale})
    for name in form.changed_data:
        if name not in {"seen", "once"}:
            form.add_error(name, _("It now says: %(value)s.") % {"value": _standing(form, name)})


def _standing(form: forms.Form, name: str) -> str:
    """What stands there now, as the reader would choose or write it."""
    field = form.fields[name]
    now = form.get_initial_for_field(field, name)
    if isinstance(field, forms.BooleanField):
        return _("yes") if now else _("no")
    several = now if isinstance(now, list | tuple) else [now]
    named = {str(value): str(words) for value, words in getattr(field, "choices", ())}
    told = ", ".join(
        named.get(str(one), formats.localize_input(one)) for one in several if one is not None and one != ""
    )
    return told or "—"


def accepted(form: forms.Form, done: Callable[[], Any]) -> bool:
    """Do it if the form is in shape; a refusal is told at its field."""
    if not form.is_valid():
        return False
    try:
        done()
    except Stale as stale:
        changed_meanwhile(form, stale)
        return False
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return False
    return True


def as_file(content: dict[str, Any], name: str) -> HttpResponse:
    """What is kept of a person, as a file to hand over."""
    text = json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)


def status(form: forms.Form) -> int:
    """The status of a page that shows the form: a refused one is no success, for whoever asks by program."""
    return REFUSED if form.errors else 200
