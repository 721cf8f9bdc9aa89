"""Cards and letters, one or by thousands, and their proof."""

from django.urls import path

from enrollment.views import cards

urlpatterns = [
    path("workers/<int:worker_id>/card.pdf", cards.worker_card, name="worker_card"),
    path("cards/new/", cards.card_create, name="card_create"),
    path("card/<str:statement>/", cards.card_verify, name="card_verify"),
]
