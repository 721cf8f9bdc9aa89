# placeholder, to be replaced
from django.http import Http404


def _absent(request, **kwargs):
    raise Http404


benefit_calculator = _absent
