"""A setting that nothing read is taken away: answers are kept until they are erased."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial")]

    operations = [
        migrations.RemoveField(model_name="organisation", name="retention_months"),
    ]
