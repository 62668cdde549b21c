"""Addresses of canvases and of the encounters held by them."""

from django.urls import path

from polku.web.workspace.journeys.views import canvases, filling, held, versions

urlpatterns = [
    path("", canvases.canvases, name="canvases"),
    path("new/", canvases.new, name="canvas-new"),
    path("<uuid:key>/", canvases.canvas, name="canvas"),
    path("<uuid:key>/details/", canvases.details, name="canvas-details"),
    path("<uuid:key>/fill/", filling.fill, name="canvas-fill"),
    path("<uuid:key>/questions/", filling.questions, name="canvas-questions"),
    path("<uuid:key>/script/", filling.script, name="canvas-script"),
    path("<uuid:key>/undo/", filling.undo, name="canvas-undo"),
    path("<uuid:key>/copy/", canvases.copy, name="canvas-copy"),
    path("<uuid:key>/delete/", canvases.delete, name="canvas-delete"),
    path("<uuid:key>/restore/", canvases.restore, name="canvas-restore"),
    path("<uuid:key>/versions/", versions.versions, name="canvas-versions"),
    path("<uuid:key>/versions/keep/", versions.keep, name="canvas-keep"),
    path("<uuid:key>/versions/<int:number>/return/", versions.return_to, name="canvas-return"),
    path("<uuid:key>/measured/", canvases.measured, name="canvas-measured"),
    path("<uuid:key>/begin/", held.begin, name="held-begin"),
    path("held/<uuid:key>/", held.held, name="held"),
    path("held/<uuid:key>/step/", held.step, name="held-step"),
    path("held/<uuid:key>/lengths/", held.lengths, name="held-lengths"),
    path("held/<uuid:key>/delete/", held.delete, name="held-delete"),
    path("held/<uuid:key>/restore/", held.restore, name="held-restore"),
    path("held/<uuid:key>/notes/", held.note, name="held-note"),
    path("notes/<uuid:key>/delete/", held.note_delete, name="held-note-delete"),
    path("notes/<uuid:key>/restore/", held.note_restore, name="held-note-restore"),
]
