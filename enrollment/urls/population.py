"""Checks against the population register, and sweeps before billing."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
