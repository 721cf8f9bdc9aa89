"""`manage.py verify`: prove that no rupiah is unexplained and no worker-month paid twice."""

from typing import Any

from dashboards.verification import Check, verify
from registry.commands import REFUSED, Facts, JsonCommand


class Command(JsonCommand):
    """Checks every invariant of money and cover and prints it with its figures."""

    help = "Check that money and cover agree in every row; ends with 1 on a difference."

    def run(self, options: dict[str, Any]) -> Facts:
        """Return every check."""
        checks = verify()
        return {
            "ok": all(check.ok for check in checks),
            "checks": [_facts(check) for check in checks],
        }

    def exit_code(self, facts: Facts) -> int:
        """Return 1 on a difference."""
        return 0 if facts["ok"] else REFUSED

    def show(self, facts: Facts, form: str) -> None:
        """Print a line for each check, or JSON."""
        if form == "json" or "checks" not in facts:
            super().show(facts, form)
            return
        for check in facts["checks"]:
            figures = ", ".join(f"{name} {value}" for name, value in check["figures"].items())
            outcome = "ok" if check["ok"] else f"DIFFERENCE ({check['differences']})"
            self.stdout.write(f"{outcome:<16} {check['name']}: {figures}")


def _facts(check: Check) -> Facts:
    return {
        "name": check.name,
        "figures": check.figures,
        "differences": check.differences,
        "ok": check.ok,
    }
