"""Pages of the ground floor: signing in and out, the law, the list of pages, refusals."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language as django_set_language
from django_htmx.http import HttpResponseClientRefresh

from registry.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from registry.forms import LawDateForm, SignInForm
from registry.law.parameters import in_force
from registry.law_words import bands, topics
from registry.reference import ATTRIBUTION

# a stranger at the sign-in page may choose the language, too
set_language = login_not_required(require_POST(django_set_language))


class SignIn(LoginView):
    """The door. Whoever knocks too often is locked out by django-axes, and told for how long."""

    authentication_form = SignInForm
    template_name = "registry/sign_in.html"
    redirect_authenticated_user = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open the door as a whole page, also when a session ended below a part of one."""
        htmx = request.htmx  # type: ignore[attr-defined]
        if htmx and not htmx.boosted:
            return HttpResponseClientRefresh()
        return super().get(request, *args, **kwargs)

    def form_invalid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]
        """Show the form again, with the status of every refused form."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the accounts of the demo, where there is one."""
        demo = {"demo_accounts": DEMO_ACCOUNTS, "demo_password": DEMO_PASSWORD}
        return super().get_context_data(**kwargs) | (demo if settings.DEMO_MODE else {})


@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave, and say so at the door."""
    response = LogoutView.as_view()(request)
    if request.method == "POST":
        messages.success(request, _("You have signed out."))
    return response


@require_safe
def page_list(request: HttpRequest) -> HttpResponse:
    """Every page that this user may open."""
    context = {"may_administer": admin.site.has_permission(request), "attribution": ATTRIBUTION}
    return render(request, "registry/page_list.html", context)


@require_safe
def law_detail(request: HttpRequest) -> HttpResponse:
    """The law in force on a day, today unless `?on=2020-07-20` asks for another."""
    today = timezone.localdate()
    form = LawDateForm(request.GET if "on" in request.GET else None, initial={"on": today})
    on = form.cleaned_data["on"] if form.is_valid() else today
    found = in_force(on)
    context = {"form": form, "on": on, "today": today, "topics": topics(found)}
    return render(request, "registry/law_detail.html", context | {"bands": bands(found)})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request could not be read."""
    return _refusal(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page is there, and not for this role."""
    return _refusal(request, "403.html", 403, words=str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The address is wrong, or what it names lies outside the reader's region."""
    return _refusal(request, "404.html", 404)


def _refusal(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    return render(request, template, {"at": timezone.now(), **context}, status=status)
