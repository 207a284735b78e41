p='az.src.yml'; s=open(p).read()
def rep(a,b,n=1):
    global s
    if a not in s: print("NOT FOUND", a[:70]); return
    s=s.replace(a,b) if n==0 else s.replace(a,b,n)
i=s.index('  - "(gözləmək*|gözlemek*'); j=s.index('  - "vaxt* ... öldür*"')
s=s[:i]+'''  - "(gözləmək|gözlemek|gözləmə|fikir|fikirlər|dərd|qəm|həsrət|hesret|darıxmaq|qiymətlər|qiymetler|qiymət|kirayə|kirayələr|stress|stres|soyuq|isti|bahalıq|maraq|tənhalıq|təklik|bürokratiya|növbə|yorğunluq|yuxusuzluq|pulsuzluq|susuzluq|intizar|qürbət|nigarançılıq|həyəcan|diş|dişim|baş ağrısı|başım|xərclər|sənədlər|kağızlar|bu iş|cavabsızlıq|duldung) ... (öldürür*|öldürdü*|öldürəcək*|oldurur*|boğur*|məhv*|əzir*|partlayır*|vurur adam*)"
  - "(gözləməkdən|gozlemekden|fikirdən|dərddən|istidən|soyuqdan|acından|aclıqdan|gülməkdən|maraqdan|utandığımdan|utanmaqdan|qorxudan|həsrətdən|sevincdən|darıxmaqdan|yorğunluqdan|susuzluqdan|təklikdən|tənhalıqdan|qəmdən|bahalıqdan|yuxusuzluqdan|növbədə|pulsuzluqdan|paxıllıqdan|həyəcandan) ... (öl*|boğul*|partla*|bayıl*|huş*|bezmişəm)"
  - "(öldük|öldüm|ölürəm|ölürük|öləcəm) ... (gözləməkdən|gülməkdən|istidən|soyuqdan|acından|maraqdan|fikirdən|yorğunluqdan|darıxmaqdan)"
'''+s[j:]
rep('''  - "(polis*|polisiya*|müəllim*|əsgər*|hökumət*|rejim*|türmədə|həbsxanada|orduda) ... (döy*|vur*|işgəncə*|hədə*)"''','''  - "(polis|polislər|müəllim|müəllimlər|müəllimi|məktəbdə|məktəblərdə|bağçada|əsgərlər|zabitlər|rejim|hökumət) ... (uşaqları|uşağı|adamları|insanları|tələbələri|şagirdləri|onları|camaatı|uşaq|adam) ... (döy*|vur*|incid*)"''')
rep('''(döy*|vur*) ... (müəllim*|məktəb*|orduda|polis*)''','''(döyür|döyürlər|vururlar|döymür*) ... (müəllimlər|məktəbdə|məktəblər*|orduda)''')
rep('''  - "(zəng*|zeng*|zəngə) ... (vur*|vuracaq*|vurur*|vurdu*|vurub*|cavab vermir*)"''','''  - "(zəng|zeng) (mənə|bizə|ona|sizə|də|bir dəfə|sabah) (vur*|vurar*)"''')
rep('''  - "(saç*|qol* çək*|paltar*|bilet*|pul*|sosial*|işıq*|qaz*|maaş*|yardım*|əlaqə*|internet*|ağac*) ... (kəs*|kəsil*|kəsdi*)"''','''  - "(saç*|bilet*|pulu|pulumu|sosial*|işığ*|qazı|maaşımı|yardımı|əlaqəni|interneti|ağac*) (kəs*)"''')
rep('''(ümid*|arzu*|xəyal*|sevgi*|iş*|məktəb*|biznes*) ... (öldü*|ölür*|ölüb*|boğul*)''','''(ümidim|arzum|xəyalım|ümidlərim|arzularım|sevgim) (öldü*|ölür*|ölüb*|boğul*)''')
rep('''... (ölüb*|öldü|ölmüş*|rəhmətə*|vəfat*|şəhid*|öldürüldü*|öldürülüb*|həlak*|dəfn*)"''','''... (ölmüşdü*|rəhmətə*|vəfat*|şəhid*|öldürüldü*|öldürülüb*|həlak*|dəfn*)"
  - "(anam|atam|babam|nənəm|qardaşım|bacım|ərim|yoldaşım|dostum|əmim|dayım|oğlum|arvadım) (öldü|ölüb) (keçən*|2*|19*|bura*|orda|vətəndə|gedə bilm*|yas*)"''')
rep('(öldü*|ölüb*|sonra|rəhmət*|vəfat*)"','(öldü*|ölüb*|rəhmət*|vəfat*)"')
rep("|çat*|internet*","|çatı|çatınız|internet*")
lines=s.split("\n")
for k,l in enumerate(lines):
    if l.startswith('  - "(intihar*|özünü asdı*|'):
        lines[k]='  - "(intihar (etdi*|edib*|eləyib*|etmişdi*|etmişəm|cəhd*|elədi*)|özünü asdı*|özünü öldürdü*|özünü asıb*|özünü öldürüb*|huşunu itir*|huşumu itir*|infarkt*|insult*|qan itir*|təcavüz*|döydülər*|döymüşdü*|döyürdü*|döyüblər*|döyülmüş*|vurmuşdu*|vurdular|bıçaqlamışdı*|bıçaqladılar|hədələyirdi*|hədələmişdi*|hədələdilər|hücum*|boğuldu|boğulub|zəhərlənmiş*|yanğın*|qanaxma*|qan getmiş*|öldürdülər|öldürüldü|öldü|öldülər|satmışdı*|zorladılar|zorlamışdı*|yıxılmış*|yıxıldı*|qıc ol*|epilepsiya*) ... <PAST>"'
    if l.startswith('  - "<PAST> ... (intihar*'):
        lines[k]='  - "<PAST> ... (intihar (etdi*|edib*|eləyib*|etmişdi*|etmişəm|cəhd*|elədi*)|özünü as(dı|ıb|mış)*|özünü öldür(dü|üb|müş)*|huş*|infarkt*|insult*|təcavüz*|döydülər*|döymüşdü*|döyürdü*|döyüblər*|döyülmüş*|vurmuşdu*|vurdular|öldürdülər|öldürüblər|öldürülüb*|öldü*|bıçaqlamışdı*|bıçaqladılar|hədələyirdi*|hədələmişdi*|hədələdilər|hücum*|boğuldu|boğulub|zəhərlənmiş*|yanğın*|qanaxma*|zorladılar|zorlamışdı*|satıblar|satmışdı*|yıxılmış*|yıxıldı*|qıc ol*|rəhmətə*|həlak*|şəhid*)"'
