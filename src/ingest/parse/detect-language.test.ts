import assert from 'node:assert/strict'
import { test } from 'node:test'
import { detectLanguage } from './detect-language.ts'

const check = (text: string, language: string): void => assert.equal(detectLanguage(text, null), language, text)

test('prose is told by its language', () => {
  check('The retention of the samples is set by a flag, and the blocks that are older than it are removed from the disk at the next compaction.', 'en')
  check('Las muestras se guardan en bloques de dos horas, y los bloques que han superado el plazo se borran del disco en la siguiente compactación.', 'es')
  check('Die Messwerte werden in Blöcken von zwei Stunden abgelegt, und was älter ist als die eingestellte Frist, wird beim nächsten Lauf gelöscht.', 'de')
  check(
    'Les échantillons sont gardés dans des blocs de deux heures, et ceux qui dépassent le délai choisi sont effacés du disque lors du passage suivant.',
    'fr',
  )
  check('Образцы хранятся в блоках по два часа, а блоки старше заданного срока удаляются с диска при следующем уплотнении данных.', 'ru')
  check('数据以两小时为单位保存在磁盘上,超过保留期限的数据块会在下一次压缩时从磁盘上删除。', 'zh')
})

test('what the document states wins', () => {
  assert.equal(detectLanguage('The text is English.', 'de-AT'), 'de')
})

test('short or technical text is taken for English', () => {
  check('Señal', 'en')
  check('# Flags\n\n`--storage.tsdb.path` is the folder of the data. `--web.listen-address` is where to listen, with the port after the colon.', 'en')
})

test('lists of options are in the language of their few small words', () => {
  check(
    '| option | content |\n|---|---|\n| collection | Documents are stored in this one |\n| maximum | Most tokens of an answer |\n| source | Name of a document |\n| version | Hash of its text |\n| limit | Passages returned |',
    'en',
  )
  check(
    '| option | contenu |\n|---|---|\n| collection | Les documents sont dans celle-ci |\n| maximum | Nombre de jetons de la réponse |\n| source | Nom du document |\n| version | Empreinte du texte |',
    'fr',
  )
})

test('code and links between the prose do not count', () => {
  const german = 'Das Budget eines Schlüssels sagt, wie viel er an einem Tag ausgeben darf, und was geschieht, wenn die Grenze erreicht worden ist.'
  check(
    `# Config\n\n\`\`\`sh\nexport LIMIT=2 # the default of the limit that is set for each of the keys\n\`\`\`\n\n${german} [mehr](https://example.org/this/is/the/page)`,
    'de',
  )
})
