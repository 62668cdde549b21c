"""Addresses of this subject: one page a file, which shows what there is to do with it now."""

from django.urls import path

from polku.web.workspace.imports.views import bringing, columns, listing, looking, mapping, saying, settling

urlpatterns = [
    path("", listing.imports, name="imports"),
    path("new/", bringing.new, name="imports-new"),
    path("mappings/", mapping.kept, name="imports-mappings"),
    path("mappings/file/", mapping.kept_file, name="imports-mapping-file"),
    path("mappings/forget/", mapping.forget, name="imports-mapping-forget"),
    path("units/<uuid:key>/undo/", listing.undo_unit, name="imports-undo-unit"),
    path("<uuid:key>/", looking.look, name="import"),
    path("<uuid:key>/decide/", looking.decide, name="import-decide"),
    path("<uuid:key>/say/", saying.say, name="import-say"),
    path("<uuid:key>/preset/", saying.preset, name="import-preset"),
    path("<uuid:key>/start/", settling.start, name="import-start"),
    path("<uuid:key>/undo/", settling.undo, name="import-undo"),
    path("<uuid:key>/drop/", settling.drop, name="import-drop"),
    path("<uuid:key>/rejected/", settling.rejected, name="import-rejected"),
    path("<uuid:key>/form/", columns.reading, name="import-form"),
    path("<uuid:key>/about/", columns.about, name="import-about"),
    path("<uuid:key>/columns/<int:number>/", columns.column, name="import-column"),
    path("<uuid:key>/roles/", columns.roles, name="import-roles"),
    path("<uuid:key>/found/", columns.found, name="import-found"),
    path("<uuid:key>/mapping/", mapping.mapping, name="import-mapping"),
    path("<uuid:key>/mapping/file/", mapping.file, name="import-mapping-file"),
    path("<uuid:key>/mapping/keep/", mapping.keep, name="import-keep"),
    path("<uuid:key>/mapping/use/", mapping.use, name="import-use"),
]
