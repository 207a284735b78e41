import sys,pathlib,os
sys.path.insert(0,"/work/main"); os.chdir("/work/main")
from bot.lexicon import _read
from bot.safety import find_danger
S=pathlib.Path("/tmp/w/lang"); code=sys.argv[1]; own={code:_read(S/"lexicon"/f"{code}.yml")}
for l in (S/"src_ku"/f"probe_{code}.txt").read_text().splitlines():
    if l[:2] not in ("+ ","- "): continue
    d=find_danger(l[2:],own)
    if (l[0]=="+")!=bool(d): print("BAD",l,d)
    elif d: print("  ok",d.kind,l)
