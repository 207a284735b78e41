"""mktest.py CODE: CODE.test.txt ("# intent" heads, lines "text || n c=ET t=City p=Place k=3") -> ../tests/CODE.yml"""
import sys, json, pathlib, re
code=sys.argv[1]; D={"emergency_medical","report_self_harm","report_violence"}
out=["# Sentences that are never trained on: as people type, not as textbooks write. No native reader has checked them.",f"language: {code}","sentences:"]; it=None
q=lambda s:'"'+s.replace('\\','\\\\').replace('"','\\"')+'"'
NM={"c":"country","t":"city","p":"place","k":"people"}
lat=n=0
for l in pathlib.Path(f"{code}.test.txt").read_text().splitlines():
    l=l.strip()
    if not l: continue
    if l.startswith("# "): it=l[2:].strip(); continue
    text,_,keys=l.partition(" || "); text=text.strip()
    n+=1; lat+=bool(re.search("[a-zA-Z]{3}",text)) and not re.search("[\u1200-\u137f]{2}",text)
    f=[f"text: {q(text)}",f"intent: {it}"]
    if it in D: f.append(f"danger: {it}")
    kv={}
    for k in re.findall(r"n\b|[ctpk]=[^;]+",keys):
        if k=="n": f.append("near_miss: true")
        else:
            a,b=k.split("=",1); b=b.strip()
            f.append(f"{NM[a]}: {b if a in 'ck' else (q(b) if b[0].isdigit() or chr(39) in b else b)}")
    out.append("- {"+", ".join(f)+"}")
pathlib.Path(f"/tmp/w/lang/tests/{code}.yml").write_text("\n".join(out)+"\n"); print(n,"latin",lat)
