import pathlib
p=pathlib.Path("/tmp/w/lang/src_ku/kmr_lexicon.yml"); t=p.read_text()
def rep(a,b):
    global t
    assert a in t,a
    t=t.replace(a,b,1)
rep('  - "(bimirim|jî bimirim|jî min bikujin|min bikujin|bi kuştin jî) (jî|venagerim|naçim|îmze nakim|nayêm|ji bîr nakim)"\n','  - "(bimirim|min bikujin) (venagerim|naçim|îmze nakim|nayêm)"\n')
rep('(ew jî|jî|tenê|hema|bes) (mirin|mirin e|mirine|mergê)','(ew jî|jî|tenê|hema|bes) (mirin|mirin e|merg e)')
rep('(tenê|rê|rêyek|çare|çareya|rêya) ... (mirin|mirin e|mirine|mirinê)','(tenê|rê|rêyek|çare|çareya|rêya) ... (mirin|mirin e)')
rep('(te|me|min|we) (bişewitîn*|dişewitîn*|bisojîn*|disoj*|dişewtîn*)','(te|me|we) (bişewitîn*|dişewitîn*|bisojîn*|disojîn*|dişewtîn*)"\n    - "min (bişewitîne|dişewitîne|dişewitînin|bisojîne|disojîne)')
rep('  - "(xelk|mirov|xelkê) (tê kuştin','  - "(bêhna|bîna|behna|bêhn) (min|me|wî|wê) (teng|pir teng|zaf teng|gelek teng|hatiye teng)"\n  - "mirov (tê kuştin|tên kuştin|dikujin)"\n  - "(xelk|xelkê) (tê kuştin')
rep('  report_violence:\n','''    - "(bimirama|bimiriyama|bifetisîma|bifetisiyama|bixeniqîma|mirîbûma|bimrama|bmrama)"
    - "xwîna xwe ... (birijînim|dirijînim|birêjim|dirêjim|birijim)"
    - "(gava|ku|eger|ger|dema|heke) ez (nemînim|mirim|bimirim|tune bim|mir bim)"
    - "(xwe|xo|xwa) (daliqînim|bidaliqînim|didaliqînim|bixeniqînim|dixeniqînim|bifetisînim|difetisînim|bixendqînim)"
    - "دێ (هەمی|هەمیا|هەمیان|هەمیێ) خۆم"
    - "حەب* ... (دەستێ من|دەستێن من|لبەر دەستێ من)"
  report_violence:
''')
rep('harmless:\n','''    - "(dilê|dil) (min|wî|wê) ... (zû zû|pir zû|bi lez) ... (lêdide|lê dide|lêdixe) ... (çav*|reş*|xwêdan*|ket*|nefes*|dimirim)"
    - "(ez|ew|em) (dimirim|dimire|dimirin) qey"
    - "(doktor*|dixtor*) zû ... (dimire|dimirim|ket*)"
    - "(هەناس*|هناس*|بێهن*) ... (نادەت|نادەم|نەدەت|ناهێت|ناچیت)"
    - "(نەشێت|نەشێم|نەشێ|ناشێت) ... (هەناس*|هناس*|بێهن*)"
harmless:
''')
p.write_text(t)
