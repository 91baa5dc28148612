"""What stands in the way of a share: field, reason and rule, one by one and together (C1, C5, A7)."""

from dataclasses import replace

import pytest

from ssp.policy.sharing import Objection, Proposal, objections
from ssp.terms import Basis, Part, Purpose, Role, Sector

FULL = Proposal(
    basis=Basis.RPL115_SSP, purpose=Purpose.EARLY_HELP, parts=frozenset({Part.THEME}), necessity="Femten bogstave",
    other_law="", sender_sector=Sector.SSP, recipient_sector=Sector.SCHOOL, recipient_role=Role.SCHOOL_STAFF,
)  # fmt: skip
NO_PARTS = Objection("parts", "nothing_ticked", "C5")
NO_PURPOSE = Objection("purpose", "missing", "C1")
NO_NECESSITY = Objection("necessity", "missing", "C1")
NO_RECIPIENT = Objection("recipient", "missing", "C1")
OUTSIDER = Objection("recipient", "outside_authority", "A7")
NO_BASIS = Objection("basis", "missing", "C1")
NO_LAW = Objection("other_law", "missing", "C1")
OTHER_SECTOR = Objection("basis", "sector_outside_basis", "C1")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"parts": frozenset()}, (NO_PARTS,)),
        ({"purpose": None}, (NO_PURPOSE,)),
        ({"necessity": "Fjorten bogsta"}, (NO_NECESSITY,)),
        ({"necessity": "  Fjorten bogsta  "}, (NO_NECESSITY,)),
        ({"recipient_sector": None}, (NO_RECIPIENT,)),
        ({"recipient_role": None}, (OUTSIDER,)),
        ({"recipient_role": Role.PARTNER}, (OUTSIDER,)),
        ({"recipient_role": Role.DPO}, (OUTSIDER,)),
        ({"basis": None}, (NO_BASIS,)),
        ({"basis": Basis.OWN}, (NO_BASIS,)),
        ({"basis": Basis.NOTIFICATION}, (NO_BASIS,)),
        ({"basis": Basis.OTHER_LAW}, (NO_LAW,)),
        ({"basis": Basis.OTHER_LAW, "other_law": " \n"}, (NO_LAW,)),
        ({"basis": Basis.OTHER_LAW, "other_law": "Lov nr. 1"}, ()),
        ({"recipient_sector": Sector.HEALTH}, (OTHER_SECTOR,)),
        ({"sender_sector": Sector.HEALTH}, (OTHER_SECTOR,)),
        ({"basis": Basis.RPL115_PSP}, (OTHER_SECTOR,)),
        ({"basis": Basis.RPL115_PSP, "recipient_sector": None}, (NO_RECIPIENT,)),
        (
            {"parts": frozenset(), "purpose": None, "necessity": "", "recipient_sector": None, "basis": None},
            (NO_PARTS, NO_PURPOSE, NO_NECESSITY, NO_RECIPIENT, NO_BASIS),
        ),
    ],
)
def test_C1_whatever_stands_in_the_way_is_said_with_its_field_and_rule(changes, expected):
    assert objections(replace(FULL, **changes)) == expected
