"""Addresses of orders, of the desk of leaders and directors, and of the pictures of fields."""

from django.urls import path

from yui.work.views import disputes, jobs, lots, orders, pictures

urlpatterns = [
    path("orders/", orders.orders, name="orders"),
    path("orders/new/", orders.order_new, name="order_new"),
    path("orders/<int:pk>/", orders.order, name="order"),
    path("orders/<int:pk>/move/", orders.order_move, name="order_move"),
    path("desk/", jobs.desk, name="desk"),
    path("desk/<int:pk>/move/", jobs.job_move, name="job_move"),
    path("desk/<int:pk>/lots/new/", lots.lot_new, name="lot_new"),
    path("desk/<int:pk>/disputes/next/", disputes.dispute_next, name="dispute_next"),
    path("disputes/", disputes.disputes, name="disputes"),
    path("disputes/<int:pk>/", disputes.dispute, name="dispute"),
    path("disputes/<int:pk>/decide/", disputes.dispute_decide, name="dispute_decide"),
    path("lots/<int:pk>/", lots.lot, name="lot"),
    path("lots/<int:pk>/inspect/", lots.lot_inspect, name="lot_inspect"),
    path("lots/<int:pk>/inspect/<int:inspection_pk>/", lots.lot_found, name="lot_found"),
    path("lots/<int:pk>/widen/", lots.lot_widen, name="lot_widen"),
    path("lots/<int:pk>/accept/", lots.lot_accept, name="lot_accept"),
    path("pictures/<int:task_id>/", pictures.picture, name="task_picture"),
]
