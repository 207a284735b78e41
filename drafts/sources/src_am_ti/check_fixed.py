"""usage: /work/main/.venv/bin/python /tmp/w/lang/check.py nlu CODE MIN | lexicon CODE | tests CODE"""
import sys, collections, pathlib, json
sys.path.insert(0, "/work/main")
import os; os.chdir("/work/main")
import yaml
from bot.text import fold
S = pathlib.Path("/tmp/w/lang")
INT = {i for g in yaml.safe_load(open("/work/shared/design/intents.yaml")).values() for i in g}
def nlu_rows(code):
    rows = []
    for p in sorted((S/"nlu"/code).glob("*.yml")):
        for item in yaml.safe_load(p.read_text())["nlu"]:
            for r in item["examples"].splitlines():
                r = r.strip()
                if r:
                    assert r.startswith("- "), (p.name, item["intent"], r)
                    rows.append((item["intent"], r[2:].strip()))
    return rows
what, code = sys.argv[1:3]
if what == "nlu":
    need = int(sys.argv[3]); rows = nlu_rows(code)
    c = collections.Counter(); seen = {}
    for i, t in rows:
        if i not in INT: print("unknown intent", i)
        f = fold(t)
        if not f and not t.isdigit(): print("empty after folding:", i, t)
        if "[" in t or "{" in t: print("bracket in", i, t)
        if f in seen:
            print("duplicate" if seen[f]==i else f"SAME TEXT in {seen[f]} and", i, t)
        seen[f] = i; c[i]+=1
    for i in sorted(INT):
        if c[i] < need: print("too few:", i, c[i])
    print(len(rows), "rows")
    le = S/"lexicon"/f"{code}.yml"
    if le.exists():
        from bot.lexicon import _read, load_lexicons
        from bot.safety import find_danger
        from bot.lexicon import current_lexicons
        own = {code: _read(le)}
        D = {"emergency_medical","report_self_harm","report_violence"}
        miss = collections.defaultdict(list); false = []; n = collections.Counter()
        for i, t in rows:
            d = find_danger(t, own)
            if i in D:
                n[i]+=1
                if d is None: miss[i].append(t)
            elif d: false.append((i, d.kind, t))
        for i in D:
            print(i, "lexicon finds", n[i]-len(miss[i]), "of", n[i])
            for t in miss[i][:25]: print("   missed:", t)
        print("false alarms:", len(false))
        for f in false[:60]: print("   ", *f)
elif what == "lexicon":
    from bot.lexicon import _read
    lx = _read(S/"lexicon"/f"{code}.yml")
    print({k: len(v) for k, v in lx.danger.items()}, "harmless", len(lx.harmless), "numbers", len(lx.people.numbers), "languages", len(lx.language_names), "countries", len(lx.country_names))
    en = _read(pathlib.Path("data/lexicon/en.yml"))
    print("countries missing:", sorted(set(en.country_names)-set(lx.country_names)), "languages missing:", sorted(set("de en fr ar fa prs ps ckb kmr sq sr bs mk ru tr ur ka hy az so uk vi ro am ti".split())-set(lx.language_names)))
else:
    d = yaml.safe_load((S/"tests"/f"{code}.yml").read_text())
    assert d["language"] == code
    c = collections.Counter(); keys = collections.Counter(); seen=set()
    for s in d["sentences"]:
        assert set(s) <= {"text","intent","near_miss","danger","country","city","place","people"}, s
        assert isinstance(s["text"], str), s
        if s["intent"] not in INT: print("unknown intent", s)
        D = {"emergency_medical","report_self_harm","report_violence"}
        if (s["intent"] in D) != ("danger" in s): print("danger key?", s)
        if s["text"] in seen: print("twice", s["text"])
        seen.add(s["text"]); c[s["intent"]]+=1; keys.update(list(s))
    for i in sorted(INT):
        if c[i] < 3: print("too few:", i, c[i])
    print(len(d["sentences"]), dict(keys))
