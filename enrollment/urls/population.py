"""Checks against the population register, and sweeps before billing."""

from django.urls import path

from enrollment.views import invoices, population

urlpatterns = [
    path("population/", population.population_check_list, name="population_check_list"),
    path("population/new/", population.population_check_create, name="population_check_create"),
    path("population/request/", population.population_request, name="population_request"),
    path(
        "population/<int:check_id>/",
        population.population_check_detail,
        name="population_check_detail",
    ),
    path("decree/<int:decree_id>/sweep/", invoices.invoice_sweep, name="invoice_sweep"),
    path("sweeps/<int:sweep_id>/", invoices.sweep_detail, name="sweep_detail"),
]
