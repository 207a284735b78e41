import sys,os,pathlib,yaml
sys.path.insert(0,"/work/main"); os.chdir("/work/main")
from bot.lexicon import _read, load_lexicons
from bot.safety import find_danger
S=pathlib.Path("/tmp/w/lang"); lx=dict(load_lexicons(pathlib.Path("data/lexicon")))
for c in ("ckb","kmr"): lx[c]=_read(S/f"lexicon/{c}.yml")
D={"emergency_medical","report_self_harm","report_violence"}
for c in ("ckb","kmr"):
    hit=n=kind=fa=0
    for p in (S/"nlu"/c).glob("*.yml"):
        for it in yaml.safe_load(p.read_text())["nlu"]:
            for r in it["examples"].splitlines():
                d=find_danger(r.strip()[2:],lx)
                if it["intent"] in D: n+=1; hit+=bool(d); kind+=bool(d and d.kind==it["intent"])
                elif d: fa+=1; print(c,"alarm",it["intent"],d,r.strip()[2:])
    print(c,n,hit,kind,fa)
