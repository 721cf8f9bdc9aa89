"""The reference data of Kepulauan Riau alone: everything of the real files that tests need."""

import gzip
import shutil
from pathlib import Path

from django.conf import settings


def kepri_folder(target: Path) -> Path:
    """Return a copy of the reference data, in `target`, with the regions of one province."""
    shutil.copytree(settings.BASE_DIR / "registry/data", target)
    for name in ("provinces.csv", "regencies.csv", "districts.csv", "villages.csv.gz"):
        path = target / "regions" / name
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as file:
            head, *rows = file.readlines()
        with opener(path, "wt", encoding="utf-8") as file:
            file.writelines([head, *(row for row in rows if row.startswith("21"))])
    return target
