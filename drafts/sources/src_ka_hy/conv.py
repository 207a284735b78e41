import sys,pathlib
code=sys.argv[1]; out=pathlib.Path(f"/tmp/w/lang/nlu/{code}"); out.mkdir(parents=True,exist_ok=True)
for src in sorted(pathlib.Path("/tmp/w/lang/src_ka_hy").glob(f"{code}_*.txt")):
    g=src.stem.split("_")[1]; o=['version: "3.1"','nlu:']
    for l in src.read_text().splitlines():
        l=l.strip()
        if not l: continue
        if l.startswith("# "): o+=[f"- intent: {l[2:]}","  examples: |"]
        else: o.append("    - "+l)
    (out/f"{g}.yml").write_text("\n".join(o)+"\n")
