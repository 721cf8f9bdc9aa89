"""The door: the only page that a signed-out visitor sees."""

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["id-ID", "en-US"], ids=["Indonesian", "English"])
@pytest.mark.parametrize("width", [360, 1440], ids=["phone", "desk"])
def test_sign_in_page_is_accessible_and_fits(
    width, language, page_at, assert_accessible, assert_fits_width, take_picture
):
    page = page_at(width, language=language)

    page.goto("/")

    assert page.locator("input[type=password]").is_visible()
    assert_accessible(page)
    assert_fits_width(page)
    take_picture(page, f"sign-in-{language[:2]}")
