import sys,json,pathlib
S=pathlib.Path("/tmp/w/lang"); code=sys.argv[1]
D={"emergency_medical","report_self_harm","report_violence"}
L=["# Sentences that are never trained on: as people type, not as textbooks write. No native reader has checked them.",f"language: {code}","sentences:"]
cur=None
for l in (S/"src_ku"/"tests"/f"{code}.txt").read_text().splitlines():
    l=l.strip()
    if not l: continue
    if l.startswith("== "): cur=l[3:]; continue
    text,_,k=l.partition(" @@ ")
    parts=[f"text: {json.dumps(text.strip(),ensure_ascii=False)}",f"intent: {cur}"]
    for kv in k.split(";"):
        kv=kv.strip()
        if not kv: continue
        if kv=="nm": parts.append("near_miss: true"); continue
        a,b=kv.split("=",1)
        if a=="place": b=json.dumps(b,ensure_ascii=False) if b.isdigit() else b
        parts.append(f"{a}: {b}")
    if cur in D: parts.append(f"danger: {cur}")
    L.append("- {"+", ".join(parts)+"}")
(S/"tests"/f"{code}.yml").write_text("\n".join(L)+"\n")
