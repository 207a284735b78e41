"""Write lexicon/ur.yml from the .txt parts (one phrase a line, <NAMES> written out) and tail.yml."""
import re, pathlib, sys
sys.path.insert(0,"/tmp/w/lang/src_ur")
from squeeze import squeeze
SQ = "plain" not in sys.argv
S = pathlib.Path("/tmp/w/lang/src_ur")
mac = dict(l.split("=", 1) for l in (S/"macros.txt").read_text().splitlines() if "=" in l)
def ex(l):
    return re.sub(r"<(\w+)>", lambda m: mac[m.group(1)], l)
def part(name, ind):
    out, seen = [], set()
    for l in (S/f"{name}.txt").read_text().splitlines():
        l = l.strip()
        if not l: continue
        if l.startswith("#"): out.append(" "*ind + l); continue
        l = ex(l)
        l = squeeze(l) if SQ else l
        assert '"' not in l
        if l in seen: print("twice:", l)
        seen.add(l)
        out.append(" "*ind + "- " + (f'"{l}"' if l[0] in "*|>&!%@`{[" or l.isdigit() or ": " in l else l))
    return out
def tailtext():
    out=[]
    for l in (S/"tail.yml").read_text().splitlines():
        m=re.match(r"^ +- (.*)$", l)
        out.append((("  - " if l.startswith("    ") else "- ")+squeeze(m.group(1))) if m else l)
    return "\n".join(out)+"\n"
o = ["# Urdu in its own script and in Latin letters (Roman Urdu), with Punjabi as Pakistanis mix it in. Not yet checked by a native reader.", "danger:"]
for k in ("report_self_harm", "report_violence", "emergency_medical"):
    o += [f"  {k}:"] + part(k, 2)
o += ["harmless:"] + part("harmless", 0) + [tailtext()]
p = pathlib.Path("/tmp/w/lang/lexicon/ur.yml"); p.write_text("\n".join(o)); print(p.stat().st_size)
