"""Why a whole file is refused, before any row of it is looked at."""

from typing import Final

LIST_REFUSALS: Final = frozenset(
    {
        "cell_far_away",
        "columns_missing",
        "file_too_large",
        "file_unpacks_too_large",
        "file_unreadable",
        "list_empty",
        "list_not_found",
        "not_a_spreadsheet",
        "password_protected",
        "too_many_rows",
    }
)


class ListRefused(Exception):
    """A file that cannot be read as a list; `code` is one of LIST_REFUSALS.

    `params` fill the sentence that a screen makes of it:
    cell_far_away: `cell`, such as XFD3, a stray cell that makes the sheet too large to read;
    columns_missing: `sheet`, `missing` (column keys) and `headings` (texts found), two tuples;
    file_too_large and file_unpacks_too_large: `limit_mb`; too_many_rows: `limit`;
    not_a_spreadsheet: `found`, such as pdf, word, html, image, or unknown;
    list_not_found: `sheets`, the names looked into; `file_unreadable` may name a `row`.
    """

    def __init__(self, code: str, **params: str | int | tuple[str, ...]) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params
