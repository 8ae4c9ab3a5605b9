"""Addresses of people, below people/."""

from django.urls import path

from yui.people import roster_views, views

urlpatterns = [
    path("", views.people, name="people"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/roles/", views.give_role, name="give_role"),
    path("<int:pk>/roles/<int:membership_pk>/", views.take_role, name="take_role"),
    path("<int:pk>/code/", views.give_code, name="give_code"),
    path("<int:pk>/active/", views.set_active, name="set_active"),
    path("roster/", roster_views.choose, name="roster"),
    path("roster/preview/", roster_views.preview, name="roster_preview"),
    path("roster/confirm/", roster_views.confirm, name="roster_confirm"),
    path("roster/codes/", roster_views.codes, name="roster_codes"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/add/", views.add_organisation, name="add_organisation"),
    path("journal/", views.journal, name="journal"),
    path("sights/", views.sights, name="sights"),
]
