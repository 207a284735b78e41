"""Write alternatives that begin alike with their beginning once: (mujhe|mujhy) -> mujh(e|y). The same texts match."""
import re, sys
sys.path.insert(0, "/work/main")
from bot.text import fold
def split_top(s):
    out, d, cur = [], 0, ""
    for c in s:
        if c == "(": d += 1
        if c == ")": d -= 1
        if c == "|" and d == 0: out.append(cur); cur = ""
        else: cur += c
    return out + [cur]
def B(s): return len(s.encode())
STEMS = [  # within one group: spellings of one word that a stem holds together
 ("muj*", "mujhe mujhy mujhay muje mujay mujy mujhko mujh mujhey mujko"), ("mjh*", "mjhe mjhy mojhe mjy"), ("marn*", "marne marny marna marnaa"), ("mrn*", "mrne mrny mrna"), ("zah*r", "zahar zaher"), ("zeh*r", "zeher zehar zehr"), ("shoh*r", "shohar shohr shoher shohur"), ("ch(h|)uri", "churi chhuri"), ("m*nu", "menu mainu meinu manu minu"),
 ("h(a|u)m(e|ei)n", "hamein hamain humein humen hamen hmein hmen"), ("مجھ*", "مجھے مجھ مجھکو"), ("mer*", "mera meri mere mery meray"),
 ("میر*", "میرا میری میرے"), ("apn*", "apni apne apny apnee apna apnay"), ("اپن*", "اپنی اپنے اپنا"), ("bet*", "beti bete betay beta bety"),
 ("بیٹ*", "بیٹی بیٹے بیٹا"), ("dawa*", "dawai dawa dawaiyan dawaian"), ("دوا*", "دوا دوائی دوائیاں"), ("gol*n", "goliyan golian goliyaan golyan"), ("گولی*", "گولی گولیاں گولیوں"),
  ("kh*t*m", "khatam khtm khatm khtam"), 
 ("maarn*", "maarne maarna"), ("مرن*", "مرنا مرنے"),  ("zind*g*", "zindagi zindgi zindagee zindagy"), 
 ("d*ny*", "duniya dunya"), ("uth*", "uth uthh utha uthun"), ("bach(o|u)n", "bachon bachun"), ("bach*y", "bachay bachy bachey"),
 ("ambul*", "ambulance ambulans ambulence ambulenc ambulanc"), ("em*lance", "emblance embulance"), ("ایمب*", "ایمبولینس ایمبولنس ایمبولیس"), ("beh*s*h", "behosh behoosh"),
  ("h*sb*nd", "husband hasband husbend"), ("kh*w*nd", "khawand khaawand"), ("p*ssp*rt", "passport passport"), ("t*nkh*", "tankhwah tankhwa tankhua tankha"),
 ("zab*rd*sti", "zabardasti zabrdasti zabardsti"), ("پاسپور*", "پاسپورٹ"), ("th*p*r", "thappar thapar thaper thapparr"), ("dhamk*", "dhamki dhamkee dhamkiyan dhamkian dhamkiyaan dhamkia"), ("دھمک*", "دھمکی دھمکیاں دھمکیوں"),
 ("qat*l", "qatal qatl"),    ("bachchi", "bachchi"), ("kamr*", "kamre kamray kamra"),
 ("کمر*", "کمرے کمرہ"), ("t*sv*r*", "tasveer* tasvir*"), ("t*sw*r*", "tasweer*"), ("pani", "pani paani"), ("saans*", "saans saansen saanse"), ("سانس*", "سانس سانسیں سانسوں"), 
 ("ch*hiye", "chahiye"), ("rah*", "raha rahi rahe rahin rahen"), ("رہ*", "رہا رہی رہے رہیں"), ("g*li", "goli"), ("ja*ga", "jaunga jaonga"), ("ja*gi", "jaungi jaongi"),
 ("جاؤن*", "جاؤنگا جاؤنگی"), ("ب*ہوش", "بیہوش بےہوش بہوش"), ("b*hat", "bohat bahut"),
]
STEMS = [(a, set(b.split())) for a, b in STEMS if len(b.split()) > 1 or a in ()]
def canon_group(alts):
    out, seen = [], set()
    for a in alts:
        for stem, words in STEMS:
            if a in words and len(words & set(alts)) > 1 or a == stem: a = stem; break
        k = fold(a.replace("*", "qqx")) 
        if k in seen: continue
        seen.add(k); out.append(a)
    return out
def trie(words, depth):
    """words: plain alternatives without brackets."""
    if len(words) <= 1 or depth == 0: return "|".join(words)
    best = None
    # greedy: group by first char, longest common prefix
    groups, out = {}, []
    for w in words: groups.setdefault(w[:1], []).append(w)
    for f, g in groups.items():
        plain = "|".join(g)
        if len(g) == 1 or not f or f in "* ": out.append(plain); continue
        n = min(len(w) for w in g); k = 0
        while k < n and len({w[k] for w in g}) == 1: k += 1
        def form(k, g):
            pre = g[0][:k]; suf = [w[k:] for w in g]
            if any(x.startswith((" ", "*")) for x in suf) or "..." in pre: return None
            return pre + "(" + trie(suf, depth - 1) + ")"
        cands = [plain]
        for kk in range(k, 0, -1):
            c = form(kk, g)
            if c: cands.append(c); break
        # sub groups by two letters
        for L in (2, 3, 4):
            sub = {}
            for w in g: sub.setdefault(w[:L], []).append(w)
            if 1 < len(sub) < len(g):
                parts = []
                for h in sub.values():
                    if len(h) == 1: parts.append(h[0]); continue
                    n2 = min(len(w) for w in h); k2 = 0
                    while k2 < n2 and len({w[k2] for w in h}) == 1: k2 += 1
                    c = form(k2, h) if k2 else None
                    p = "|".join(h)
                    parts.append(c if c and B(c) < B(p) else p)
                cands.append("|".join(parts))
        out.append(min(cands, key=B))
    return "|".join(out)
def squeeze(phrase, depth=2):
    # innermost bracket groups without nested brackets
    def sub(m):
        alts = canon_group([a.strip() for a in m.group(1).split("|")])
        stars = [a[:-1] for a in alts if a.endswith("*") and "*" not in a[:-1] and a != "*"]
        keep = []
        for a in dict.fromkeys(alts):
            if any((a != s + "*") and a.startswith(s) and "..." not in a and (" " not in a[len(s):]) for s in stars): continue
            keep.append(a)
        return "(" + trie(keep, depth) + ")"
    return re.sub(r"\(([^()]+)\)", sub, phrase)
