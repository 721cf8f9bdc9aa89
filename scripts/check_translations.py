"""Check the Indonesian catalogs: complete, consistent, and compiled as they stand.

With --extract, check instead that the catalogs hold every text of the code and no other; this
runs makemessages on a copy of the project and needs the gettext programs. Exit 1 names the faults.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

PROJECT = Path(__file__).resolve().parent.parent
CATALOGS = Path("locale/id/LC_MESSAGES")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdif]")
# Django compiles the plural rule and the charset from the header; dates and names may differ.
HEADERS_THAT_COUNT = ("Content-Type", "Plural-Forms")
COMPILE = "run manage.py compilemessages --locale id --ignore .venv"

Entry = polib.POEntry | polib.MOEntry
Key = tuple[str | None, str, str]


def key(entry: Entry) -> Key:
    """Return what tells one text from another: context, text, plural."""
    return (entry.msgctxt, entry.msgid, entry.msgid_plural)


def texts(entry: Entry) -> list[str]:
    """Return the translations of an entry: one, or one for each plural form."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def faults_of_entry(entry: polib.POEntry) -> Iterator[str]:
    """Yield what keeps one text from being shown in good Indonesian."""
    if entry.fuzzy:
        yield "is marked fuzzy"
    if not all(text.strip() for text in texts(entry)):
        yield "has no translation"
    if entry.obsolete:
        yield "is no longer used (makemessages --no-obsolete)"
    wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    formatted = {"python-format", "python-brace-format"} & set(entry.flags)
    if formatted and any(set(PLACEHOLDER.findall(text)) != wanted for text in texts(entry)):
        yield f"does not have the placeholders {', '.join(sorted(wanted))}"


def faults_of_catalog(path: Path) -> Iterator[str]:
    """Yield the faults of one .po file and of the .mo file beside it."""
    catalog = polib.pofile(str(path))
    for entry in catalog:
        for fault in faults_of_entry(entry):
            yield f"{path.name}:{entry.linenum}: {entry.msgid!r} {fault}"
    compiled = path.with_suffix(".mo")
    if not compiled.exists():
        yield f"{compiled.name} is missing: {COMPILE}"
        return
    machine = polib.mofile(str(compiled))
    same_header = all(
        catalog.metadata.get(name) == machine.metadata.get(name) for name in HEADERS_THAT_COUNT
    )
    usable = {key(entry): texts(entry) for entry in catalog.translated_entries()}
    if not same_header or usable != {key(entry): texts(entry) for entry in machine}:
        yield f"{compiled.name} is older than {path.name}: {COMPILE}"


def faults_of_extraction() -> Iterator[str]:
    """Yield the texts that the code has and the catalog lacks, and the other way about."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "project"
        unwanted = shutil.ignore_patterns(".*", "var", "static", "__pycache__", "docs", "*.mo")
        shutil.copytree(PROJECT, copy, ignore=unwanted)
        subprocess.run(
            [sys.executable, "manage.py", "makemessages", "--locale", "id", "--no-obsolete"],
            cwd=copy,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        kept = {key(entry) for entry in polib.pofile(str(PROJECT / CATALOGS / "django.po"))}
        extracted = {
            key(entry): entry for entry in polib.pofile(str(copy / CATALOGS / "django.po"))
        }
    for missing in extracted.keys() - kept:
        places = ", ".join(f"{file}:{line}" for file, line in extracted[missing].occurrences)
        yield f"{missing[1]!r} ({places}) is not in django.po: run manage.py makemessages"
    for unused in kept - extracted.keys():
        yield f"{unused[1]!r} is in django.po and not in the code"


def main() -> int:
    """Print every fault and return the exit code."""
    if sys.argv[1:] == ["--extract"]:
        faults = sorted(faults_of_extraction())
    else:
        catalogs = sorted((PROJECT / CATALOGS).glob("*.po"))
        faults = [fault for path in catalogs for fault in faults_of_catalog(path)]
        if not catalogs:
            faults = [f"{CATALOGS} has no catalog"]
    print("\n".join(faults) or "The Indonesian catalogs are in order.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
