"""The addresses: the desk, the API, media, the catalogue, and the news, which takes the rest."""

from django.contrib import admin
from django.urls import include, path

from medigy.media import media
from news.api import api

handler404 = "news.views.page_not_found"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", api.urls),
    path("media/<path:path>", media, name="media"),
    path("", include("offerings.urls")),
    path("", include("news.urls")),
]
