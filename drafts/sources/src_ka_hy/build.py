import sys,json,re,pathlib,importlib.util
code=sys.argv[1]
spec=importlib.util.spec_from_file_location("m",f"/tmp/w/lang/src_ka_hy/{code}_lex.py"); m=importlib.util.module_from_spec(spec); spec.loader.exec_module(m)
KA=dict(ა="a",ბ="b",გ="g",დ="d",ე="e",ვ="(v|w)",ზ="z",თ="t",ი="i",კ="k",ლ="l",მ="m",ნ="n",ო="o",პ="p",ჟ="(zh|j)",რ="r",ს="s",ტ="t",უ="u",ფ="(p|f)",ქ="(q|k)",ღ="(g|gh|r)",ყ="(y|q|k)",შ="(sh|s)",ჩ="(ch|c)",ც="(c|ts)",ძ="(dz|z)",წ="(w|ts|c)",ჭ="(ch|w|c)",ხ="(x|kh|h)",ჯ="(j|dj)",ჰ="h")
HY=dict(ա="a",բ="b",գ="g",դ="d",ե="(e|ye)",զ="z",է="e",ը="(y|e|@|)",թ="(t|th)",ժ="(zh|j)",ի="i",լ="l",խ="(x|kh|gh)",ծ="(c|ts|tz)",կ="k",հ="h",ձ="(dz|c|z)",ղ="(gh|x|g)",ճ="(ch|j|tch)",մ="m",յ="(y|j|i)",ն="n",շ="(sh|s)",ո="(o|vo)",չ="(ch|4|c)",պ="p",ջ="(j|dj)",ռ="r",ս="s",վ="v",տ="t",ր="r",ց="(c|ts)",ւ="v",փ="(p|ph)",ք="(q|k)",օ="o",ֆ="f")
def lat(s):
    if code=="ka": return "".join(KA.get(c,c) for c in s)
    s=s.lower()
    s=s.replace("և","եւ").replace("ու","\0").replace("յա","\1").replace("յո","\2")
    o=[]
    for i,c in enumerate(s):
        if c=="\0": o.append("(u|ou|oo)" if False else "u")
        elif c=="\1": o.append("(ya|ja|ia)")
        elif c=="\2": o.append("(yo|jo|io)")
        elif c=="ո" and i and s[i-1] not in " (|*": o.append("o")
        elif c=="ե" and i and s[i-1] not in " (|*": o.append("e")
        else: o.append(HY.get(c,c))
    return "".join(o).replace("@|","")
def both(text):
    out=[]
    for l in text.strip().splitlines():
        l=l.strip()
        if not l or l.startswith("#"): continue
        if l.startswith("!"): out.append(l[1:].strip()); continue
        if l.startswith("="): out.append(l[1:].strip()); continue
        out.append(l); x=lat(l)
        if x!=l: out.append(x)
    return list(dict.fromkeys(out))
def words(text):
    out=[]
    for w in text.split(","):
        w=w.strip()
        if not w: continue
        if w.startswith("!"): out.append(w[1:]); continue
        out.append(w); x=lat(w)
        if x!=w: out.append(x)
    return list(dict.fromkeys(out))
q=lambda s: json.dumps(s,ensure_ascii=False)
o=[f"# {m.HEAD}. Notation: bot/phrases.py. The Latin lines were derived from the others letter by letter. No native reader has checked them.","","danger:"]
for k in ("report_self_harm","report_violence","emergency_medical"):
    o.append(f"  {k}:"); ps=both(m.DANGER[k]); print(k,len(ps)); o+=["    - "+q(p) for p in ps]
o.append("\nharmless:"); ps=both(m.HARMLESS); print("harmless",len(ps)); o+=["  - "+q(p) for p in ps]
o.append("\npeople:\n  numbers:")
for n,ws in m.NUMBERS.items():
    for w in ws.split(): o.append(f"    {q(w)}: {n}")
for k in "self alone partner child children relative parents persons".split(): o.append(f"  {k}: ["+", ".join(map(q,words(m.PEOPLE[k])))+"]")
o.append("\nwhereabouts:")
for k in ("home","germany"):
    o.append(f"  {k}:"); o+=["    - "+q(p) for p in both(m.WHERE[k])]
o.append("\nlanguage_names:")
for l in m.LANGS.strip().splitlines():
    k,v=l.split(":",1); o.append(f"  {k.strip()}: ["+", ".join(map(q,words(v)))+"]")
o.append("\ncountry_names:")
for l in m.COUNTRIES.strip().splitlines():
    k,v=l.split(":",1); o.append(f"  {k.strip()}: ["+", ".join(map(q,words(v)))+"]")
o.append("\nmy_country:"); o+=["  - "+q(p) for p in both(m.MYC)]
p=pathlib.Path(f"/tmp/w/lang/lexicon/{code}.yml"); p.write_text("\n".join(o)+"\n"); print(p.stat().st_size)
