"""The addresses: the desk, then the catalogue, then the news."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("offerings.urls")),
    path("", include("news.urls")),
]
