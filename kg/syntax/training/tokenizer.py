"""Where words begin and end: spaCy's English tokenizer, set to the treebanks' rules.

The settings ship inside the model, so raw text is split the way the parser saw it in training.
"""

from typing import Any, cast

from spacy.language import Language
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

ATTACHED_PREFIXES = (
    "non", "e", "mid", "re", "anti", "co", "pre", "pro", "cross", "post", "over", "ex", "semi", "sub", "multi",
    "counter", "mini", "neo", "socio", "inter", "micro", "intra", "un", "arch",
)  # fmt: skip
"""Prefixes that stay on their word ("pro-Russian", "re-elected"); every other hyphen is a word of its own
("long - term", "30 - day"), as in the English Web Treebank."""

RUNS = (r"[!?]{2,}", r"[=*_~]{2,}", r"-{2,}", r"\.{2,}")
"""Repeated signs that are one word."""

SHORTENED = (
    "Ft.",
    "Gen.",
    "Lt.",
    "Col.",
    "Sgt.",
    "Capt.",
    "Amb.",
    "Sec.",
    "Rep.",
    "Sen.",
    "Gov.",
    "Rev.",
    "Sr.",
    "etc.",
)
"""Titles and place words whose full stop belongs to them."""


SPLIT = {"and/or": ("and", "/", "or"), "wanna": ("wan", "na"), "Wanna": ("Wan", "na")}
"""Words that are several."""


def set_tokenizer(nlp: Language) -> None:
    """Set the tokenizer of `nlp` to the treebanks' rules, in place."""
    defaults = cast(Any, nlp.Defaults)
    tokenizer = cast(Any, nlp.tokenizer)
    infixes = [
        *RUNS,
        *(infix for infix in defaults.infixes if "|--|" not in infix),
        *_hyphens(),
        r"(?<=[^\W\d_]{2})/(?=[^\W\d_]{2})",
    ]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    tokenizer.prefix_search = compile_prefix_regex([*RUNS, *defaults.prefixes]).search
    tokenizer.suffix_search = compile_suffix_regex(
        [*RUNS, *defaults.suffixes, r"(?<=[0-9])(?:am|pm|AM|PM|bn|tn|m)"]
    ).search
    for form in SHORTENED:
        tokenizer.add_special_case(form, [{"ORTH": form}])
    for form, pieces in SPLIT.items():
        tokenizer.add_special_case(form, [{"ORTH": piece} for piece in pieces])


def _hyphens() -> tuple[str, ...]:
    letter = r"[^\W_]"
    attached = "".join(
        rf"(?<!\b{written})" for prefix in ATTACHED_PREFIXES for written in (prefix, prefix.capitalize())
    )
    return (
        rf"(?<={letter}){attached}[-‐‑](?={letter})",
        rf"(?<={letter})(?:—|–|~)(?={letter})",
        r"(?<=[A-Z]\.)-(?=[A-Za-z])",
        r"(?<=%)-(?=[A-Za-z])",
    )