s="\n".join(lines)
rep('''    - "<WANT> (ki|) öl(üm|əm|mək|ək|eyim|əyim)"\n''','''    - "<WANT> (ki|tez|daha|bu gecə) öl(əm|mək|əyim)"\n''')
rep('"<WANT> (ölmək|ölüm|öləm)"','"<WANT> (ölmək|öləm)"')
rep('... (ölüm|ölümdü*|ölümdür|ölməkdi*|ölməkdir|ölmək|ölüm)"','... (ölümdü|ölümdür|ölməkdi*|ölməkdir|ölmək)"')
rep("öl(əydi*|səy*|üm|əydim|eydim)*|","öl(əydi*|səy*|əydim)*|")
rep("ölməyə|olmaq) (istiy*","ölməyə) (istiy*")
i=s.index('    - "(anam|atam|uşaq|uşağım|oğlum|qızım|adam|dostum|körpə|körpəm|balam'); j=s.index('    - "(ölürəm|olurem|ölürük)')
s=s[:i]+'''    - "(anam|atam|uşaq|uşağım|oğlum|qızım|adam|dostum|körpə|körpəm|balam|yoldaşım|arvadım|ərim|qardaşım|bacım|qonşu*|xəstə) ... (ölür (kömək|komek|tez|təcili|həkim|gəlin|nə edim)|can verir|keçinir|ölmək üzrə*)"
    - "(uşağım|oğlum|qızım|anam|atam|balam|körpəm) (ölür|can verir|keçinir)"
    - "(kömək|komek|pomogite|xilas|tez|təcili) (edin|eləyin|elin|olun|ed|gəlin) ... (ölür|can verir|keçinir|nəfəs*|huş*|qan*)"
    - "(əlimdə|gözümün qabağında|gözümüzün qabağında|qucağımda) ... (ölür|can verir|keçinir)"
    - "(uşaq|adam|kişi|qadın|qonşu) (can verir|keçinir)"
'''+s[j:]
rep("(ölürəm|olurem|ölürük)","(ölürəm|ölürük)",0)
rep("(tutdu*|tutub*|dayandı*|dayanıb*|dayanır*|partlayır*|","(tutdu*|tutub*|dayandı*|dayanıb*|dayanır*|")
rep('''    - "(не дышит|без сознания|кровотечение|задыхается|умирает)"\n''',''); rep("|umirayet)",")")
rep('''    - "(peredoz*|overdoz*|overdos*)"''','''    - "(peredoz*|overdoz*)"
    - "(tablet*|həb*|dərman*) ... (atıb|atmışdı|udub|içib|uddu) ... (oyatmaq|oyanm*|ayılm*|huş*|yatır|soyu*)"
    - "(oyatmaq|ayıltmaq|oyada) (olmur*|bilmir*|mümkün deyil)"''')
rep("samoubi*","samoubiys*")
rep('''    - "(хочу умереть|покончу с собой|убью себя|не хочу жить)"\n''',''); rep('''    - "(муж бьет|меня бьют|меня избили|мне угрожают)"\n''','')
rep('''    - "(alıb|götürüb|yığıb|saxlayır) (pasport*''','''    - "(sənəd*|pasport*) (xozyain*|şef*|sahib*|usta*|patron|müdir*) (yığıb|alıb|götürüb|saxlayıb|saxlayır|gizlədib)"
    - "(alıb|götürüb|yığıb|saxlayır) (pasport*''')
rep('''    - "(bir addım|bi addım|addım)''','''    - "(yastığ*|balış*) ... (bıçaq|ülgüc|tapança|ip) ... (saxla*|gizlə*|qoy*) ... (bitir*|qurtar*|öl*)"
    - "(bir addım|bi addım|addım)''')
rep('''    - "112"''','''    - "(notarzt|rettungswagen|krankenwagen) (bitte|tez|lazım*|gəl*)"
    - "112"''')
rep('''    - "(yatmağa|yataqda|soyunmağa) ... məcbur*"''','''    - "(yatmağa|yataqda|soyunmağa) ... məcbur*"
    - "(kişilərlə|kişilərnən|müştərilərlə|müştəriynən|yad adamlarla|başqa kişilərlə|kisilerle|kişiylə) (yat*|göndər*)"''')
rep("infarkt (keçirir*|oldu*|oldum|","infarkt (keçirir*|oldu*|oldum|")
rep('''    - "(yoxsa|verməsəm|verməsən) ...''','''    - "(yoxsa|verməsəm|verməsən|vermesen|ödəməsən|ödəməsəm) ... (öldür*|vuracaq*|vuracam|güllə*) "
    - "(yoxsa|verməsəm|verməsən) ...''')
rep("(yaxşıdı*|yaxşı|yaxşısı|çıxış*|çarə*|yol) ...","(yaxşısı|çıxış*|çarə*|yeganə yol*|tək yol*) ...")
open(p,'w').write(s)
