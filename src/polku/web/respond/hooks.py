"""Decides what is believed of a mail provider's webhook: who knows the secret tells which letters came back."""

from __future__ import annotations

import base64
import binascii
import hmac
import json

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from polku.flows.returned_mail import take, take_mails
from polku.outreach import rules

LARGEST = 1_000_000


@csrf_exempt
def returned_mail(request: HttpRequest) -> HttpResponse:
    """Takes a provider's events as JSON, or a returned mail as it came (message/rfc822)."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not settings.MAIL_SECRET:
        return _refused(404, "No secret is set. Set POLKU_MAIL_SECRET and send it as Authorization: Bearer.")
    if not hmac.compare_digest(_secret(request), settings.MAIL_SECRET.encode()):
        return _refused(401, "Send the secret as Authorization: Bearer, or as the password of Basic.")
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        return _refused(413, "At most a megabyte at a time.")
    try:
        return _taken(request, body)
    except (OperationalError, InterfaceError):
        return _refused(503, "The store is busy; send it again.")


def _taken(request: HttpRequest, body: bytes) -> HttpResponse:
    if request.content_type == "message/rfc822":
        return JsonResponse(dict(take_mails([body])))
    try:
        told = rules.told_by_hook(json.loads(body))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        return _refused(422, "This is no JSON.")
    except ValueError as wrong:
        message = f"{wrong}: wants event (bounce, complaint), and message_id or mail; lasting is true or false."
        return _refused(422, message)
    return JsonResponse({"taken": [take(one) for one in told]})


def _secret(request: HttpRequest) -> bytes:
    kind, _space, given = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return given.strip().encode()
    if kind.lower() != "basic":
        return b""
    try:
        return base64.b64decode(given, validate=True).partition(b":")[2]
    except (binascii.Error, ValueError):
        return b""


def _refused(status: int, told: str) -> HttpResponse:
    return JsonResponse({"error": told}, status=status)
