"""Workers: finding them."""

from django.db.models import Max
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from enrollment.filters import WorkerFilter
from enrollment.models import CoveragePeriod, Worker
from registry.months import first_of_month
from registry.pages import page
from registry.paging import keyset_page
from registry.requests import StaffRequest

# the columns of the index worker_same_person: a page is found as fast among five million
_BY_PLACE = ("village_id", "born_on", "name_key", "id")
_COUNTED = 1000


@require_safe
def worker_list(request: StaffRequest) -> HttpResponse:
    """Workers in scope by village, or those whom the words typed may mean."""
    workers = Worker.objects.visible_to(request.user).standing()
    chosen = WorkerFilter(
        request.GET, queryset=workers.select_related("village__parent", "occupation")
    )
    found = keyset_page(chosen.qs, order=_BY_PLACE, query=request.GET)
    covered_until = dict(
        CoveragePeriod.objects.standing()
        .filter(worker__in=[worker.pk for worker in found.rows])
        .order_by()
        .values_list("worker")
        .annotate(until=Max("until"))
    )
    context = {
        "q": request.GET.get("q", "").strip(),
        "page": found,
        "rows": [(worker, covered_until.get(worker.pk)) for worker in found.rows],
        "counted": chosen.qs.order_by()[: _COUNTED + 1].count(),
        "most_counted": _COUNTED,
        "month": first_of_month(timezone.localdate()),
    }
    return page(request, "enrollment/worker_list.html", context, "enrollment/_worker_list.html")
