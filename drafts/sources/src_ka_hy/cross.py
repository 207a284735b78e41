import sys,os,pathlib,yaml,collections
sys.path.insert(0,"/work/main"); os.chdir("/work/main")
from bot.lexicon import _read; from bot.safety import find_danger
from bot.lexicon import DANGER_KINDS
lx={c:_read(pathlib.Path(f"/tmp/w/lang/lexicon/{c}.yml")) for c in ("ka","hy")}
n=0
for d in list(pathlib.Path("/work/main/data/nlu").iterdir())+list(pathlib.Path("/tmp/w/lang/nlu").iterdir()):
    if not d.is_dir(): continue
    for p in d.glob("*.yml"):
        for it in yaml.safe_load(p.read_text())["nlu"]:
            if it["intent"] in DANGER_KINDS: continue
            for r in it["examples"].splitlines():
                n+=1
                t=r.strip()[2:]
                for c in lx:
                    if c==d.name: continue
                    x=find_danger(t,{c:lx[c]})
                    if x: print(c,"on",d.name,it["intent"],x.kind,"|",t)
print(n)
