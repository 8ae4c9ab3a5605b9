"""Addresses of paper to data."""

from django.urls import path

from yui.digitise.views import desk, library, planning

urlpatterns = [
    path("forms/", library.form_list, name="forms"),
    path("forms/new/", library.form_new, name="form_new"),
    path("forms/<int:pk>/", library.form, name="form"),
    path("forms/<int:pk>/blank/", library.form_blank, name="form_blank"),
    path("orders/<int:pk>/plan/", planning.plan_job, name="plan_job"),
    path("orders/<int:pk>/deliver/", desk.order_deliver, name="order_deliver"),
    path("prices/<slug:kind>/", planning.price_hint, name="price_hint"),
    path("desk/<int:pk>/", desk.job_desk, name="job_desk"),
    path("desk/<int:pk>/now/", desk.job_now, name="job_now"),
    path("desk/<int:pk>/put-in/", desk.put_in, name="put_in"),
    path("pages/<int:pk>/again/", desk.page_again, name="page_again"),
    path("pages/<int:pk>/picture/", desk.page_picture, name="page_picture"),
]
