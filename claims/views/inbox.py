# placeholder, to be replaced
from django.http import Http404


def _absent(request, **kwargs):
    raise Http404


claim_list = _absent
