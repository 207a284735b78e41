import sys,os,pathlib
sys.path.insert(0,"/work/main"); os.chdir("/work/main")
from bot.lexicon import _read
from bot.safety import find_danger
c=sys.argv[1]; lx={c:_read(pathlib.Path(f"/tmp/w/lang/lexicon/{c}.yml"))}
K={"E":"emergency_medical","S":"report_self_harm","V":"report_violence","N":None}
for l in open(f"/tmp/w/lang/src_so_az/{c}.dev.txt"):
    k,t=l.rstrip("\n").split("\t"); d=find_danger(t,lx); d=d.kind if d else None
    if (d is None)!=(K[k] is None): print(k,d,t)
