"""Addresses of rounds."""

from django.urls import path

from polku.web.workspace.rounds.views import contacting, grouping, happenings, listing, preparing, sending, sharing

urlpatterns = [
    path("", listing.rounds, name="rounds"),
    path("coverage/", contacting.coverage, name="round-coverage"),
    path("rules/", contacting.contact_rules, name="contact-rules"),
    path("rules/change/", contacting.change_rules, name="contact-rules-change"),
    path("events/", happenings.happenings, name="round-events"),
    path("events/<uuid:key>/", happenings.one, name="round-event"),
    path("events/<uuid:key>/preparation/", happenings.preparation, name="round-preparation"),
    path("events/<uuid:key>/call-off/", happenings.call_off, name="round-event-call-off"),
    path("share/<uuid:survey>/", sharing.share, name="round-share"),
    path("share/<uuid:survey>/code.<str:kind>", sharing.code, name="round-code"),
    path("share/<uuid:survey>/paper/<str:language>/", sharing.paper, name="round-paper"),
    path("share/<uuid:survey>/write-in/<str:language>/", sharing.write_in, name="round-write-in"),
    path("new/<uuid:survey>/", preparing.new, name="round-new"),
    path("<uuid:key>/", listing.one, name="round"),
    path("<uuid:key>/groups/", grouping.groups, name="round-groups"),
    path("<uuid:key>/people/", listing.people, name="round-people"),
    path("<uuid:key>/edit/", preparing.edit, name="round-edit"),
    path("<uuid:key>/delete/", preparing.delete, name="round-delete"),
    path("<uuid:key>/letter/<str:language>/", preparing.letter, name="round-letter"),
    path("<uuid:key>/dry-run/", sending.dry_run, name="round-dry-run"),
    path("<uuid:key>/start/", sending.start, name="round-start"),
    path("<uuid:key>/stop/", sending.stop, name="round-stop"),
    path("<uuid:key>/messages/<uuid:message>/<int:number>/", sending.settle, name="round-settle"),
]
