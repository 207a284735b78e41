import re
p='report_self_harm.txt'; s=open(p).read()
s=s.replace("(suicide|suside|sucide|suicid|سوسائیڈ|سوسائڈ|سوئیسائیڈ|سوسایڈ|خود سوزی|خودسوزی|khud sozi|khudsozi)",
"(suicide|suside|sucide|suicid) (kar*|kr*|krna|ke|k|ki|ka|hi|attempt kiya|chaht*)\n(سوسائیڈ|سوسائڈ|سوئیسائیڈ|سوسایڈ|خود سوزی|خودسوزی|khud sozi|khudsozi)")
s=s.replace("(bach gaya|","(bach gaya|")
s+='''(koshish|koshesh|try|کوشش) ... (belt|rassi|goliyan|blade|phansi|latak*|بیلٹ|رسی|گولیاں|بلیڈ|پھانسی|لٹک*) ... (toot|tut|bach|ٹوٹ|بچ|bacha)
(jeny|jeney|jeene|jiny|jene) (ka|ki|ke) (koi|kuch) ... (faida|fayda|maqsad|matlab|wajah) <N>
(kash|kaash|کاش) ... (kashti|samandar|darya|jahaz|کشتی|سمندر|دریا|جہاز) ... (doob|gir|ڈوب|گر)
'''
open(p,'w').write(s)
p='report_violence.txt'; s=open(p).read()
s=s.replace("|عزت لٹ*|jinsi|جنسی)","|عزت لٹ*|jinsi (tashadud|ziyadti|zyadti|harasa*|hamla)|جنسی (تشدد|زیادتی|ہراس*|حملہ|استحصال))")
s=s.replace("(rape|reip|reep|raped|balatkar","(rape (hua|hui|kiya|kia|ki|kar*|kr*|ho)|reip|balatkar")
s+='''(husband|shohar|he|wo|woh|boyfriend) (hits|beats|slaps|hit|beat) (me|us|kids|bachon|my)
(ex|sabiq|pehla|purana|سابق|سابقہ|پہلا) (husband|shohar|mian|boyfriend|شوہر|میاں|بیوی) ... (bahar|darwaz*|heim|camp|peeche|picha|باہر|دروازے|ہائم|کیمپ|پیچھے|پیچھا) 
(upar|neeche|niche|bar|club|hotel|اوپر|نیچے|ہوٹل) ... (jana|sona|بیٹھنا|جانا|سونا) ... (mardon|mardo|aadmiyon|admiyon|مردوں|آدمیوں) (ke|k|kay|کے) (paas|pas|saath|sath|پاس|ساتھ)
(susral*|saas|sasur|nand|سسرال*) ... <ME> (mary|mare|maare|maary|marty|marte) (hain|hen|h)
(bahar|darwaze|باہر|دروازے) ... (khara|khari|khada|kharay|کھڑا|کھڑی) (hai|h|he|ہے) (churi|chaku|chhuri|pistol|چھری|چاقو|پستول)
'''
s=s.replace("(jaan|jan|zindagi|جان|زندگی) (ko|ka|ki|nu|کو|کا|کی|نوں) ... (khatra","(meri|hamari|bachon|beti|behan|میری|ہماری|بچوں|بیٹی|بہن) ... (jaan|jan|zindagi|جان|زندگی) (ko|ka|ki|nu|کو|کا|کی|نوں) ... (khatra")
open(p,'w').write(s)
p='emergency_medical.txt'; s=open(p).read()
h="(heart attack|hart attack|heart atack|hart atack|heart attck|haart attack|hartattack|heartattack|heart atek|ہارٹ اٹیک|ہارٹ اٹیک|ہاٹ اٹیک|heart fail|ہارٹ فیل)"
assert h in s
g="(heart attack|hart attack|heart atack|hart atack|heart attck|haart attack|hartattack|heartattack|heart atek|heart fail|ہارٹ اٹیک|ہاٹ اٹیک|ہارٹ فیل)"
s=s.replace(h, g+" (ho|hua|hoa|hogaya|hogya|a|aa|aya|aaya|par|para|pada|hai|h|he|jaldi|abhi|lag|ki alamat*|please|help|ہو|ہوا|ہوگیا|آ|آیا|پڑ|پڑا|ہے|جلدی|ابھی|لگ*)")
s=s.replace("(overdose|over dose|overdoz|ovardose|اوورڈوز|اوور ڈوز)","(overdose|over dose|overdoz|ovardose|اوورڈوز|اوور ڈوز) (kar|kr|ho|hua|hogai|le|li|ki|کر|ہو|ہوا|لے|لی|کی|سے|se)")
s=s.replace("\n(notarzt|rettungswagen|krankenwagen (jaldi|schnell|bitte)|rescue 1122|نوٹ آرزٹ)\n112\n1122\n","\n(notarzt|نوٹ آرزٹ)\n(krankenwagen|rettungswagen) (jaldi|jldi|plz|please|bhai)\n112\n1122\n(112|1122) (jaldi|bula*|milao|جلدی|بلا*|ملاؤ)\n") 
s+='''(uth|utth|jaag|hil|اٹھ|جاگ|ہل) <N> (raha|rahi|rha|rhi|rahe|rahin|رہا|رہی|رہے|رہیں) (hai|h|he|hain|mera|meri|wo|ہے|ہیں|میرا|میری)
'''
open(p,'w').write(s)
p='harmless.txt'; s=open(p).read()
s+='''(112|1122) (har|sirf|number|kya|wahan|waali|wali|is|ہر|صرف|نمبر|کیا|وہاں|auf|na)
(rescue|ریسکیو) (1122|۱۱۲۲) (mein|me|ki|میں|کی)
(onaj|taj|number) 112
(chhat|chat|deewar|makan|ghar|چھت|دیوار|مکان) (gir|گر) (gai|gayi|gaya|گئی|گیا) (barish|zalzale|selab|hai barish|بارش|زلزلے|سیلاب)
(barish|selab|zalzale|bomb|بارش|سیلاب|زلزلے) ... (chhat|chat|ghar|makan|چھت|گھر|مکان) ... (gir|doob|beh|گر|ڈوب|بہہ)
(wali|والی) (baat|بات) (ki|ke|کی)
(galay|gale|gardan|گلے) ... (chhuri|churi|چھری) ... (rakhne wali|sign|رکھنے والی)
(school|سکول|اسکول) (se|سے) (utha|اٹھا) (kar|کر) (le ja*|لے جا*)
(wapas|wapis|mulk|watan|pakistan|واپس|ملک|وطن|پاکستان) ... (jaan|jan|جان) (ka|ko|کا|کو) (khatra|خطرہ)
(passport|pasport|پاسپورٹ) ... (rakh|chheen|cheen|رکھ|چھین) ... (tha|thi|تھا|تھی) (turkey|iran|libya|greece|ab|ترکی|ایران|لیبیا|یونان|اب)
(khudkushi|suicide|خودکشی) ... (ki thi|kar li thi|کی تھی|کر لی تھی)
(main|میں) (yahan|idhar|یہاں|ادھر) (akela|akeli|tanha|اکیلا|اکیلی|تنہا) (mar|مر) (raha|rahi|رہا|رہی) (hun|hoon|ہوں) (us|un|biwi|bachon|اس|ان|بیوی|بچوں)
'''
open(p,'w').write(s)
