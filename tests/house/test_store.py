"""Keys between rooms point down, every model has a place in a privacy list, and the gate stands in every signature."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
import typing

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

import polku
from polku.governance.gate import Viewer

LAYERS = (
    {"governance"},
    {"people"},
    {"journeys"},
    {"surveys"},
    {"outreach"},
    {"finance", "listening", "interviews"},
    {"strategy"},
    {"action"},
    {"snapshot"},
)
# Reads that need no viewer, and why.
ANYONE = {
    "polku.governance.queries.public_organisation": "stands on every survey, for those who answer",
    "polku.governance.queries.time_zone": "a page speaks of time before it has a reader",
    "polku.governance.queries.invited": "the one-time link is the right",
    "polku.journeys.queries.slugs": "keys that content is checked against; they tell nothing of anyone",
    "polku.surveys.queries.published": "a respondent has no account",
    "polku.surveys.queries.stored_under": "the respondent who holds the key asks whether the answer is in",
    "polku.surveys.queries.ticked": "whoever holds a personal link asks whether its answer is in",
    "polku.surveys.queries.previewed": "whoever holds the signed link of a draft sees it as a respondent would",
}
# Writes that need no actor, and why.
NOBODY = {
    "polku.governance.services.mark_dirty": "a part of the write that calls it",
    "polku.governance.services.check_seen": "a part of the write that calls it; it writes nothing",
    "polku.governance.services.save_changed": "a part of the write that calls it, which asks who writes and audits",
    "polku.governance.services.do_not_ask_salt": "a secret that is made at its first use",
    "polku.surveys.services.store_response": "a respondent has no account; the survey's link is the right",
    "polku.surveys.services.leave_tick": "a part of the answer that it comes with",
    "polku.surveys.services.flush_ticks": "the heartbeat tells what has gathered, on nobody's behalf",
    "polku.governance.services.accept_invitation": "the one-time link is the right; the new member is the actor",
}


def room(model) -> str:
    return model._meta.app_config.name.split(".")[1]


def ours() -> list:
    return [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("polku.")]


def named(model) -> str:
    return f"{room(model)}.{model.__name__}"


def level(name: str) -> int:
    return next(place for place, rooms in enumerate(LAYERS) if name in rooms)


def faults_of_keys(model) -> list[str]:
    """What is wrong with the keys of a model."""
    faults = [
        f"{field.name} is generic" for field in model._meta.private_fields if isinstance(field, GenericForeignKey)
    ]
    for field in model._meta.get_fields():
        if field.auto_created or not field.is_relation or field.related_model is None:
            continue
        target = field.related_model
        if target is ContentType:
            faults.append(f"{field.name} points to any kind of thing")
        elif not target.__module__.startswith("polku."):
            faults.append(f"{field.name} points out of the house")
        elif room(target) != room(model):
            if level(room(target)) >= level(room(model)):
                faults.append(f"{field.name} points up, to {named(target)}")
            if field.remote_field.related_name != "+":
                faults.append(f"{field.name} needs related_name='+'")
    return faults


def test_there_are_models():
    assert len(ours()) > 15


@pytest.mark.parametrize("model", ours(), ids=named)
def test_keys_point_to_their_own_room_or_down(model):
    assert faults_of_keys(model) == []


@pytest.mark.parametrize("model", [model for model in ours() if not model._meta.auto_created], ids=named)
def test_every_model_has_its_place_in_a_privacy_list(model):
    privacy = importlib.import_module(f"polku.{room(model)}.privacy")
    assert (model in privacy.PERSONAL) != (model in privacy.NOT_PERSONAL), "name it in PERSONAL or in NOT_PERSONAL"
    assert model in privacy.PERSONAL or len(privacy.NOT_PERSONAL[model]) > 10, "say why it is not personal"


def links_to_a_person(model) -> bool:
    person = apps.get_model("people", "Contact")
    return model is person or any(getattr(field, "related_model", None) is person for field in model._meta.fields)


@pytest.mark.parametrize("model", [model for model in ours() if links_to_a_person(model)], ids=named)
def test_what_is_linked_to_a_person_can_be_given_out_and_erased(model):
    privacy = importlib.import_module(f"polku.{room(model)}.privacy")
    assert model in privacy.PERSONAL
    for name in ("export_person", "erase_person"):
        parameters = inspect.signature(getattr(privacy, name)).parameters
        assert list(parameters) == ["contact", "actor"]
        assert parameters["actor"].kind is inspect.Parameter.KEYWORD_ONLY


def test_the_flow_that_erases_a_person_knows_every_room_that_keeps_one():
    from polku.flows.erase_person import ROOMS

    rooms = {importlib.import_module(f"polku.{room(model)}.privacy") for model in ours() if links_to_a_person(model)}
    assert rooms == set(ROOMS)


def modules_of(*parts: str) -> list:
    """Modules of every room with one of these names, and modules within them when they are packages."""
    found = []
    for info in pkgutil.walk_packages(polku.__path__, "polku."):
        pieces = info.name.split(".")
        if pieces[1] in parts or (len(pieces) > 2 and pieces[2] in parts):
            found.append(importlib.import_module(info.name))
    return found


def public_functions(module) -> list:
    return [
        function
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and not name.startswith("_")
        and inspect.unwrap(function).__module__ == module.__name__
    ]


def offered(*parts: str) -> dict:
    """What the modules of these names offer: ``__all__`` of a package, else the public functions of a module."""
    found = {}
    for module in modules_of(*parts):
        pieces = module.__name__.split(".")
        if len(pieces) > 3:
            continue
        names = getattr(module, "__all__", None)
        functions = [getattr(module, name) for name in names] if names else public_functions(module)
        found |= {f"{module.__name__}.{one.__name__}": one for one in functions if inspect.isfunction(one)}
    return found


READS = {name: one for name, one in offered("queries", "overviews", "insights").items() if name not in ANYONE}
WRITES = {name: one for name, one in offered("services").items() if name not in NOBODY}


def test_there_are_reads_and_writes():
    assert len(READS) > 20
    assert len(WRITES) > 20


@pytest.mark.parametrize("name", READS)
def test_a_read_asks_who_reads(name):
    function = READS[name]
    viewer = inspect.signature(function).parameters.get("viewer")
    assert viewer is not None
    assert viewer.kind is inspect.Parameter.KEYWORD_ONLY
    assert viewer.default is inspect.Parameter.empty
    assert typing.get_type_hints(inspect.unwrap(function))["viewer"] is Viewer


def faults_of_type(told, seen: set) -> list[str]:
    """What a type holds that must not leave the store."""
    if told in seen or isinstance(told, str):
        return []
    seen.add(told)
    faults = [fault for part in typing.get_args(told) for fault in faults_of_type(part, seen)]
    if not inspect.isclass(told):
        return faults
    if issubclass(told, (models.Model, models.QuerySet, models.Manager)):
        return [*faults, f"{told.__name__} is a live row"]
    if told.__module__.startswith(("polku.", "cxlab.")) and dataclasses.is_dataclass(told):
        if not told.__dataclass_params__.frozen:
            faults.append(f"{told.__name__} can be changed")
        for part in typing.get_type_hints(told).values():
            faults.extend(faults_of_type(part, seen))
    return faults


@pytest.mark.parametrize("name", READS)
def test_a_read_gives_frozen_things_and_no_row(name):
    told = typing.get_type_hints(inspect.unwrap(READS[name])).get("return")
    assert told is not None, "say what it returns"
    assert faults_of_type(told, set()) == []


@pytest.mark.parametrize("name", WRITES)
def test_a_write_asks_who_writes(name):
    function = WRITES[name]
    actor = inspect.signature(function).parameters.get("actor")
    assert actor is not None
    assert actor.default is inspect.Parameter.empty
    assert typing.get_type_hints(inspect.unwrap(function))["actor"] is Viewer
