"""The compose files hold together, though no engine runs here to try them."""

from __future__ import annotations

import re

import pytest
import yaml

from tests.house.places import ROOT

COMPOSE = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))
SERVICE_KEYS = {
    "build",
    "image",
    "command",
    "environment",
    "env_file",
    "volumes",
    "ports",
    "depends_on",
    "restart",
    "healthcheck",
    "read_only",
    "tmpfs",
    "security_opt",
    "cap_drop",
    "stop_grace_period",
    "init",
    "user",
    "shm_size",
}


def test_it_has_web_workers_and_postgresql():
    assert {"web", "worker-now", "worker-long", "postgres", "setup"} == set(COMPOSE["services"])


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_a_service_is_well_formed(name):
    service = COMPOSE["services"][name]
    assert set(service) <= SERVICE_KEYS
    assert ("image" in service) or ("build" in service)
    for needed in service.get("depends_on", {}):
        assert needed in COMPOSE["services"]
    for volume in service.get("volumes", []):
        source = volume.split(":")[0]
        assert source in COMPOSE["volumes"] or source.startswith("./")
    if name != "setup":
        assert service["restart"] == "unless-stopped"


def test_the_snapshot_is_a_volume_that_web_and_workers_share():
    for name in ("web", "worker-now", "worker-long"):
        assert any(volume.startswith("polku-var:") for volume in COMPOSE["services"][name]["volumes"])


def test_no_secret_stands_in_the_file():
    text = (ROOT / "deploy/compose.yaml").read_text(encoding="utf-8")
    for variable in re.findall(r"POLKU_(?:SECRET_KEY|POSTGRES_PASSWORD)\S*", text):
        assert ":?" in variable or variable.rstrip(":").endswith(("KEY", "PASSWORD", "PASSWORD}")), variable


def test_the_image_copies_only_what_exists():
    for line in (ROOT / "deploy/Dockerfile").read_text(encoding="utf-8").splitlines():
        if line.startswith("COPY --from"):
            continue
        if line.startswith("COPY"):
            for source in line.split()[1:-1]:
                if not source.startswith("--"):
                    assert (ROOT / source).exists(), source
