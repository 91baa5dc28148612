"""The six tables of verdicts together."""

from tests.policy import (
    test_verdicts_consent,
    test_verdicts_other_law,
    test_verdicts_rpl115_ksp,
    test_verdicts_rpl115_psp,
    test_verdicts_rpl115_ssp,
    test_verdicts_ssd,
)

TABLES = [
    module.table
    for module in (
        test_verdicts_rpl115_ssp, test_verdicts_rpl115_psp, test_verdicts_rpl115_ksp, test_verdicts_ssd,
        test_verdicts_consent, test_verdicts_other_law,
    )
]  # fmt: skip

SIX = ["rpl115_ssp", "rpl115_psp", "rpl115_ksp", "ssd", "consent", "other_law"]
