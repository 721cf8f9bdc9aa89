# placeholder, to be replaced
from django.http import Http404


def _absent(request, **kwargs):
    raise Http404


claim_file = _absent
claim_check = _absent
claim_conclude = _absent
claim_assess = _absent
claim_return = _absent
claim_approve = _absent
claim_refuse = _absent
claim_appeal = _absent
claim_close = _absent
