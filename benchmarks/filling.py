"""Many answers in a store at once, so that what they cost afterwards can be measured: three years of one company."""

from __future__ import annotations

import json
import secrets
import uuid

import numpy as np

QUESTIONS = 10
MONTHS = [f"{year}-{month:02d}" for year in (2024, 2025, 2026) for month in range(1, 13)][:34]
AT_ONCE = 20_000
_SCALES = {"recommend": (0, 10), "ease": (1, 7), "ordering": (1, 5), "delivery": (1, 5), "trust": (1, 5)}


def asked(slugs: list[str]) -> object:
    """A published open version of ten measured questions, those on deliveries at touchpoints of the map."""
    from tests.polku.web.respond import asking

    base = (asking.RECOMMEND, asking.EASE, asking.ORDERING, asking.DELIVERY, asking.TRUST)
    metrics = {"ease": "ces7", "delivery": "csat5"}
    questions = [one | ({"definition": metrics[one["key"]]} if one["key"] in metrics else {}) for one in base]
    for at in range(QUESTIONS - len(base)):
        more = asking.RECOMMEND if at % 2 else asking.EASE | {"definition": "ces7"}
        questions.append(more | {"key": f"at{at}", "touchpoint": slugs[at % len(slugs)], "required": False})
    return asking.ask(asking.content(*questions))


def answered(version: object, answers: int, *, accounts: int = 2_000) -> None:
    """Put answers to the version into the store: accounts with five contacts each, months spread evenly."""
    from django.db import connection, transaction

    from polku.people.models import Account, Contact, Segment
    from polku.surveys.models import Response, Version

    rng, row = np.random.default_rng(9), Version.objects.get(survey__key=version.survey)  # type: ignore[attr-defined]
    segments = list(Segment.objects.order_by("pk"))
    made = Account.objects.bulk_create(
        Account(name=f"Customer {at}", name_folded=f"customer {at}", segment=segments[at % len(segments)])
        for at in range(accounts)
    )
    people = Contact.objects.bulk_create(
        Contact(account=made[at % accounts], decision_role=("user", "buyer", "decider")[at % 3], language="en")
        for at in range(5 * accounts)
    )
    names = (
        "id", "key", "version_id", "account_id", "contact_id", "answers", "language", "answered_at", "week", "month",
        "wave", "segment", "decision_role", "buyer_kind", "unit", "weight", "background", "channel",
    )  # fmt: skip
    uuids = connection.vendor == "postgresql"
    mark = "%s" if uuids else "?"
    insert = f"INSERT INTO {Response._meta.db_table} ({', '.join(names)}) VALUES ({', '.join([mark] * len(names))})"  # noqa: S608
    # Answers vary, forms of them need not: a few thousand different ones are told apart by who gave them and when.
    said = [json.dumps(_answers(one)) for one in rng.random((4_000, QUESTIONS))]
    who = [
        (one.account_id, one.pk, segments[at % accounts % len(segments)].key, one.decision_role)
        for at, one in enumerate(people)
    ]
    for start in range(0, answers // QUESTIONS, AT_ONCE):
        count = min(AT_ONCE, answers // QUESTIONS - start)
        drawn = (rng.integers(0, most, count).tolist() for most in (len(who), len(MONTHS), len(said)))
        lines = []
        for person, month, form in zip(*drawn, strict=True):
            account, contact, segment, role = who[person]
            key = uuid.UUID(int=secrets.randbits(128), version=4)
            lines.append(
                (
                    secrets.randbits(63), key if uuids else key.hex, row.pk, account, contact, said[form], "en",
                    f"{MONTHS[month]}-15 12:00:00", "", MONTHS[month], "", segment, role, "", "", 1.0, "{}", "link",
                )
            )  # fmt: skip
        with transaction.atomic(), connection.cursor():
            connection.connection.cursor().executemany(insert, lines)


def _answers(said: np.ndarray) -> dict[str, int]:
    scales = [*_SCALES.items(), *((f"at{at}", (0, 10) if at % 2 else (1, 7)) for at in range(QUESTIONS - len(_SCALES)))]
    return {key: low + int(part * (high - low + 1)) for (key, (low, high)), part in zip(scales, said, strict=True)}
