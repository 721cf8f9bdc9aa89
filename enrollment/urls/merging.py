"""Two records of one person made one."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
