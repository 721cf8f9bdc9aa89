"""What happens to a worker, and who takes the place."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
