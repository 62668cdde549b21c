"""The plan of a journey becomes text; what an event's name means gets a table of its own."""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.db import migrations, models


def write(apps, _schema_editor):
    """Each journey's steps as lines, touchpoints by slug."""
    Journey = apps.get_model("journeys", "Journey")  # noqa: N806
    Step = apps.get_model("journeys", "PlannedStep")  # noqa: N806
    lines: dict[int, list[str]] = {}
    steps = Step.objects.order_by("journey", "position").values_list("journey", "touchpoint__slug", "optional")
    for journey, slug, optional in steps:
        lines.setdefault(journey, []).append(f'{"optional " if optional else ""}"{slug}"')
    for journey, told in lines.items():
        Journey.objects.filter(pk=journey).update(plan="\n".join(told) + "\n")


class Migration(migrations.Migration):
    dependencies = [("journeys", "0002_purpose_of_a_journey")]

    operations = [
        migrations.AddField("journey", "plan", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.RunPython(write, migrations.RunPython.noop),
        migrations.DeleteModel("PlannedStep"),
        migrations.CreateModel(
            name="EventMeaning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("batch", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("deleted_at", models.DateTimeField(null=True)),
                ("source", models.CharField(blank=True, max_length=100)),
                ("name", models.CharField(max_length=200)),
                (
                    "touchpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="journeys.touchpoint"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)), fields=("source", "name"), name="meaning_once"
                    )],
            },
        ),
    ]
