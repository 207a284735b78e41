import pathlib
p=pathlib.Path("/tmp/w/lang/src_ku/tests/prs.txt"); t=p.read_text()
def rep(a,b):
    global t
    assert a in t,a
    t=t.replace(a,b,1)
rep("konsoli afghanistan da bonn ast ya nist? @@ country=AF","konsoli afghanistan da kudam shahr ast @@ country=AF")
rep("آدرس قونسلگری افغانستان د مونشن ره بتین @@ country=AF;place=München","آدرس قونسلگری افغانستان ره بتین لطفاً @@ country=AF")
rep("به کدام شهر بورم، سفارت د برلین واز اس؟ @@ place=Berlin","کجا بورم، سفارت ما روز جمعه واز اس؟")
rep("د قبرستان هامبورگ دفن اس، پیش از رفتن قرارداد قبر و خانه ره چی کنیم @@ place=Hamburg;nm","د همینجه دفن اس، پیش از رفتن قرارداد قبر و خانه ره چی کنیم @@ nm")
rep("afghanistan deport mekunan ya na","afghanistan deport mekunan ya na @@ country=AF")
rep("دلتان جم باشه، تا دیدار بعدی","از خو مردم بخدا، میرم خی شب تان خوش @@ nm")
for i,l in {"ask_travel_costs":"قیمت تکت آدمه میکشه، از سوسیال چیزی بریش میتن یا نی @@ nm","ask_jobs":"پیش ازی ده سال دریور امبولانس بودم د کابل، باز کار میتن بریم؟ @@ country=AF;city=Kabul;nm","ask_wages":"نرس شفاخانه که شو د بخش عاجل نوکریوال اس ماه چند معاش داره @@ nm","ask_budget":"که از گشنگی نمیریم تا کار پیدا شوه، پیسه کومک تا چند ماه میرسه؟ @@ nm","ask_my_status":"دوسیه ما زنده اس یا مرده، هیچکس جواب نمیته @@ nm","ask_contact":"گوشم سوخت از بس د خط ماندم، کدام نمبر دگه بتین که یک کسی بگیره @@ nm","request_human":"قد ازی کمپیوتر جگرم خون شد، یک انسان بتین که گپ بزنم @@ nm","ask_processing_time":"مرده میرم از انتظاری، تکت چی وقت میایه @@ nm","ask_eligibility":"زنم سال پار فوت کد و اقامه ما سر کیس از او بود، حالی مه و بچیم حق کومک داریم؟ @@ nm","ask_asylum_effect":"قضیه مه بخاطر کشته شدن پدرم د وقت جنگ بود، اگه پس برم پرونده بسته میشه؟ @@ nm"}.items():
    t=t.replace(f"== {i}\n",f"== {i}\n{l}\n",1)
p.write_text(t)
