"""`manage.py load_reference`: regions, occupations, banks, days off and labour figures."""

from typing import Any

from registry.commands import Facts, JsonCommand
from registry.reference import load_reference


class Command(JsonCommand):
    """Loads what has changed since the last time; repeatable."""

    help = "Load the reference data: regions, occupations, banks, days off, labour figures."

    def run(self, options: dict[str, Any]) -> Facts:
        """Return the rows of each part, and whether it was loaded or already there."""
        return {
            loaded.part: {"rows": loaded.rows, "loaded": loaded.changed}
            for loaded in load_reference()
        }
