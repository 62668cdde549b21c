"""Addresses of this subject."""

from django.urls import path

from polku.web.workspace.settings import views

urlpatterns = [
    path("", views.me, name="settings"),
    path("kept/", views.kept, name="settings-kept"),
    path("organisation/", views.organisation, name="settings-organisation"),
    path("members/", views.members, name="settings-members"),
    path("members/invite/", views.invite, name="settings-invite"),
    path("members/<uuid:key>/", views.member, name="settings-member"),
    path("members/<uuid:key>/role/<str:role>/", views.change_role, name="settings-member-role"),
    path("members/<uuid:key>/activate/", views.activate, name="settings-member-activate"),
    path("members/<uuid:key>/deactivate/", views.deactivate, name="settings-member-deactivate"),
    path("members/<uuid:key>/link/", views.link, name="settings-member-link"),
    path("members/<uuid:key>/second-factor/", views.second_factor, name="settings-member-second-factor"),
    path("audit/", views.audit, name="settings-audit"),
    path("join/<uuid:key>/<str:token>/", views.accept_invitation, name="accept-invitation"),
]
