import sys,pathlib
S=pathlib.Path("/tmp/w/lang"); code=sys.argv[1]
out=S/"nlu"/code; out.mkdir(parents=True,exist_ok=True)
for p in sorted((S/"src_ku"/code).glob("*.txt")):
    L=['version: "3.1"',"nlu:"]
    for l in p.read_text().splitlines():
        l=l.strip()
        if not l: continue
        if l.startswith("== "): L+= [f"- intent: {l[3:].strip()}","  examples: |"]
        else: L.append("    - "+l)
    (out/(p.stem+".yml")).write_text("\n".join(L)+"\n")
