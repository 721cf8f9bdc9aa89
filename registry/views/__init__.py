"""Pages of the ground floor: the door, the law, jobs, exports, and what refuses a request."""

from registry.views.door import SignIn, set_language, sign_out
from registry.views.errors import (
    bad_request,
    csrf_failure,
    forbidden,
    not_found,
    server_error,
    slow_down,
    too_large,
)
from registry.views.jobs import job_cancel, job_detail, job_file, job_list
from registry.views.reading import law_detail, page_list, term_list

__all__ = [
    "SignIn",
    "bad_request",
    "csrf_failure",
    "forbidden",
    "job_cancel",
    "job_detail",
    "job_file",
    "job_list",
    "law_detail",
    "not_found",
    "page_list",
    "server_error",
    "set_language",
    "sign_out",
    "slow_down",
    "term_list",
    "too_large",
]
