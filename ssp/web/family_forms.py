"""What is written on the pages of a family: a home, a member, and what an adult is to each child."""

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional, ValidationError

from ssp.services.families import HomeText
from ssp.services.family_members import Edit, Place, TieText
from ssp.services.person_records import NewPerson
from ssp.terms import Custody, Kin, PersonKind
from ssp.web import respond
from ssp.web.directory_forms import DayField
from ssp.web.forms import Chips, HouseForm, choice_of, needed, short_text, version_of
from ssp.web.labels import choices

NEW = "new"
PROTECTED, PROTECTED_NAME = "protected", "protected_name"


class RemovalForm(HouseForm):
    """What every change carries: the version of the family it was made from, and the key of its form."""

    version = HiddenField()

    def edit(self) -> Edit:
        return Edit(version_of(self.version.data), respond.form_key())


class HomeForm(RemovalForm):
    name = short_text(
        _("Hvad skal hjemmet hedde?"), needed(_("Skriv, hvad hjemmet skal hedde")),
        description=_("For eksempel Hos mor. Skriv ikke navne: alle, der må se et barn i hjemmet, kan læse det."),
    )  # fmt: skip
    address = short_text(_("Adresse"))
    flags = Chips(_("Beskyttelse"), choices=[SelectChoice(PROTECTED, _("Adressen er beskyttet"))])

    def text(self) -> HomeText:
        return HomeText(self.name.data, self.address.data or "", PROTECTED in (self.flags.data or ()))


class MakeForm(HomeForm):
    children = Chips(_("Hvem af børnene bor der?"), [needed(_("Vælg mindst et barn"))], choices=[])


class MemberForm(RemovalForm):
    """A member: who it is, where they live, and what an adult is to each child."""

    kind = HiddenField()
    homes = Chips(_("Hvor bor personen?"), choices=[])
    children: tuple = ()

    @property
    def adult(self) -> bool:
        return self.kind.data == PersonKind.ADULT

    def place(self) -> Place:
        ties = (
            TieText(child.reference, Kin(self[f"kin_{child.reference}"].data),
                    Custody(self[f"custody_{child.reference}"].data))
            for child in self.children
            if self[f"kin_{child.reference}"].data
        )  # fmt: skip
        return Place(tuple(self.homes.data or ()), tuple(ties))

    def validate(self, extra_validators=None):
        fine = super().validate(extra_validators)
        for child in self.children:
            kin, custody = self[f"kin_{child.reference}"], self[f"custody_{child.reference}"]
            if custody.data and not kin.data:
                kin.errors = [gettext("Vælg, hvad den voksne er til barnet")]
            if kin.data and not custody.data:
                custody.errors = [gettext("Vælg, om den voksne har forældremyndighed")]
            fine = fine and not kin.errors and not custody.errors
        return fine

    def contradicted(self, children: frozenset[str]) -> None:
        """Say that custody alone and somebody else's custody do not go together, beside these children."""
        for child in [child for child in self.children if child.reference in children]:
            self[f"custody_{child.reference}"].errors = [
                gettext("Det passer ikke med en anden voksens forældremyndighed over barnet. Ret den, der er forkert.")
            ]


class NewMemberForm(MemberForm):
    person = RadioField(_("Hvem er det?"), choices=[], validate_choice=False)
    name = short_text(_("Navn"), description=_("Vi ser først efter, om I kender personen i forvejen."))
    born_on = DayField(_("Fødselsdag"), [Optional()])
    flags = Chips(
        _("Beskyttelse"),
        choices=[
            SelectChoice(PROTECTED_NAME, _("Navnet er beskyttet")),
            SelectChoice(PROTECTED, _("Adressen er beskyttet")),
        ],
    )

    def validate_name(self, field):
        if not self.person.data and not field.data:
            raise ValidationError(gettext("Skriv navnet, eller vælg en, der står på listen"))

    @property
    def known_person(self) -> str:
        """The reference of the one that was chosen; "" for somebody new."""
        return "" if self.person.data in (None, "", NEW) else self.person.data

    def new_person(self) -> NewPerson:
        flags = self.flags.data or ()
        return NewPerson(
            self.name.data, PersonKind(self.kind.data), born_on=self.born_on.data, protected=PROTECTED in flags,
            protected_name=PROTECTED_NAME in flags,
        )  # fmt: skip

    def offer(self, alike) -> bool:
        """Offer those who may be meant, and that it is none of them. Returns whether there is anybody to offer."""
        if not alike:
            return False
        self.person.choices = [
            *(SelectChoice(one.person.reference, _described(one.person)) for one in alike),
            SelectChoice(NEW, gettext("Ingen af dem: det er en ny person")),
        ]
        self.person.errors = [gettext("Vælg, om det er en af dem, I kender")]
        return True


