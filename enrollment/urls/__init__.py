"""Pages of the first floor."""

from enrollment.urls import (
    cards,
    corrections,
    events,
    exports,
    merging,
    orders,
    population,
    register,
    registering,
    renewing,
    treasury,
)

urlpatterns = [
    *register.urlpatterns,
    *registering.urlpatterns,
    *orders.urlpatterns,
    *corrections.urlpatterns,
    *merging.urlpatterns,
    *events.urlpatterns,
    *renewing.urlpatterns,
    *cards.urlpatterns,
    *treasury.urlpatterns,
    *population.urlpatterns,
    *exports.urlpatterns,
]
