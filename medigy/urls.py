"""The addresses: the desk, stored files, the catalogue, and the news, which takes the rest."""

from django.contrib import admin
from django.urls import include, path

from medigy.media import media

handler404 = "news.views.page_not_found"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("media/<path:path>", media, name="media"),
    path("", include("offerings.urls")),
    path("", include("news.urls")),
]
