"""Printing the chronology of a case: a reason, one's password again, and the mark of what left in the log (J10)."""

import hashlib
import time

from flask import Blueprint, current_app
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _
from flask_login import current_user
from wtforms import RadioField, SelectField
from wtforms.fields import SelectChoice

from ssp.services import case_prints
from ssp.services.case_prints import Print, PrintDesk
from ssp.services.entry_views import EntryView, Silence
from ssp.terms import Action, PrintKind
from ssp.web import guard, respond
from ssp.web.format import day, moment
from ssp.web.forms import HouseForm, choice_of, long_text, needed
from ssp.web.labels import choices, label
from ssp.web.printing import Chronicle, Line, PrintingFailed, chronicle, pdf
from ssp.web.stepping_up import password_again, proved

blueprint = Blueprint("case_prints", __name__, url_prefix="/cases")


class PrintForm(HouseForm):
    kind = RadioField(
        _("Hvad skal printes?"),
        [needed(_("Vælg, hvad der skal printes"))],
        choices=choices(PrintKind, "print_kind"),
        coerce=choice_of(PrintKind),
        default=PrintKind.SUMMARY,
    )
    adult = SelectField(
        _("Hvem er den til?"), choices=[], validate_choice=False, default="",
        description=_("Vælger du en af de voksne, udelades det, den voksne ikke kan få at vide. Læs udskriften "
                      "igennem, før du giver den videre."),
    )  # fmt: skip
    reason = long_text(
        _("Hvorfor printer du?"),
        needed(_("Skriv, hvorfor du printer")),
        description=_("Grunden gemmes i loggen sammen med, hvem der printede, og hvornår."),
    )
    password = password_again()

    def offer(self, desk: PrintDesk) -> None:
        """Let the print be for the work, or for one of the adults of the family."""
        self.adult.choices = [SelectChoice("", _("Arbejdet med forløbet"))]
        self.adult.choices += [SelectChoice(adult.reference, adult.name) for adult in desk.adults]


@blueprint.get("/<reference:case>/prints/new")
def new(case):
    return _page(PrintForm(), case_prints.desk(guard.actor(), case))


@blueprint.post("/<reference:case>/prints")
def create(case):
    """The PDF itself: a door that reads, the press, and a door that marks what was pressed before it leaves."""
    form, actor = PrintForm.posted(), guard.actor()
    desk = case_prints.desk(actor, case)
    status = proved(form, Action.CASE_PRINT) if form.validate() else 422
    if status != 200:
        return _page(form, desk, status)
    made = case_prints.read(actor, case, form.kind.data, form.reason.data, form.adult.data or "")
    try:
        data = chronicle(_sheet(made), str(get_locale()))
    except PrintingFailed:
        return respond.error("case_prints/unprinted.html", 500, reference=case)
    case_prints.deliver(actor, case, data, made.kind)
    return pdf(data, case)


def _page(form, desk, status=200):
    form.offer(desk)
    return respond.page("case_prints/new.html", status=status, form=form, desk=desk)


def _sheet(made: Print) -> Chronicle:
    brief = made.kind is PrintKind.SUMMARY
    lines = tuple((_row if brief else _full)(made, number, view) for number, view in enumerate(made.lines, 1))
    reference, now = made.head.reference, moment(int(time.time()))
    return Chronicle(
        sender=(current_app.config["SAMSPIL"].municipality, current_user.unit),
        title=gettext("Kronologi, forløb %(reference)s", reference=reference),
        reference=gettext("Reference: %(reference)s", reference=reference),
        facts=tuple((term, text) for term, text in _facts(made) if text),
        lines=lines,
        columns=(gettext("Nr."), gettext("Dag"), gettext("Slags"), gettext("Hvad")) if brief else (),
        fingerprint=("", "") if brief else _whole(made),
        watermark=gettext("Forløb %(reference)s · udskrevet af %(name)s den %(moment)s", reference=reference,
                          name=current_user.name, moment=now),
        pages=gettext("Side %(page)s af %(pages)s", page="{page}", pages="{pages}"),
    )  # fmt: skip


