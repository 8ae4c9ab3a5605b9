"""Addresses of the worker's pages, below work/."""

from django.urls import path

from yui.work.views import board, own

urlpatterns = [
    path("", board.board, name="board"),
    path("own/", own.own, name="own"),
    path("own/capacity/", own.capacity, name="capacity"),
    path("jobs/<int:pk>/", board.offer, name="offer"),
    path("jobs/<int:pk>/start/", board.start, name="start"),
    path("jobs/<int:pk>/take/", board.take, name="take"),
    path("jobs/<int:pk>/finished/", board.finished, name="finished"),
    path("leases/<int:pk>/", board.lease, name="lease"),
    path("leases/<int:pk>/answer/", board.answer, name="answer"),
    path("leases/<int:pk>/back/", board.give_back, name="give_back"),
]
