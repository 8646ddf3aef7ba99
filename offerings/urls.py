"""The catalogue's addresses. A slug may hold any letter, not only those of ASCII."""

from django.urls import path, re_path

from offerings import views

app_name = "offerings"
urlpatterns = [
    path("topic/", views.topics, name="topics"),
    re_path(r"^topic/(?P<slug>[-\w]+)/$", views.topic, name="topic"),
    path("offering/", views.OfferingList.as_view(), name="offerings"),
    re_path(r"^offering/(?P<slug>[-\w]+)/$", views.OfferingDetail.as_view(), name="offering"),
]
