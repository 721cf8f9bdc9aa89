"""Siamsul is Syamsul: the names as compared that the rule has changed are worked out anew."""

from typing import Any, ClassVar

from django.db import migrations

from enrollment.rules.matching.names import name_key


def compare_anew(apps: Any, schema_editor: Any) -> None:
    workers = apps.get_model("enrollment", "Worker").objects
    changed = workers.filter(name__iregex=r"(^|[^a-z])si[aou]")
    for pk, name in changed.values_list("pk", "name").iterator():
        workers.filter(pk=pk).update(name_key=name_key(name))


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("enrollment", "0005_rules_of_the_workplace")]

    operations: ClassVar[list[Any]] = [
        migrations.RunPython(compare_anew, migrations.RunPython.noop, elidable=True)
    ]
