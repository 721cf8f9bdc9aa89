# placeholder, to be replaced
from django.http import Http404


def _absent(request, **kwargs):
    raise Http404


payment_file_list = _absent
payment_file_create = _absent
payment_file_detail = _absent
payment_file_csv = _absent
payment_file_answer = _absent
