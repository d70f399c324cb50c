"""Makes the four font files of this folder: smaller and quicker copies of two open fonts.

usage: make-fonts.py NOTO_SANS_DIR NOTO_SERIF_DIR UNIHAN_OTHER_MAPPINGS.txt[.bz2] OUT_DIR

NOTO_SANS_DIR   fonts/ttf/NotoSansSC of the Maven artifact com.helger.font:ph-fonts-noto-sans-sc:6.1.0
NOTO_SERIF_DIR  the unpacked npm package @expo-google-fonts/noto-serif-sc@0.4.3
UNIHAN...       Unihan_OtherMappings of the Unicode Character Database (Debian: unicode-data), property kTGH

Kept are the characters of GB 2312 and of the 通用规范汉字表 (8,105 characters, State Council, 2013), and symbols.
Left out are U+2E80..U+2FDF: Kangxi radicals share their glyphs with ordinary characters, and a PDF writer that maps
a glyph back to its first character would write a radical for 工, so that 施工 could not be found or copied.
Left out are GSUB, GPOS and hints, which Chinese text does not need and PDFBox pays for on every run of text.
Needs fontTools (checked with 4.38).
"""

import bz2
import pathlib
import re
import sys

from fontTools import subset


def codec(name):
    found = set()
    for high in range(0x81, 0xFF):
        for low in range(0x40, 0xFF):
            try:
                found.update(map(ord, bytes((high, low)).decode(name)))
            except UnicodeDecodeError:
                pass
    return found


def general_standard(path):
    read = bz2.open if path.endswith(".bz2") else open
    with read(path, "rt", encoding="utf-8") as lines:
        return {int(m.group(1), 16) for line in lines if (m := re.match(r"U\+([0-9A-F]+)\tkTGH\t", line))}


SYMBOLS = [
    (0x20, 0x17F), (0x391, 0x3CA), (0x2000, 0x2070), (0x20A0, 0x20C0), (0x2100, 0x2150), (0x2160, 0x2180),
    (0x2190, 0x2200), (0x2200, 0x2300), (0x2460, 0x2500), (0x2500, 0x2580), (0x25A0, 0x2700), (0x3000, 0x3040),
    (0x3220, 0x3230), (0x3280, 0x32B0), (0x3300, 0x3400), (0xFF00, 0xFFF0),
]
RADICALS = set(range(0x2E80, 0x2FE0))

sans, serif, unihan, out = sys.argv[1:5]
wanted = codec("gb2312") | general_standard(unihan) | {c for a, b in SYMBOLS for c in range(a, b)}
for source, name in [
    (f"{sans}/NotoSansSC-Regular.ttf", "NotoSansSC-Regular.ttf"),
    (f"{sans}/NotoSansSC-Bold.ttf", "NotoSansSC-Bold.ttf"),
    (f"{serif}/400Regular/NotoSerifSC_400Regular.ttf", "NotoSerifSC-Regular.ttf"),
    (f"{serif}/700Bold/NotoSerifSC_700Bold.ttf", "NotoSerifSC-Bold.ttf"),
]:
    options = subset.Options()
    options.layout_features = []
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "kern", "vhea", "vmtx", "VORG", "STAT", "DSIG"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.glyph_names = False
    options.recalc_timestamp = False
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=(set(font.getBestCmap()) & wanted) - RADICALS)
    subsetter.subset(font)
    # Variation selectors (format 14), which PDFBox does not read and warns about.
    font["cmap"].tables = [t for t in font["cmap"].tables if t.format != 14]
    target = pathlib.Path(out) / name
    subset.save_font(font, str(target), options)
    print(f"{name}: {len(font.getBestCmap())} characters, {target.stat().st_size:,} bytes")
