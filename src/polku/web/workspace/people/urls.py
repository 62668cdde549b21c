"""Addresses of this subject."""

from django.urls import path

from polku.web.workspace.people import contacts, segments, views

urlpatterns = [
    path("", views.accounts, name="people"),
    path("own/", views.own, name="people-own"),
    path("add/", views.add, name="people-add"),
    path("segments/", segments.segments, name="people-segments"),
    path("segments/<slug:key>/", segments.rename, name="people-segment"),
    path("segments/<slug:key>/up/", segments.up, name="people-segment-up"),
    path("segments/<slug:key>/delete/", segments.delete, name="people-segment-delete"),
    path("<uuid:key>/", views.account, name="people-account"),
    path("<uuid:key>/edit/", views.edit, name="people-edit"),
    path("<uuid:key>/delete/", views.delete, name="people-delete"),
    path("<uuid:key>/restore/", views.restore, name="people-restore"),
    path("<uuid:key>/contacts/add/", contacts.add, name="people-contact-add"),
    path("contacts/<uuid:key>/", contacts.edit, name="people-contact"),
    path("contacts/<uuid:key>/delete/", contacts.delete, name="people-contact-delete"),
    path("contacts/<uuid:key>/restore/", contacts.restore, name="people-contact-restore"),
    path("contacts/<uuid:key>/erase/", contacts.erase, name="people-contact-erase"),
    path("contacts/<uuid:key>/kept/", contacts.kept, name="people-contact-kept"),
    path("contacts/<uuid:key>/do-not-ask/", contacts.do_not_ask, name="people-contact-do-not-ask"),
    path("contacts/<uuid:key>/allow-asking/", contacts.allow_asking, name="people-contact-allow-asking"),
]
