import sys,os,pathlib; sys.path.insert(0,"/work/main"); os.chdir("/work/main")
from bot.lexicon import _read
from bot.safety import find_danger
own={"ur":_read(pathlib.Path("/tmp/w/lang/lexicon/ur.yml"))}
for l in open("/tmp/w/lang/src_ur/probe.txt"):
    d=find_danger(l,own)
    if not d: print("MISS",l.strip())
