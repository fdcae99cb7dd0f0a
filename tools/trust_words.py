#!/usr/bin/env python3
"""trust_words.py WORDS_FOLDER OUTPUT.h

Turns the trust page's texts (one file for each language, key and text parted by a tab) into C++
tables. Refuses a text that one language lacks and a place ({name}) that a translation lost.
`control_ID` translates a control's title; where it is missing, the catalogue's English is shown.
"""

import pathlib
import re

from generated import complain, literal, run, write

LANGUAGES = ("en", "fr", "it", "da", "he", "ar")
PLACE = re.compile(r"\{(\w+)\}")


def read(path):
    texts = {}
    for line, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        key, tab, text = row.partition("\t")
        if not tab or not text.strip():
            complain(path, line, "a key, a tab and a text")
        if key in texts:
            complain(path, line, f"{key} stands twice")
        texts[key] = text
    return texts


def checked(folder):
    all_texts = {language: read(folder / f"{language}.tsv") for language in LANGUAGES}
    english = all_texts["en"]
    for language, texts in all_texts.items():
        path = folder / f"{language}.tsv"
        for key in english:
            if key not in texts:
                complain(path, 1, f"{key} is missing")
            if set(PLACE.findall(texts[key])) != set(PLACE.findall(english[key])):
                complain(path, 1, f"{key} has other places than the English text")
        for key in texts:
            if key not in english and not key.startswith("control_"):
                complain(path, 1, f"{key} is not among the English texts")
    return all_texts


HEAD = """// Generated from the trust page's texts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gatehouse::assurance::trust {
"""


def row(texts, key):
    return "{" + ", ".join(literal(texts[language].get(key, "")) for language in LANGUAGES) + "}"


def main(arguments):
    if len(arguments) != 2:
        raise SystemExit(__doc__)
    texts = checked(pathlib.Path(arguments[0]))
    words = [key for key in texts["en"] if not key.startswith(("family_", "promise_"))]
    families = [key.removeprefix("family_") for key in texts["en"] if key.startswith("family_")]
    controls = sorted({key for each in texts.values() for key in each if key.startswith("control_")})
    lines = [HEAD, f"inline constexpr std::size_t kLanguages = {len(LANGUAGES)};",
             "using InLanguages = std::array<std::string_view, kLanguages>;\n",
             "enum class Word : std::uint8_t {", *(f"  {key}," for key in words), "};\n",
             f"inline constexpr std::array<InLanguages, {len(words)}> kWords{{{{",
             *(f"    InLanguages{row(texts, key)}," for key in words), "}};\n",
             "struct FamilyRow { std::string_view prefix; InLanguages name; InLanguages promise; };",
             f"inline constexpr std::array<FamilyRow, {len(families)}> kFamilyRows{{{{"]
    lines += [f"    FamilyRow{{{literal(name)}, {row(texts, 'family_' + name)}, {row(texts, 'promise_' + name)}}},"
              for name in families]
    lines += ["}};\n", "struct TitleRow { std::string_view control; InLanguages title; };",
              "// Sorted by control.",
              f"inline constexpr std::array<TitleRow, {len(controls)}> kTitleRows{{{{"]
    lines += [f"    TitleRow{{{literal(key.removeprefix('control_'))}, {row(texts, key)}}}," for key in controls]
    lines += ["}};\n", "}  // namespace gatehouse::assurance::trust", ""]
    write(arguments[1], "\n".join(lines))


if __name__ == "__main__":
    run(main)
