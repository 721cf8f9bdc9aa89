"""The pages of the officer's workplace, a module for each group of them."""

from dashboards.tests.routes_of_workplace import (
    cards,
    corrections,
    events,
    jobs,
    merging,
    orders,
    population,
    registering,
    renewing,
    search,
    treasury,
)

MODULES = (
    cards,
    corrections,
    events,
    jobs,
    merging,
    orders,
    population,
    registering,
    renewing,
    search,
    treasury,
)
