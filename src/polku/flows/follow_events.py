"""Decides how rounds that come again or follow events are carried on: by the heartbeat, each event once."""

from __future__ import annotations

from django.utils import timezone

from polku.flows.record_response import PRODUCT
from polku.flows.turns import in_turn
from polku.outreach import queries, services


def follow_events() -> int:
    """Put letters for events in the outbox and begin rounds that come again; returns how many of both were new."""
    now, made = timezone.now(), 0
    for key in queries.following(viewer=PRODUCT):
        for one in queries.observed(key, viewer=PRODUCT, now=now):
            with in_turn():
                services.note_observed(one.event, one.touchpoint, one.account, one.contact, one.at, actor=PRODUCT)
        for happening in queries.to_follow(key, viewer=PRODUCT, now=now):
            found = queries.letters_for(key, happening, viewer=PRODUCT, now=now)
            with in_turn():
                made += services.keep_following(key, found, actor=PRODUCT)
    for key in queries.coming_again(viewer=PRODUCT, now=now):
        with in_turn():
            made += services.come_again(key, actor=PRODUCT) is not None
    return made
