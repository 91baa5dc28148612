"""The words of attached files: their kinds, and what to do when one is not taken."""

from flask_babel import lazy_gettext as _

FILES: dict[str, dict[str, object]] = {
    "file_kind": {
        "pdf": _("PDF"),
        "png": _("PNG-billede"),
        "jpg": _("JPG-billede"),
        "docx": _("Word-dokument (docx)"),
        "odt": _("OpenDocument-tekst (odt)"),
        "txt": _("ren tekst (txt)"),
    },
    "file_problem": {
        "none_given": _("Vælg en fil"),
        "empty": _("Vælg en anden fil. Den, du valgte, er tom."),
        "too_large": _("Vælg en mindre fil. Den må højst fylde %(megabytes)s MB."),
        "too_many": _("Fjern en fil først. Der kan højst ligge %(files)s her."),
        "kind": _("Vælg en fil af typen PDF, PNG, JPG, DOCX, ODT eller TXT. Er det noget andet, så gem det som PDF."),
        "mismatch": _("Filens indhold passer ikke til navnet. Gem den igen som %(kind)s, og prøv igen."),
        "unreadable": _("Filen kan ikke læses som %(kind)s. Gem den igen, og prøv igen."),
        "not_text": _("Filen er ikke ren tekst. Gem den igen som tekst i UTF-8, og prøv igen."),
        "encrypted": _("Filen er låst med en adgangskode. Gem den uden adgangskode, og prøv igen."),
        "active": _(
            "Filen indeholder noget, der kan køre, er lagt ind fra et andet program eller hentes udefra. Gem den som "
            "PDF, og prøv igen."
        ),
        "bomb": _("Filen fylder alt for meget, når den pakkes ud. Gem den som PDF, og prøv igen."),
        "bad_names": _("Filen er pakket på en måde, der ikke er sikker at åbne. Gem den igen som %(kind)s."),
        "pixels": _("Billedet har for mange punkter. Gør det mindre, og prøv igen."),
        "too_complex": _("Filen tager for lang tid at læse. Del den i flere, eller gem den igen, og prøv igen."),
        "infected": _("Filen indeholder virus og er ikke gemt. Sig det til jeres it-afdeling."),
    },
}
