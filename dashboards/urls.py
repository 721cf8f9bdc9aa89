"""Pages of the top floor."""

from django.urls import path

from dashboards.views import coverage, home, search

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/<str:code>/", coverage.coverage_detail, name="coverage_detail"),
]
