"""OpenFisca's web API with one dated scale: the court fee of property cases (State Council order 481, article 13).

Runs in the peers' own environment: ``gunicorn openfisca_app:app``.
"""

from typing import Any

from openfisca_core.entities import build_entity
from openfisca_core.holders import set_input_dispatch_by_period
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from openfisca_web_api.app import create_app

FROM = "2007-04-01"
THRESHOLDS = (0, 10_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000)
RATES = (0, 0.025, 0.02, 0.015, 0.01, 0.009, 0.008, 0.007, 0.006, 0.005)
FLAT = 50

Case = build_entity("case", "cases", "A case before a court", is_person=True)


class claim(Variable):
    value_type = float
    entity = Case
    definition_period = DateUnit.MONTH
    label = "What is claimed"
    set_input = set_input_dispatch_by_period


class fee(Variable):
    value_type = float
    entity = Case
    definition_period = DateUnit.MONTH
    label = "The fee of a property case"

    def formula(cases: Any, period: Any, parameters: Any) -> Any:
        return FLAT + parameters(period).fee.calc(cases("claim", period))


def system() -> TaxBenefitSystem:
    """The tax and benefit system with this one scale."""
    brackets = [
        {"threshold": {FROM: {"value": threshold}}, "rate": {FROM: {"value": rate}}}
        for threshold, rate in zip(THRESHOLDS, RATES, strict=True)
    ]
    made = TaxBenefitSystem([Case])
    made.add_variables(claim, fee)
    made.parameters = ParameterNode("", data={"fee": {"brackets": brackets}})
    return made


app = create_app(system())
