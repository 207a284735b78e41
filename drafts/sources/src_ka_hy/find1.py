import sys,os,pathlib
sys.path.insert(0,"/work/main"); os.chdir("/work/main")
from bot.lexicon import _read; from bot.phrases import find; from bot.text import fold
for c,t in [("ka","vendet e sigurta a i kan perjashtu prej ndihmes"),("ka","nje grua ketu thote se vendet e Ballkanit pa viza jane hequr nga lista"),("hy","husband ki maut ke baad uske paas mere documents the gum ho gaye"),("ka","main mukar gaya hun"),("hy","ստիպում է տղամարդկանց հետ պառկեմ փողի համար")]:
    l=_read(pathlib.Path(f"/tmp/w/lang/lexicon/{c}.yml"))
    for k,ps in l.danger.items():
        for p in ps:
            if find((p,),fold(t)): print(k,p,"|",t)
    for p in l.harmless:
        if find((p,),fold(t)): print("HARMLESS",p,"|",t)
