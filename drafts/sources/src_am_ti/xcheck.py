"""false alarms of lexicon CODE on the rows of other languages and a file of unseen sentences"""
import sys,os,pathlib,collections
sys.path.insert(0,"/work/main"); os.chdir("/work/main")
import yaml
from bot.lexicon import _read
from bot.safety import find_danger
from bot.phrases import find
from bot.text import fold
code=sys.argv[1]; lx=_read(pathlib.Path(f"/tmp/w/lang/lexicon/{code}.yml")); own={code:lx}
D={"emergency_medical","report_self_harm","report_violence"}
n=0
for root in ("/work/main/data/nlu","/tmp/w/lang/nlu"):
    for p in sorted(pathlib.Path(root).glob("*/*.yml")):
        if p.parent.name==code: continue
        try: d=yaml.safe_load(p.read_text())
        except Exception: continue
        for it in d["nlu"]:
            if it["intent"] in D: continue
            for r in it["examples"].splitlines():
                r=r.strip()[2:]; x=r and find_danger(r,own)
                if x: print("FALSE",p.parent.name,it["intent"],x.kind,r); n+=1
print("foreign false alarms",n)
# harmless of ours hiding other danger
al={}
for p in pathlib.Path("/work/main/data/lexicon").glob("*.yml"): al[p.stem]=_read(p)
both=dict(al); both[code]=lx
lost=0
for p in sorted(pathlib.Path("/work/main/data/nlu").glob("*/people.yml")):
    for it in yaml.safe_load(p.read_text())["nlu"]:
        if it["intent"] in D:
            for r in it["examples"].splitlines():
                r=r.strip()[2:]
                if r and find_danger(r,al) and not find_danger(r,both): print("LOST",p.parent.name,r); lost+=1
print("lost",lost)
f=pathlib.Path(f"/tmp/w/lang/src_am_ti/{code}.unseen.txt")
if f.exists():
    hit=tot=0
    for line in f.read_text().splitlines():
        if not line.strip(): continue
        k,t=line.split("\t"); x=find_danger(t,own)
        if k=="-":
            if x: print("UNSEEN FALSE",x.kind,t)
        else:
            tot+=1
            if x: hit+=1
            else: print("UNSEEN MISSED",k,t)
    print("unseen",hit,"of",tot)
