"""Danish words that a name checker must know: everyday words that are also names, and capitals that are no names."""

from ssp.policy.spelling import folded


def word_set(text: str) -> frozenset[str]:
    """The words of the text, folded."""
    return frozenset(folded(word) for word in text.split())


# Everyday words that are also first names or family names. They count as names only with a capital inside a sentence.
ORDINARY = word_set("""
    agn alder alle alpin alt amber and ane ansvar april ark ask aske august aura bach bag bager bak balle bang bank
    barak bare bark bart bas basse beck beder ben bi bil bild bille birk birke bjerg bjørn blad blom bly bo bold bonde
    bor borg bos brand bred brik brink bro bror brun brus buch bue buk busk by bygge bæk bær bødker bøg bøge børge
    børs can dag dage dal dam damp dan dans de degn del dem den deres det dig din dok drage drejer du due dyr eg ege
    egen ejer elg elle eller elm els en ende ene eng engel enke er es et fabel falk far fat feder fem ferie ferm fest
    fie fin finder fine fisk fisker flink fod fog foged folk folke folkes fra fred frede freds frei fri frisk from
    frost fryd frygt frø fuld funder gade gal gam gave ged gik glad glas glud glæder god grad gram gran grav green
    greve gris gro grube gry grå græs grøn gul guld gylden gynge gård gæst had hage hagen hal hall hals halv ham
    hammer han handel hans hare hassel hat hav have havn hede heden heder hegn hej hel held hele hell helle helt hen
    her hest hjelm hjort hjul hof hold holde holdt hollænder holm holst holt hop hoppe horn hos hove hoved hul hund
    hus hvid hvide hvidt hyg hyld hyp håb hægt hæk høg høj høje højer høst ild in ingen is ise ja jade jagt jeg jer
    jern jo job jord jul jule juli juni junior junk junker just jæger kaj kald kalk kam kamp kant kat kejser kick
    kilde kirk kirke klar klint klit klog kloster klub knap knude ko kok kold kong konge kop korn kors kort kost
    krabbe krag krage krebs krig kristen krog krone krul kræmmer kugle kule kure kusk kvist kær kærlig køb lad
    ladefoged lag lage lak lam land lang lange lans lasse last le lean leg lej ler let lev li liden lige lille
    lillelund lim lime limon lin lind linde ling list liv lo loft lok lov love lund lunde lune ly lyder lykke lyn lyng
    lys lyst læge lærer løbe løfte løg løje løn løs løv løve made magi mai maj make male malle man mand mange mar mare
    marine mark marker mart marts mat matros mel men mere mest mil mild min mine mink mis mod mon mor morgen morgens
    mose mund munk munter mus muse my mynte måne mår mænd mølle møller mønster mørk nar navn ned nej neo nip nis nord
    norden nu ny nye nymand når nær nød nørre ok okay old om opal ord orm os otte ove over pagt palm palme part pas
    pause per perle pig pige pil pim pind plads pleje plet plov pong port post pote pral pram prins præst puk rand rap
    rask rav ravn rebel ren rens rest revel ridder ride rim rimer rind ring ringe ris ritter ro rod rode rold rom ros
    rosa rose rosen rov ru ruf rug rund rut ryg rytter ræv rød røde rønne rør saga salami salem salt sand sande sang
    sejl sejr seks selv sem sen senn ser server sig sigt sil silke sin sine sink sir sit siv sjov skade skat skib
    skipper skjold skov skriver sky skyt skytte skæg skær skøn slot smart smed smidt smil smuk smut sne snedker snog
    sofa sol som sommer sonne sort spang sparre spring spur stage stald stang stark stat steg sten sterk stille
    stilling sting stjerne stolt stor store storm strand streg stribe strid strøm stub stær stærk stød sund svan svane
    sving sy syv så sø søby sød søe søn søs søster tage tak tal tale tan tang telt temme ternet tid tiger til time
    tine ting toft tog tol tolk tom tomme tone top tor torn torv tran trane tro trold trolle true tryk træ tue tur
    ture tved tyr tæt tømmer tønder tørn uge ulv ulven un ung unge urban us vad vagt vand vang vange var varm ved vejr
    vel ven ves vest vester vi vibe vid vide vig viking vild vilde vile ville vin vind vinding vinge vinter virkelig
    vogn voll vore vår væver winter yde yndig åben ål ås æble øl ør ørn ørred øst øster
""")

# Written with a capital, or looking like a name, without pointing at anybody: days, months, feasts, courtesies.
NO_NAMES = word_set("""
    mandag tirsdag onsdag torsdag fredag lørdag søndag januar februar marts april maj juni juli august september oktober
    november december jul juleaften nytår påske pinse ramadan eid advent fastelavn halloween sankt skt sct
    i de dem deres du dig din dit dine jer jeres hun hende hendes den det vi vores os jeg mig min mit
    danmark norge sverige grønland europa jylland fyn sjælland als møn mors thy ry falster lolland amager bornholm
    ssp psp ksp ppr pc tv sms mobil kl hr fru frk alexa google nazi server divan
""")

# Parts of a full name that say nothing alone.
PARTICLES = word_set("af al ap ben bin da de den del der di dos du el ibn la le van von og y zu abu ul")

# A full stop after these does not end a sentence.
ABBREVIATIONS = word_set("""
    bl a f eks ca hr fr frk dr nr kl pga mht ift ifm evt inkl jf mv m o s d v pt tlf kap stk sml vedr
""")
