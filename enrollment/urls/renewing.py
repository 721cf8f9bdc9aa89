"""Cover about to lapse, and decrees renewed."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
