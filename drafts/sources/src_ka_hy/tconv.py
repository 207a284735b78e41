import sys,json
code=sys.argv[1]; D={"emergency_medical","report_self_harm","report_violence"}
o=["# Sentences that are never trained on: as people type, not as textbooks write. No native reader has checked them.",f"language: {code}","sentences:"]
q=lambda s: json.dumps(s,ensure_ascii=False)
for l in open(f"t_{code}.txt"):
    l=l.strip()
    if not l: continue
    if l.startswith("# "): i=l[2:]; continue
    t,*f=[x.strip() for x in l.split("||")]
    s=f"text: {q(t)}, intent: {i}"
    for x in (f[0].split(";") if f else []):
        x=x.strip()
        if x=="nm": s+=", near_miss: true"
        elif x:
            k,v=x.split("=",1); s+=f", {k}: {v if k=='people' else q(v)}"
    if i in D: s+=f", danger: {i}"
    o.append("- {"+s+"}")
open(f"/tmp/w/lang/tests/{code}.yml","w").write("\n".join(o)+"\n")
