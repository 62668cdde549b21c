"""What customers write, in the language sv."""

from cxlab.simulate.phrasing import Bank

_TOPICS = [
    "trust",
    "ease",
    "speed",
    "approachable",
    "help",
    "expertise",
    "informs_ahead",
    "same_service",
    "site",
    "newsletter",
    "fair",
    "showroom",
    "meeting",
    "phone",
    "offer",
    "order",
    "delivery",
    "installation",
    "invoicing",
    "aftercare",
    "staff",
]
_GOOD = {
    "fi": ("Sujui hyvin.", "Tätä lisää."),
    "sv": ("Det gick bra.", "Mer sådant."),
    "en": ("It went well.", "More of that."),
}["sv"]
_BAD = {
    "fi": ("Ei sujunut.", "Tämä pitää korjata."),
    "sv": ("Det gick inte bra.", "Det här måste rättas till."),
    "en": ("It went badly.", "This needs mending."),
}["sv"]
SWEDISH = Bank(
    good=dict.fromkeys(_TOPICS, _GOOD),
    bad=dict.fromkeys(_TOPICS, _BAD),
    openings={"good": _GOOD, "bad": _BAD},
    closings={"good": _GOOD, "bad": _BAD},
    short={"good": _GOOD, "bad": _BAD},
    but=({"fi": "Mutta", "sv": "Men", "en": "But"}["sv"],),
    slots={},
)
