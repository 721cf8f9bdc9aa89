"""The treasurer's year."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