def _facts(made: Print):
    top = made.head
    if made.whole:
        yield gettext("Forløb"), top.title
        yield gettext("Formål"), top.purpose
    yield gettext("Status"), str(label(top.state, "case"))
    if made.kind is not PrintKind.UNNAMED:
        yield gettext("Tovholder"), top.holder_name
    yield gettext("Til"), made.recipient
    yield gettext("Omfang"), gettext("%(count)s linjer", count=len(made.lines))
    if made.recipient:
        yield gettext("Udeladt"), gettext("Adresser, og det, der handler om andre")
    if made.waiting:
        yield gettext("Uden kontakt"), _silent(made.waiting)


def _row(made: Print, number: int, view: EntryView) -> Line:
    """A line as one row: when, what, and its first words; what is struck says so."""
    return Line(
        str(number), str(label(view.kind, "entry")), _short(view), view.headline, view.struck_at is not None,
        gettext("Overstreget") if view.struck_at else "",
        answers=tuple(_answer_row(answer) for answer in view.statements),
    )  # fmt: skip


def _answer_row(view: EntryView) -> Line:
    head = gettext("Udtalelse: %(who)s", who=label(view.source, "said_by"))
    note = gettext("Overstreget") if view.struck_at else ""
    return Line("", head, _short(view), view.headline, view.struck_at is not None, note)


def _short(view: EntryView) -> str:
    return ", ".join(filter(None, (day(view.day), view.unit)))


def _full(made: Print, number: int, view: EntryView) -> Line:
    head = f"{day(view.day)} · {label(view.kind, 'entry')}"
    answers = tuple(_answer(number, place, one) for place, one in enumerate(view.statements, 1))
    named = gettext("Nr. %(number)s", number=number)
    return Line(
        named, head, _meta(view), view.text, view.struck_at is not None, _note(view), _mark(view), answers
    )  # fmt: skip


def _answer(number: int, place: int, view: EntryView) -> Line:
    head = gettext(
        "%(number)s.%(place)s Udtalelse: %(who)s", number=number, place=place, who=label(view.source, "said_by")
    )  # fmt: skip
    return Line("", head, _meta(view), view.text, view.struck_at is not None, _note(view), _mark(view))


def _meta(view: EntryView) -> str:
    by = ", ".join(filter(None, (view.author, view.unit)))
    parts = [gettext("Skrevet af %(who)s, %(at)s", who=by, at=moment(view.at))]
    if view.child:
        parts.append(gettext("om %(name)s", name=view.child.name or gettext("en med beskyttet navn")))
    if view.kind in ("note", "contact"):
        parts += [str(label(view.source, "source"))] if view.source else []
        parts.append(gettext("konstatering") if view.fact else gettext("vurdering"))
    if view.amended_at:
        parts.append(gettext("rettet %(at)s", at=moment(view.amended_at)))
    if view.corrects and view.kind != "statement":
        parts.append(gettext("skrevet i stedet for %(reference)s", reference=view.corrects))
    if view.silence:
        parts.append(_silent(view.silence))
    return " · ".join(parts)


def _note(view: EntryView) -> str:
    if not view.struck_at:
        return ""
    by = ", ".join(filter(None, (view.struck_by, moment(view.struck_at))))
    return gettext("Overstreget (%(by)s): %(reason)s", by=by, reason=view.struck_reason)


def _silent(silence: Silence) -> str:
    weeks, until = silence.days // 7, day(silence.until)
    if not until:
        return gettext("%(weeks)s uger, siden %(since)s", weeks=weeks, since=day(silence.since))
    return gettext(
        "%(weeks)s uger uden kontakt, %(since)s til %(until)s", weeks=weeks, since=day(silence.since), until=until
    )


def _mark(view: EntryView) -> str:
    return f"{view.reference} · SHA-256 {_digest(view.text)}"


def _whole(made: Print) -> tuple[str, str]:
    """What the marks are made of, and the mark of them all in the order they stand."""
    every = [view for line in made.lines for view in (line, *line.statements)]
    rows = "".join(f"{view.reference} {_digest(view.text)}\n" for view in every)
    words = gettext(
        "Under hver linje står SHA-256 af dens tekst (UTF-8). Nedenfor står SHA-256 af alle linjers reference og "
        "SHA-256, én pr. linje i den rækkefølge, de står her. SHA-256 af hele filen står i Samspils log."
    )  # fmt: skip
    return words, f"SHA-256 {_digest(rows)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
