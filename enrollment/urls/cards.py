"""Cards and letters, one or by thousands, and their proof."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
