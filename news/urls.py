"""The news' addresses. An article's own address is data, so the last route takes any path."""

from django.urls import path

from news import views

app_name = "news"
urlpatterns = [
    path("", views.home, name="home"),
    path("news/", views.ArticleList.as_view(), name="articles"),
    path("picture/<str:token>", views.picture, name="picture"),
    path("<path:path>", views.by_path, name="by_path"),
]
