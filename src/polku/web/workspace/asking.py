"""Decides what becomes of a form (done, or told at its field what is in the way), and how a file is handed over."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, QueryDict

from polku.governance.rules import Refused

REFUSED = 422


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, an empty form too; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def accepted(form: forms.Form, done: Callable[[], Any]) -> bool:
    """Do it if the form is in shape; a refusal is told at its field."""
    if not form.is_valid():
        return False
    try:
        done()
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
