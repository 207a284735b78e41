"""src_ku/<code>_lexicon.yml (readable) -> lexicon/<code>.yml. Δ is the prefix de-/e- of Sorani verbs."""
import sys,re,yaml,pathlib,json
S=pathlib.Path("/tmp/w/lang"); code=sys.argv[1]
src=(S/"src_ku"/f"{code}_lexicon.yml").read_text()
D=yaml.safe_load(src)
AR=re.compile(r"[\u0600-\u06ff\u0750-\u077fΔ]+")
KEYS={"ێ":"(ێ|ی)","ۆ":"(ۆ|و)","ڕ":"(ڕ|ر)","ڵ":"(ڵ|ل)","ژ":"(ژ|ذ|ز|ج)","چ":"(چ|ج|ض)","پ":"(پ|ب|ث)","گ":"(گ|ك|غ|ط)","ڤ":"(ڤ|ف|و|ظ)","Δ":"(دە|ئە)"}
def letters(w): return "".join(KEYS.get(c,c) for c in w)
def word(m):
    w=m[0]
    joined=letters(w)
    full=w.replace("Δ","دە")
    inner=full[:-1]
    if len(w)>2 and "ە" in inner:      # ه + zero width non-joiner splits the word when folded
        nxt=m.string[m.end():m.end()+1]; prv=m.string[m.start()-1:m.start()] if m.start() else ""
        if prv in ("",*" (|") and nxt in ("",*" )|*"):
            vs=["دە","ئە"] if "Δ" in w else [None]
            out=[]
            for v in vs:
                f=w.replace("Δ",v) if v else w
                out.append(re.sub("ە(?=.)","ە ",f))
            return "("+"|".join([joined]+[letters(o) for o in out])+")"
    return joined
def latin(p):
    if code!="kmr": return p
    return p
LAT=str.maketrans({"ş":"(ş|sh)","ç":"(ç|ch)"}) if code=="kmr" else {}
def phrase(p): return AR.sub(word,p).translate(LAT)
def variants(w):
    out=[w]
    if AR.search(w):
        s=w.translate(str.maketrans("ێۆڕڵڤ","یورلف"))
        a=s.translate(str.maketrans("چپگژ","جبكز"))
        for x in (s,a):
            if x not in out: out.append(x)
    elif code=="kmr":
        s=w.replace("ş","sh").replace("Ş","Sh").replace("ç","ch").replace("Ç","Ch")
        if s!=w: out.append(s)
    return out
def many(l):
    out=[]
    for w in l:
        for v in variants(w):
            if v not in out: out.append(v)
    return out
for k in D["danger"]: D["danger"][k]=[phrase(p) for p in D["danger"][k]]
D["harmless"]=[phrase(p) for p in D["harmless"]]
P=D["people"]
P["numbers"]={v:n for w,n in P["numbers"].items() for v in variants(str(w))}
for k in P:
    if k!="numbers": P[k]=many(P[k])
for k in D["whereabouts"]: D["whereabouts"][k]=[phrase(p) for p in D["whereabouts"][k]]
for s in ("language_names","country_names"):
    D[s]={k:many(v) for k,v in D[s].items()}
D["my_country"]=[phrase(p) for p in D["my_country"]]
q=lambda s: json.dumps(s,ensure_ascii=False)
L=[l for l in src.splitlines() if l.startswith("#")]
L.append("# Every letter that an Arabic keyboard lacks stands as (ێ|ی), and ە also with a blank behind it (a zero width non-joiner folds to one).")
L+=["","danger:"]
for k in D["danger"]:
    L.append(f"  {k}:"); L+=[f"    - {q(p)}" for p in dict.fromkeys(D["danger"][k])]
L+=["","harmless:"]+[f"  - {q(p)}" for p in dict.fromkeys(D["harmless"])]
L+=["","people:","  numbers:"]+[f"    {q(w)}: {n}" for w,n in P["numbers"].items()]
for k in ("self","alone","partner","child","children","relative","parents","persons"): L.append(f"  {k}: [{', '.join(map(q,P[k]))}]")
L+=["","whereabouts:"]
for k in ("home","germany"): L.append(f"  {k}:"); L+=[f"    - {q(p)}" for p in D["whereabouts"][k]]
for s in ("language_names","country_names"):
    L+=["",f"{s}:"]+[f"  {k}: [{', '.join(map(q,v))}]" for k,v in D[s].items()]
L+=["","my_country:"]+[f"  - {q(p)}" for p in D["my_country"]]
(S/"lexicon"/f"{code}.yml").write_text("\n".join(L)+"\n")
