import sys,pathlib,os,yaml,time
sys.path.insert(0,"/work/main"); os.chdir("/work/main")
from bot.lexicon import _read, load_lexicons
from bot.safety import find_danger, _sentences
from bot.phrases import find
S=pathlib.Path("/tmp/w/lang"); code=sys.argv[1]
lx=_read(S/"lexicon"/f"{code}.yml"); own={code:lx}
base=dict(load_lexicons(pathlib.Path("data/lexicon")))
D={"emergency_medical","report_self_harm","report_violence"}
rows=[]
for p in sorted(pathlib.Path("data/nlu").glob("*/*.yml")):
    for it in yaml.safe_load(p.read_text())["nlu"]:
        for r in it["examples"].splitlines(): rows.append((p.parent.name,it["intent"],r.strip()[2:]))
for q in sorted((S/"nlu").glob("*/*.yml")):
    if q.parent.name in (code,): continue
    try:
        for it in yaml.safe_load(q.read_text())["nlu"]:
            for r in it["examples"].splitlines(): rows.append((q.parent.name,it["intent"],r.strip()[2:]))
    except Exception as e: pass
for p in sorted(pathlib.Path("tests/languages").glob("*.yml")):
    for s in yaml.safe_load(p.read_text())["sentences"]: rows.append((p.stem+"/t",s["intent"],s["text"]))
n=0
for l,i,t in rows:
    if i not in D:
        d=find_danger(t,own)
        if d: n+=1; print("ALARM",l,i,d.kind,t)
print(len(rows),"rows, alarms on others:",n)
both=dict(base); both[code]=lx
lost=0
for l,i,t in rows:
    if i in D and l.split("/")[0] in base:
        a=find_danger(t,base); b=find_danger(t,both)
        if a and not b: lost+=1; print("LOST",l,i,t)
print("lost",lost)
t0=time.time()
for l,i,t in rows[:3000]: find_danger(t,base)
t1=time.time()
for l,i,t in rows[:3000]: find_danger(t,both)
t2=time.time(); print("ms per message base %.2f with %.2f"%((t1-t0)/3,(t2-t1)/3))
