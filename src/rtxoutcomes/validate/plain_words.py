"""Words that identify nobody: those of the trade, of the study, and of yes, no and the sexes.

A name of a person has no shape of its own, so that a text is shown only if every word of it is
known. A word that is not listed is masked, which costs a reader a look at the file and no more.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from rtxoutcomes.identity import fold

_TRADE = (
    "9hpt a abnormal absent active activity adverse ae aes after age anti any arm assessment at "
    "attack attacks axis baseline before birth bl bmi by cd19 cd20 cell cells center centre "
    "change channel ci cis clinic clinical code cohort column comment comments complete completed "
    "confirmed count course cycle data date dates day days death deceased definite diagnosis died "
    "disability disease disorder dl dmd dmt dob dose doses drug duration dx edss eight eleven end "
    "enrollment enrolment entry escalation event events exam examination excluded f female "
    "females file first five fix fl follow followup form four from fs fu g gad gender grade group "
    "gt h height high hospital hour hours id iga igg igm im in included index infection infusion "
    "infusions instance instrument interval iv ja jcv kg kurtzke l lab laboratory last lesion "
    "lesions line lost low lt lymphocytes m male males man max maximum mean median message "
    "messages mg min minimum minutes missing ml mo mobile mog mogad month months mos mri ms msfc "
    "n na naive name names nd neg negative nein neuromyelitis never new nfl nine nmo nmol nmosd "
    "no non none normal not note notes nr number nurse observation ocrelizumab of on ongoing "
    "onset optica oral other oui out outcome partial patient patients pending per phase phone "
    "points pos positive possible post ppms pre present previous primary prior prms probable "
    "progressive pt pts question questions reason record redcap registry relapse relapsed "
    "relapses relapsing related remark remarks remission remitting repeat result results "
    "rituximab rr rrms rtx sample scale score scores screening sdmt second secondary seen serious "
    "serum session sessions severity sex si since site six skype sp spectrum spms stable start "
    "started status steroids stop stopped study sum sw symptom symptoms t2 t25fw tel telegram "
    "telephone ten test therapy third three time timepoint times total treatment twelve twenty "
    "two type un unit unknown up v value values visit visits vitamin w week weekly weeks weight "
    "whatsapp withdrew without woman worsening x y year yearly years yes yr yrs zoom "
    "بله خیر آری نه زن مرد مونث مذکر سن جنس جنسیت تشخیص تاریخ ماه سال روز هفته بیمار بیماران "
    "نام شماره پرونده حمله عود دوز دارو تزریق پیگیری قبل بعد اول دوم آخر تایید مثبت منفی نامشخص "
    "توضیحات کد ملی تلفن موبایل "
)
_WORDS = frozenset(fold(_TRADE).casefold().split())
# `m12`, `12m`, `t0`, `24`: times and counters.
_COUNTER = re.compile(r"[a-z]{0,2}[0-9]{1,3}[a-z]{0,2}")
_BREAKS = re.compile(r"[^\w]+|_+")
_CASE_CHANGE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LONGEST = 60


def are_plain(text: str, known: Iterable[str] = ()) -> bool:
    """Whether a text holds words of the trade, or words that occur in `known`, and no others."""
    if not text.strip() or len(text) > _LONGEST or not text.isprintable():
        return False
    listed = _split_all(tuple(known))
    spaced = _CASE_CHANGE.sub(" ", text)
    return any(
        all(w in _WORDS or w in listed or _COUNTER.fullmatch(w) for w in _split(form))
        for form in (text, spaced)
    )


def _split(text: str) -> list[str]:
    folded = fold(text.replace("\u200c", " ")).casefold()
    return [word for word in _BREAKS.split(folded) if word]


@lru_cache(maxsize=256)
def _split_all(known: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for text in known for word in (*_split(text), text.casefold()))
