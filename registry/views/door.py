"""The door: signing in and out, and the language of the pages."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as django_set_language
from django_htmx.http import HttpResponseClientRefresh

from registry.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from registry.forms import SignInForm

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
