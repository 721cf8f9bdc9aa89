# placeholder, to be replaced
from django.http import Http404


def _absent(request, **kwargs):
    raise Http404


claim_facts = _absent
claim_heirs = _absent
heir_strike = _absent
claim_account = _absent
