"""Addresses of surveys."""

from django.urls import path

from polku.web.workspace.surveys.views import editing, exporting, listing, publishing, reading

urlpatterns = [
    path("", listing.surveys, name="surveys"),
    path("new/", listing.new, name="survey-new"),
    path("<uuid:key>/", listing.survey, name="survey"),
    path("<uuid:key>/answers/", reading.answers, name="survey-answers"),
    path("<uuid:key>/export/", exporting.export, name="survey-export"),
    path("<uuid:key>/edit/", editing.editor, name="survey-edit"),
    path("<uuid:key>/edit/texts/", editing.texts, name="survey-texts"),
    path("<uuid:key>/edit/add/", editing.add, name="survey-add"),
    path("<uuid:key>/edit/undo/", editing.undo, name="survey-undo"),
    path("<uuid:key>/edit/questions/<slug:question>/", editing.question, name="survey-question"),
    path("<uuid:key>/edit/questions/<slug:question>/arrange/", editing.arrange, name="survey-arrange"),
    path("<uuid:key>/publish/", publishing.publish, name="survey-publish"),
    path("<uuid:key>/publish/promise/", publishing.promise, name="survey-promise"),
    path("<uuid:key>/close/", publishing.close, name="survey-close"),
    path("<uuid:key>/reopen/", publishing.reopen, name="survey-reopen"),
    path("<uuid:key>/draft/", publishing.new_draft, name="survey-draft"),
    path("<uuid:key>/delete/", publishing.delete, name="survey-delete"),
    path("<uuid:key>/take-back/", publishing.take_back, name="survey-take-back"),
]
