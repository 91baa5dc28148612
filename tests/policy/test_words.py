"""The lists of words behind sparring's checker, against the package they come from."""

from importlib import import_module

import pytest

from ssp.policy.first_names import _listed, first_names
from ssp.policy.name_words import word_set
from ssp.policy.spelling import folded

LISTS = ("da_DK", "sv_SE", "no_NO", "nl_NL", "tr_TR", "fr_DZ")


def provided(locale: str) -> set[str]:
    """The first names as the package itself gives them when it is imported."""
    provider = import_module(f"faker.providers.person.{locale}").Provider
    return {name for list_ in dir(provider) if list_.startswith("first_names") for name in getattr(provider, list_)}


@pytest.mark.parametrize("locale", LISTS)
def test_every_first_name_of_a_list_is_read_and_nothing_else(locale):
    assert set(_listed(locale)) == provided(locale)


def test_the_names_are_all_the_danish_ones_and_the_others_of_three_letters_and_more():
    first_names.cache_clear()
    names = first_names()
    danish, *others = (provided(locale) for locale in LISTS)
    long = {name for given in others for name in given if len(name) > 2}
    assert names == {folded(name) for name in danish | long if folded(name).isalpha()}
    assert {"bo", "ib", "malthe", "åse"} <= names
    assert "li" not in names, "two letters are too little to know a name by"
    assert "maj-britt" not in names


def test_a_list_of_words_is_its_words_folded():
    assert word_set("Mandag  TIRSDAG\n\tåse") == {"mandag", "tirsdag", folded("Åse")}
    assert word_set("") == frozenset()
