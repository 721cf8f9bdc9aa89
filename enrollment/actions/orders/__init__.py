"""Workers who pay for themselves: their orders, what ends them, and what is done unasked."""

from enrollment.actions.orders.ending import cancel_order, hand_over
from enrollment.actions.orders.placing import place_order
from enrollment.actions.orders.unasked import lapse_unpaid, relieve_unasked

__all__ = ["cancel_order", "hand_over", "lapse_unpaid", "place_order", "relieve_unasked"]
