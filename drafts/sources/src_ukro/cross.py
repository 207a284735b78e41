import sys,os,pathlib,yaml
sys.path.insert(0,'/work/main'); os.chdir('/work/main')
from bot.lexicon import _read
from bot.safety import find_danger
S=pathlib.Path('/tmp/w/lang'); D={"emergency_medical","report_self_harm","report_violence"}
own={c:_read(S/'lexicon'/f'{c}.yml') for c in ('uk','ro')}
n=0
for base in [*(S/'nlu').iterdir(),*pathlib.Path('data/nlu').iterdir()]:
    if base.name in('sr','bs','mk') or not base.is_dir(): continue
    for p in base.glob('*.yml'):
        for it in yaml.safe_load(p.read_text())['nlu']:
            if it['intent'] in D or 'examples' not in it: continue
            for r in it['examples'].splitlines():
                n+=1; d=find_danger(r[2:],own)
                if d: print(base.name,it['intent'],d,r)
print(n)
for t in """дуже тисне в грудях і рука отерпла
малий ковтнув батарейку і хрипить
тато лежить на підлозі й не озивається
більше не бачу причин прокидатись
напишіть моїй мамі що я її любила, сьогодні мене не стане
дістала мотузку
хочеться вкоротити собі віку
муж опять мене побив і вигнав на мороз
начальник каже не віддасть паспорт поки не відроблю
свекор лапає мене коли нікого нема
він мене знову бив ременем
сказав вб'є якщо зраджу
ya bilshe ne khochu zhyt
muzh mene byie
chychas pomre baba, ne dyhae
barbatu miu iara ma batut
vrea sa ma omoare daca divortez
mi a luat actele si ma tine in casa cu cheia
nu mai am putere sa traiesc
as vrea sa adorm si gata, sa nu ma mai trezesc
mi am cumparat streang
copilu o inghitit baterie
bunica o cazut si nu mai vorbeste, gura stramba
ii curge sange mult din cap
vine noaptea la mine in camera seful de heim si ma pipaie""".split('\n'):
    if not find_danger(t,own): print('MISS',t)
