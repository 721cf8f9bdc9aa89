"""Corrections of a worker's data, and the whole NIK."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
