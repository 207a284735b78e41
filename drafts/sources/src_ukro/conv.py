"""compact text -> rasa yml. '## intent' lines, then one row per line"""
import sys,pathlib
code=sys.argv[1]
G={g:list(i) for g,i in __import__('yaml').safe_load(open('/work/shared/design/intents.yaml')).items()}
rows={}
for p in sorted(pathlib.Path('/tmp/w/lang/src_ukro').glob(code+'_n*.txt')):
    cur=None
    for l in p.read_text().splitlines():
        l=l.strip()
        if not l: continue
        if l.startswith('## '): cur=l[3:].strip(); rows.setdefault(cur,[]); continue
        rows[cur].append(l)
out=pathlib.Path('/tmp/w/lang/nlu')/code; out.mkdir(exist_ok=True)
for g,ii in G.items():
    s='version: "3.1"\nnlu:\n'
    for i in ii:
        if i not in rows: continue
        s+=f'- intent: {i}\n  examples: |\n'+''.join(f'    - {r}\n' for r in rows[i])
    (out/f'{g}.yml').write_text(s)
print(set(rows)-{i for x in G.values() for i in x})
