import pathlib
p=pathlib.Path("/tmp/w/lang/src_ku/kmr_lexicon.yml"); t=p.read_text()
def rep(a,b,n=1):
    global t
    assert a in t,a
    t=t.replace(a,b,n)
rep('girtine|stand|standin|standiye|stend|stendiye|bir|birin|biriye','girtine|stand|standin|standiye|standine|stend|stendiye|stendine|bir|birin|biriye|birine|veşartine|veşartiye')
rep('  report_violence:\n','''    - "(mirinê|mirina xwe) (dixwazim|dixazim|dxwazim)"
    - "(naxwazim|naxazim) (şiyar|hişyar) bibim"
    - "(şiyar|hişyar) (bûn|bûnê|bibim) (naxwazim|naxazim)"
    - "nameya (xatirxwestin*|xatir xwestin*|oxir*)"
    - "(dixwazim|dixazim|ê|dê|ezê) xwe (bavêjim|bavêjime|biavêjim)"
    - "(pêş|ber|bin) (trên*|tirên*|tren*|tramvay*) ... (dirazêm|radizim|razêm|rakevim|radikevim|xwe)"
  report_violence:
''')
rep('  emergency_medical:\n','''    - "(min|me) ... (tehdît|tehdid|tehtid|gef) (dike|dikin|kir|kirin)"
    - "(patron*|şefê|xwediyê*) ... (odeya min|odeya me|cem min razê)"
    - "mêrê (wê|xwişka min|hevala min|keça min|cîrana me) ... (lê|li wê) (dide|dixe|xist|xistiye)"
    - "bi min re (razê|radizê|razên|raket|raza|rakeve|radikeve)"
    - "li (dîwar|dîwêr|dîwarê|erdê) (xist|xistim|xistin|da|dam|dixe|dide)"
    - "(odeyekê|odeyê|jêrzemîn*|depo*) ... (girtim|girtin min|asê kirim|hebs kirim|hepis kirim)"
    - "(min|me) xist* (jêrzemîn*|odey*|depo*) ... (derî|girt*)"
    - "rûyê (te|min|wê) ... (asîd*|tîzab*|bişewitîn*|dişewitîn*)"
    - "(li|l|lı) (min|mın|me) (da|dan) (bi|bı|heta|ta|û xwîn)"
  emergency_medical:
''')
rep('harmless:\n','''    - "(mar|dûpişk|moz|kûçik) ... ve da"
    - "(vedirişin|vedirişim|gêj) ... (sobê|soba|xaz*|gaz*|dûman*|dû)"
harmless:
  - "(berî|beriya) (mirinê|mirina min|mirina xwe)"
  - "destê xwe (birî|dibire) ... (kar*|metbex*|sala*|nan*|par|gava)"
  - "xwe (bavêjim|davêjim|biavêjim) (bextê*|ber lingê*|ber dest*|himbêz*|ewropa*|almanya*|ber deriyê*|te|we)"
''')
p.write_text(t)
