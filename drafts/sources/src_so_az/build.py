"""build.py CODE: expands <MACROS> (and, for Somali, double vowels and dh) of CODE.src.yml into ../lexicon/CODE.yml"""
import sys, re, yaml, pathlib
code = sys.argv[1]
src = yaml.safe_load(pathlib.Path(f"/tmp/w/lang/src_so_az/{code}.src.yml").read_text())
macros = src.pop("macros", {}); 
def expand(p):
    while m := re.search(r"<(\w+)>", p):
        p = p.replace(m[0], macros[m[1]])
    p = re.sub(r"(?<=\s)\(([^()]*)\|\)\s+(?:\.\.\.\s+)?", "... ", p)  # an optional group: up to three words
    p = re.sub(r"\s+\(([^()]*)\|\)$", "", p)
    p = re.sub(r"\.\.\.(\s+\.\.\.)+", "...", p)
    p = re.sub(r"(\s*\.\.\.\s*)+$", "", p)
    if code == "so":
        p = re.sub(r"([aeiou])\1(?![a-z]*~)", r"\1(\1|)", p)
        p = re.sub(r"dh", "d(h|)", p)
    if code == "az":
        p = p.replace("ə", "(ə|e)").replace("Ə", "(ə|e)").replace("ş", "s(h|)").replace("Ş", "s(h|)").replace("ç", "c(h|)").replace("Ç", "c(h|)")
    return p
def q(s): return '"' + s.replace('"', '\\"') + '"'
out = [src.pop("header").rstrip(), "", "danger:"]
for k, v in src["danger"].items():
    out.append(f"  {k}:"); out += [f"    - {q(expand(p))}" for p in v]
out.append("harmless:"); out += [f"  - {q(expand(p))}" for p in src["harmless"]]
if code == "az":
    n = src["people"]["numbers"]; 
    for k in list(n):
        for a in {k.replace("ə","e"), k.replace("ş","sh"), k.replace("ç","ch"), k.replace("ə","e").replace("ş","sh")}: n.setdefault(a, n[k])
out += ["", "people:", "  numbers:"] + [f"    {q(str(k))}: {v}" for k, v in src["people"].pop("numbers").items()]
AZ = (lambda x: expand(str(x))) if code == "az" else str
out += [f"  {k}: [{', '.join(q(AZ(x)) for x in v)}]" for k, v in src["people"].items()]
out += ["", "whereabouts:"]
for k, v in src["whereabouts"].items():
    out.append(f"  {k}:"); out += [f"    - {q(expand(p))}" for p in v]
for sec in ("language_names", "country_names"):
    out += ["", f"{sec}:"] + [f"  {'NO'=='x' and k or k}: [{', '.join(q(AZ(x)) for x in v)}]" for k, v in src[sec].items()]
out += ["", "my_country:"] + [f"  - {q(expand(p))}" for p in src["my_country"]]
t = "\n".join(out) + "\n"
pathlib.Path(f"/tmp/w/lang/lexicon/{code}.yml").write_text(t)
print(len(t.encode()), "bytes")
