/** Language detection: plain sentences, what is ignored, and what cannot be told. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { detectLanguage } from '../../../verifiers/text/language/detect.ts';

describe('plain sentences', () => {
  const cases: Record<string, string> = {
    en: 'The children walked along the river until it grew dark.',
    de: 'Die Kinder gingen am Fluss entlang, bis es dunkel wurde.',
    fr: 'Les enfants marchaient le long de la rivière jusqu’à la nuit.',
    es: 'Los niños caminaron junto al río hasta que anocheció.',
    it: 'I bambini camminarono lungo il fiume finché non fece buio.',
    pt: 'As crianças caminharam ao longo do rio até escurecer.',
    pl: 'Dzieci szły wzdłuż rzeki, aż zrobiło się ciemno.',
    fi: 'Lapset kävelivät joen vartta, kunnes tuli pimeä.',
    sw: 'Watoto walitembea kando ya mto mpaka giza likaingia.',
    vi: 'Bọn trẻ đi dọc bờ sông cho đến khi trời tối.',
    ru: 'Дети шли вдоль реки, пока не стемнело.',
    uk: 'Діти йшли вздовж річки, поки не стемніло.',
    bg: 'Децата вървяха край реката, докато се стъмни.',
    ar: 'مشى الأطفال على طول النهر حتى حل الظلام.',
    fa: 'بچه‌ها در کنار رودخانه راه رفتند تا هوا تاریک شد.',
    ur: 'بچے دریا کے کنارے چلتے رہے یہاں تک کہ اندھیرا ہو گیا۔',
    he: 'הילדים הלכו לאורך הנהר עד שהחשיך.',
    hi: 'बच्चे अँधेरा होने तक नदी के किनारे चलते रहे।',
    bn: 'অন্ধকার না হওয়া পর্যন্ত শিশুরা নদীর ধারে হাঁটছিল।',
    ta: 'இருட்டும் வரை குழந்தைகள் ஆற்றங்கரையில் நடந்தார்கள்.',
    te: 'చీకటి పడే వరకు పిల్లలు నది వెంట నడిచారు.',
    th: 'เด็ก ๆ เดินไปตามแม่น้ำจนมืด',
    ja: '子どもたちは暗くなるまで川に沿って歩きました。',
    ko: '아이들은 어두워질 때까지 강을 따라 걸었다.',
  };
  for (const [code, text] of Object.entries(cases)) {
    test(code, () => assert.equal(detectLanguage(text), code));
  }
});

test('nothing to judge by', () => {
  for (const text of ['', ' ', '123 456', '!!! ... ???', '😀😀', 'https://example.org/path']) {
    assert.equal(detectLanguage(text), null, text);
  }
});

test('addresses do not count', () => {
  const text = 'Die Kinder gingen am Fluss entlang. ';
  const address =
    'https://example.org/the-children-walked-along-the-river the.children@example.org ';
  assert.equal(detectLanguage(text + address.repeat(20)), 'de');
});

test('Latin letters are left out where another script leads', () => {
  assert.equal(
    detectLanguage('Дети шли вдоль реки the the the, пока не стемнело и не похолодало.'),
    'ru',
  );
});

test('a verdict does not change from call to call', () => {
  const text = 'ok bra';
  const first = detectLanguage(text);
  for (let i = 0; i < 5; i++) assert.equal(detectLanguage(text), first);
});
