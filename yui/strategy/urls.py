"""Addresses of the headquarters, below headquarters/."""

from django.urls import path

from yui.strategy import views

urlpatterns = [path("", views.headquarters, name="headquarters")]
