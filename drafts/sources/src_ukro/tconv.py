"""compact tests: '## intent', rows 'text | c=AL y=City p=Place n=3 x' -> yml"""
import sys,pathlib,json
code=sys.argv[1]
D={"emergency_medical","report_self_harm","report_violence"}
out=["# Sentences that are never trained on: as people type, not as textbooks write. No native reader has checked them.",f"language: {code}","sentences:"]
for p in sorted(pathlib.Path('/tmp/w/lang/src_ukro').glob(code+'_t*.txt')):
    cur=None
    for l in p.read_text().splitlines():
        l=l.strip()
        if not l: continue
        if l.startswith('## '): cur=l[3:].strip(); continue
        t,_,k=l.partition(' | ')
        s="- {text: "+json.dumps(t.strip(),ensure_ascii=False)+f", intent: {cur}"
        for tok in filter(None,(z.strip() for z in k.split(';'))):
            if tok=='x': s+=", near_miss: true"
            else:
                a,b=tok.split('=')
                key={'c':'country','y':'city','p':'place','n':'people'}[a]
                s+=f", {key}: "+(b if key=='people' else json.dumps(b,ensure_ascii=False))
        if cur in D: s+=f", danger: {cur}"
        out.append(s+"}")
pathlib.Path(f'/tmp/w/lang/tests/{code}.yml').write_text("\n".join(out)+"\n")
