import sys,os,yaml,pathlib; sys.path.insert(0,"/work/main"); os.chdir("/work/main")
from bot.lexicon import _read
from bot.safety import find_danger
own={"ur":_read(pathlib.Path("/tmp/w/lang/lexicon/ur.yml"))}
k=None
for l in open("/tmp/w/lang/src_ur/dev.txt"):
    l=l.strip()
    if l.startswith("#"): k=l[2:]; continue
    if not l: continue
    d=find_danger(l,own); d=d.kind if d else None
    if (k=="harmless" and d) or (k!="harmless" and not d): print(k,"|",d,"|",l)
D={"emergency_medical","report_self_harm","report_violence"}
for l in open("/tmp/w/lang/src_ur/calm.txt"):
    d=find_danger(l,own)
    if d: print("CALM",d.kind,l.strip())
n=0
for base in ["/work/main/data/nlu","/tmp/w/lang/nlu"]:
    for p in sorted(pathlib.Path(base).glob("*/*.yml")):
        if p.parent.name=="ur": continue
        for it in yaml.safe_load(p.read_text())["nlu"]:
            if it["intent"] in D: continue
            for r in it["examples"].splitlines():
                d=find_danger(r[2:],own)
                if d: n+=1; print("X",p.parent.name,it["intent"],d.kind,r) if n<40 else 0
print(n)
