"""Every address, in the order a person meets them."""

from django.urls import include, path

from yui.home import views as home
from yui.home.design import design

urlpatterns = [
    path("", home.home, name="home"),
    path("language/", home.language, name="language"),
    path("healthz", home.healthy, name="healthy"),
    path("design/", design, name="design"),
    path("account/", include("allauth.urls")),
    path("demo/", include("yui.demo.urls")),
    path("work/", include("yui.work.urls")),
    path("", include("yui.work.desk_urls")),
    path("", include("yui.digitise.urls")),
    path("", include("yui.data.urls")),
    path("people/", include("yui.people.urls")),
    path("headquarters/", include("yui.strategy.urls")),
]