def make_form(desk, posted=False) -> MakeForm:
    """The form that makes a family; every child of the case is chosen to begin with."""
    known = [child.reference for child in desk.children]
    form = MakeForm.posted() if posted else MakeForm(children=known)
    form.children.choices = [SelectChoice(child.reference, _described(child)) for child in desk.children]
    return form


def home_form(desk) -> HomeForm:
    """The form of a home as it stands, or of a new one."""
    if desk.home is None:
        return HomeForm(version=str(desk.version))
    flags = [PROTECTED] if desk.home.protected else []
    return HomeForm(version=str(desk.version), name=desk.home.name, address=desk.home.address, flags=flags)


def member_form(desk, asked=None, posted=False) -> MemberForm:
    """The form of a member as they stand, or of a new one; `asked` says of which kind, and in which home."""
    adult = _kind(desk, asked or {}, posted) is PersonKind.ADULT
    children = tuple(p for p in desk.members if p.kind is not PersonKind.ADULT) if adult else ()
    kind = _with_ties(MemberForm if desk.member else NewMemberForm, children)
    form = kind.posted() if posted else kind(**_stands(desk, asked or {}, children))
    form.kind.data = PersonKind.ADULT if adult else PersonKind.CHILD
    if adult:
        form.homes.description = _(
            "Bor den voksne et andet sted, så vælg intet hjem, men hvad den voksne er til barnet."
        )
    form.homes.choices = [SelectChoice(home.reference, home.name) for home in desk.homes]
    if desk.member is None and not adult:
        form.person.choices = [SelectChoice(child.reference, _described(child)) for child in desk.outside]
    return form


def _kind(desk, asked, posted) -> PersonKind:
    if desk.member:
        return desk.member.kind
    wanted = request.form.get("kind", "") if posted else asked.get("kind", "")
    return PersonKind.ADULT if wanted == PersonKind.ADULT else PersonKind.CHILD


def _stands(desk, asked, children) -> dict:
    """What the fields hold before anybody has written in them."""
    if desk.member is None:
        return {"version": str(desk.version), "homes": [asked.get("home", "")]}
    ties = desk.ties_of(desk.member)
    stands = {f"kin_{child.reference}": ties[child.reference].kin for child in children if child.reference in ties}
    held = {
        f"custody_{child.reference}": ties[child.reference].custody for child in children if child.reference in ties
    }
    return {"version": str(desk.version), "homes": desk.lives_in(desk.member), **stands, **held}


def _with_ties(form, children):
    """The form with two questions for each child."""
    fields: dict = {"children": children}
    for child in children:
        who = child.name or child.reference
        fields[f"kin_{child.reference}"] = SelectField(
            _("Hvad er den voksne til %(child)s?", child=who), coerce=choice_of(Kin), default="",
            choices=[SelectChoice("", _("Ingen relation noteret")), *choices(Kin, "kin")],
        )  # fmt: skip
        fields[f"custody_{child.reference}"] = SelectField(
            _("Forældremyndighed over %(child)s", child=who), coerce=choice_of(Custody), default="",
            choices=[SelectChoice("", _("Ikke valgt")), *choices(Custody, "custody")],
        )  # fmt: skip
    return type("TiedForm", (form,), fields)


def _described(person) -> str:
    """A person in one line: the name, or that it is protected, and what tells them apart."""
    age = gettext("%(age)d år", age=person.age) if person.age is not None else ""
    name = person.name or gettext("Navn beskyttet")
    return ", ".join(filter(None, (name, age, person.school_class))) + ("" if person.name else f" ({person.reference})")
