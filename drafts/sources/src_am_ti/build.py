"""Write lexicon/<code>.yml from <code>.src.yml: letters that are mixed in typing become alternatives, prefixes of names are written out."""
import re, sys, unicodedata
code = sys.argv[1]
src = open(f"/tmp/w/lang/src_am_ti/{code}.src.yml", encoding="utf-8").read()
src = src.replace("<P>", {"am": "(በ|ከ|ለ|የ|ወደ|ስለ|እስከ|)", "ti": "(ን|ብ|ካብ|ናብ|ኣብ|ናይ|ዘ|)"}[code])
same = {}
def group(chars):
    for c in chars: same[c] = list(dict.fromkeys(chars))
def row(first, o): return chr(ord(first) + o)
group("ሀሃሐሓ" if code == "ti" else "ሀሃሐኀ")
if code == "am":
    for c in "ሓኃ": same[c] = list("ሀሃሐኀ") + [c]
group("ህሕ")
for o in range(7): group(row("ጸ", o) + row("ፀ", o))
if code == "ti":
    group("ኣአ"); group("ዓዐ")
    for o in (0, 1, 2, 3, 5, 6): group(row("ቀ", o) + row("ቐ", o)); group(row("ከ", o) + row("ኸ", o))
def alternatives(c, star):
    """The letters that c stands for; before `*` a stem changes its last vowel: ገደለ* also ገደሉኝ, ያስታውክ* also ያስታውከዋል."""
    out = []
    cs = same.get(c, [c])
    if star:
        more = []
        for x in cs:
            b = ord(x) - ord(x) % 8
            if ord(x) % 8 in (0, 5, 6):
                more += [chr(b + o) for o in range(8) if unicodedata.category(chr(b + o)) != "Cn" and not (o == 7 and unicodedata.category(chr(b+7)) == "Cn")]
            else: more.append(x)
        cs = list(dict.fromkeys([y for m in more for y in [m]]))
    return cs
def expand(text):
    def sub(m):
        c, star = m.group(1), m.group(2)
        cs = alternatives(c, bool(star))
        return ("(" + "|".join(cs) + ")" if len(cs) > 1 else c) + star
    return re.sub(r"([\u1200-\u1357])(\*?)", sub, text)
out, sect = [], None
for line in src.splitlines():
    m = re.match(r"^(\w+):", line)
    if m: sect = m.group(1)
    if sect in ("danger", "harmless", "whereabouts") and line.strip().startswith("- "):
        line = expand(line)
    out.append(line)
open(f"/tmp/w/lang/lexicon/{code}.yml", "w", encoding="utf-8").write("\n".join(out) + "\n")
