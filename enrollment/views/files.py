"""Files that people sent, handed out to those in scope alone."""

from pathlib import Path

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _


def file_response(file: FieldFile, name: str) -> FileResponse:
    """Return the file as a download under this name, with the ending that it was kept with."""
    if not file:
        raise Http404(_("No file was sent here yet."))
    return FileResponse(
        file.open("rb"), as_attachment=True, filename=f"{name}{Path(file.name or '').suffix}"
    )
