"""Addresses of the data."""

from django.urls import path

from yui.data import views

urlpatterns = [
    path("datasets/", views.datasets, name="datasets"),
    path("datasets/<int:pk>/", views.dataset, name="dataset"),
    path("datasets/<int:pk>/<int:number>/", views.dataset, name="dataset_version"),
    path("datasets/<int:pk>/<int:number>/quality/", views.quality, name="dataset_quality"),
    path("datasets/<int:pk>/<int:number>/csv/", views.download_csv, name="dataset_csv"),
    path("datasets/<int:pk>/<int:number>/xlsx/", views.download_xlsx, name="dataset_xlsx"),
]
