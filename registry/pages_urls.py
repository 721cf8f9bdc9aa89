"""The pages of the ground floor."""

from django.urls import path

from registry import views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("language/", views.set_language, name="set_language"),
    path("pages/", views.page_list, name="page_list"),
    path("law/", views.law_detail, name="law_detail"),
    path("terms/", views.term_list, name="term_list"),
    path("jobs/", views.job_list, name="job_list"),
    path("jobs/<int:job_id>/", views.job_detail, name="job_detail"),
    path("jobs/<int:job_id>/cancel", views.job_cancel, name="job_cancel"),
    path("jobs/<int:job_id>/file", views.job_file, name="job_file"),
]
