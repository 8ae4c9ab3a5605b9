"""Addresses of the demonstration, below demo/."""

from django.urls import path

from yui.demo import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="demo_sign_in"),
    path("jobs/<int:pk>/scans/", views.put_in, name="demo_put_in"),
    path("jobs/<int:pk>/help/", views.help_keying, name="demo_help"),
]
