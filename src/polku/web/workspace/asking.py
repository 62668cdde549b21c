"""Decides what becomes of a form: done, or told at its field what is in the way, with nothing given lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

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


def status(form: forms.Form) -> int:
    """The status of a page that shows the form: a refused one is no success, for whoever asks by program."""
    return REFUSED if form.errors else 200
