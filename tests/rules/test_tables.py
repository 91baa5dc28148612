"""What is printed under docs/ is what the policy says today."""

import pytest

from ssp.cli_tables import FILES
from ssp.config import ROOT


@pytest.mark.parametrize("name", FILES)
def test_the_printed_table_is_the_policy(name):
    assert (ROOT / "docs" / name).read_text("utf-8") == FILES[name](), (
        "run 'flask rules table' and commit what it writes"
    )
