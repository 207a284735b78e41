import sys,os,pathlib
sys.path.insert(0,"/work/main"); os.chdir("/work/main")
from bot.lexicon import _read
from bot.safety import _sentences,_without_harmless
from bot.phrases import find
S=pathlib.Path("/tmp/w/lang"); code=sys.argv[1]; lx=_read(S/"lexicon"/f"{code}.yml")
for s in _sentences(sys.argv[2]):
    h=[p for p in lx.harmless if find([p],s)]
    s2=_without_harmless(s,{code:lx})
    print(s,"|",s2)
    for p in h: print("  harmless",p[:200])
    for k,l in lx.danger.items():
        for p in l:
            m=find([p],s2)
            if m: print("  ",k,repr(m[0]),p[:260])
