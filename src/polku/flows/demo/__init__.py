"""The demo company: an importer with three years of answers, loaded through the same door as anybody's."""

from polku.flows.demo.load import Progress, load, reset, store_is_empty

__all__ = ["Progress", "load", "reset", "store_is_empty"]
