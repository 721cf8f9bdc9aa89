"""One search box for everything that the reader may see."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from dashboards.queries.search import SHOWN, SHOWN_LIVE, search_everywhere
from registry.pages import page
from registry.requests import StaffRequest


@require_safe
def search(request: StaffRequest) -> HttpResponse:
    """What the words typed may mean, by kind; while they are typed, the first of each kind."""
    text = request.GET.get("q", "").strip().replace("\x00", "")
    most = SHOWN_LIVE if request.htmx else SHOWN
    kinds = search_everywhere(text, seen_by=request.user, most=most) if text else []
    context = {"q": text, "kinds": kinds, "box": request.GET.get("box", "")}
    return page(request, "dashboards/search.html", context, "dashboards/_search_options.html")
