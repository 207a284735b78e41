import sys,os,yaml,pathlib; sys.path.insert(0,"/work/main"); os.chdir("/work/main"); sys.argv=["x"]
from bot.phrases import to_regex
import re as _re
compile_phrases=lambda t: _re.compile(r"(?<!\w)(?:"+to_regex(t[0])+r")(?!\w)")
from bot.text import fold
import re
lx=yaml.safe_load(open("/tmp/w/lang/lexicon/ur.yml"))
rows=[]
for p in sorted(pathlib.Path("/tmp/w/lang/nlu/ur").glob("*.yml")):
    for it in yaml.safe_load(p.read_text())["nlu"]: rows+=[r[2:] for r in it["examples"].splitlines()]
rows+=open("/tmp/w/lang/src_ur/dev.txt").read().splitlines()
f=[fold(r) for r in rows]
for sec,ph in list(lx["danger"].items())+[("harmless",lx["harmless"])]:
    z=0;tot=0
    for i,p in enumerate(ph):
        c=compile_phrases((str(p),)); n=sum(bool(c.search(x)) for x in f); b=len(str(p).encode()); tot+=b
        if n==0: z+=b; print(sec,b,str(p)[:110])
    print("##",sec,tot,"zero",z)
print("=====RED")
for sec,ph in list(lx["danger"].items()):
    hits=[set(j for j,x in enumerate(f) if compile_phrases((str(p),)).search(x)) for p in ph]
    al=list(range(len(ph)))
    for i in sorted(al,key=lambda i:-len(str(ph[i]).encode())):
        if not hits[i]: continue
        rest=set().union(*[hits[k] for k in al if k!=i])
        if hits[i]<=rest: al.remove(i); print("R",sec,len(str(ph[i]).encode()),i,len(hits[i]),str(ph[i])[:100])
