import sys,os,pathlib,yaml,dataclasses
sys.path.insert(0,"/work/main"); os.chdir("/work/main")
from bot.settings import read_settings
from bot.people_count import count_people
S=pathlib.Path("/tmp/w/lang"); dd=S/"src_ku/data"
pw=yaml.safe_load(open("/work/main/data/people_words.yml"))
for c in ("ckb","kmr"):
    for k,v in yaml.safe_load(open(S/f"extra/{c}.yml"))["people_words"].items(): pw[k]+= [x for x in v if x not in pw[k]]
pw={k:["no" if x is False else str(x) for x in v] for k,v in pw.items()}
import json
(dd/"people_words.yml").write_text(json.dumps(pw,ensure_ascii=False))
st=dataclasses.replace(read_settings(),home=S/"src_ku")
for code in ("ckb","kmr"):
    cur=None
    for l in (S/f"src_ku/{code}/people.txt").read_text().splitlines():
        if l.startswith("== "): cur=l[3:]; continue
        if cur=="inform_people" and l.strip():
            r=count_people(l,code,st); print(code, r.people if r else None, "|", l)
print("=====")
for code in ("ckb","kmr"):
    for g in ("conversation","options","steps","home","people"):
        for l in (S/f"src_ku/{code}/{g}.txt").read_text().splitlines():
            if not l.strip() or l.startswith("== "): continue
            r=count_people(l,code,st)
            if r: print(code,r.people,"|",l)
