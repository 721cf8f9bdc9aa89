# placeholder, to be replaced
from django.http import Http404


def _absent(request, **kwargs):
    raise Http404


claim_papers = _absent
claim_document = _absent
claim_document_return = _absent
