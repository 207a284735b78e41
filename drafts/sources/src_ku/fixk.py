import pathlib
B=pathlib.Path("/tmp/w/lang/src_ku/kmr")
R={"conversation.txt":[("rojbaş\nrojbas\n","rojbaş\nroj bash kak\n"),("\nsilaaav\n","\nslavvv hevalno\n"),("erê\nere\nerê wele","erê\nhere le\nerê wele"),("belê\nbele\nbelê bila be","belê\nbeli\nbelê bila be"),("baş e\nbas e\n","baş e\nbashe dê\n"),("nexêr\nnexer\n","nexêr\nnakher\n")],
"steps.txt":[("niha çi bikim\nnıha çı bıkım\n","niha çi bikim\nanha çı bıkım ez\n"),("çiqas dikişîne\ncıqas dıkışine\n","çiqas dikişîne\nçıkas sürüyor heval\n"),("\n01067\nli Bamberg","\n01067 kîjan buro\nli Bamberg")],
"people.txt":[("arşiv xwest çi bikim, apê min ket, li me dinêre lê nabîne, zimanê wî giran bû","ka bêjin çi bikim, apê min ket, li me dinêre lê nabîne, zimanê wî giran bû")],
"options.txt":[("sera (serekanî) ji bo firangî û xiyar, ji min re","seraya naylon ji bo firingî û xiyar, ji min re"),("biha bi iom'ê vegerim an bi caritas, ferq çi ye","bi IOMê vegerim çêtir e an bi caritas, ferq çi ye")]}
for f,l in R.items():
    t=(B/f).read_text()
    for a,b in l:
        if a not in t: print("no",a)
        t=t.replace(a,b,1)
    (B/f).write_text(t)
