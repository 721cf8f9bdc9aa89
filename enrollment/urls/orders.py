"""Workers who pay for themselves."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
