# placeholder, to be replaced
from django.http import Http404


def _absent(request, **kwargs):
    raise Http404


claim_order = _absent
claim_release = _absent
line_confirm = _absent
payout_record = _absent
payout_return = _absent
