"""Addresses of journeys."""

from django.urls import include, path

from polku.web.workspace.journeys import canvas_urls
from polku.web.workspace.journeys.views import (
    arranging,
    from_events,
    happening,
    lanes,
    listing,
    mapping,
    meaning,
    phases,
    planning,
    touchpoints,
)

urlpatterns = [
    path("", listing.journeys, name="journeys"),
    path("new/", listing.new, name="journey-new"),
    path("templates/<slug:template>/", listing.begin, name="journey-begin"),
    path("canvases/", include(canvas_urls)),
    path("events/", meaning.events, name="journey-events"),
    path("events/journey/", from_events.from_events, name="journey-from-events"),
    path("events/keep/", meaning.keep, name="journey-events-keep"),
    path("events/<uuid:key>/undo/", meaning.undo, name="journey-events-undo"),
    path("events/<uuid:key>/remove/", meaning.remove, name="journey-events-remove"),
    path("events/<uuid:key>/restore/", meaning.restore, name="journey-events-restore"),
    path("<uuid:key>/plan/", planning.plan, name="journey-plan"),
    path("<uuid:key>/happened/", happening.happened, name="journey-happened"),
    path("<uuid:key>/happened/walks/", happening.walks, name="journey-walks"),
    path("<uuid:key>/happened/export/<str:kind>/", happening.export, name="journey-happened-export"),
    path("<uuid:key>/walks/<path:case>/", happening.one_walk, name="journey-walk"),
    path("<uuid:key>/", mapping.journey, name="journey"),
    path("<uuid:key>/lanes/", lanes.lanes, name="journey-lanes"),
    path("<uuid:key>/edit/", mapping.edit, name="journey-edit"),
    path("<uuid:key>/details/", listing.details, name="journey-details"),
    path("<uuid:key>/place/", listing.place, name="journey-place"),
    path("<uuid:key>/copy/", listing.copy, name="journey-copy"),
    path("<uuid:key>/delete/", listing.delete, name="journey-delete"),
    path("<uuid:key>/restore/", listing.restore, name="journey-restore"),
    path("<uuid:key>/arrange/", arranging.arrange, name="journey-arrange"),
    path("<uuid:key>/phases/new/", phases.new, name="phase-new"),
    path("phases/<uuid:key>/", phases.phase, name="phase"),
    path("phases/<uuid:key>/delete/", phases.delete, name="phase-delete"),
    path("phases/<uuid:key>/restore/", phases.restore, name="phase-restore"),
    path("phases/<uuid:key>/touchpoints/", touchpoints.new, name="touchpoint-new"),
    path("touchpoints/<uuid:key>/", touchpoints.touchpoint, name="touchpoint"),
    path("touchpoints/<uuid:key>/lanes/", lanes.fill, name="touchpoint-lanes"),
    path("touchpoints/<uuid:key>/delete/", touchpoints.delete, name="touchpoint-delete"),
    path("touchpoints/<uuid:key>/restore/", touchpoints.restore, name="touchpoint-restore"),
]
