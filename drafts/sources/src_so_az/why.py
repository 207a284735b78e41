import sys,os,pathlib
sys.path.insert(0,"/work/main"); os.chdir("/work/main")
import yaml
from bot.phrases import find
from bot.text import fold
d=yaml.safe_load(open(f"/tmp/w/lang/lexicon/{sys.argv[1]}.yml")); f=fold(sys.argv[2])
for k,v in d["danger"].items():
    for p in v:
        if m:=find([p],f): print(k,"|",m[0],"|",p[:150])
for p in d["harmless"]:
    if m:=find([p],f): print("HARMLESS |",m[0],"|",p[:150])
