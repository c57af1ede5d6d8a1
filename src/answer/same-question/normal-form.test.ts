import assert from 'node:assert/strict'
import { test } from 'node:test'
import { normalForm } from './normal-form.ts'

const same = (name: string, ...questions: string[]): void =>
  void test(`asked in other words: ${name}`, () => {
    const [form] = questions.map(normalForm)
    for (const question of questions) assert.equal(normalForm(question), form, question)
  })

const different = (name: string, ...questions: string[]): void =>
  void test(`not the same: ${name}`, () => {
    const forms = Map.groupBy(questions, normalForm)
    assert.deepEqual(
      [...forms.values()].filter(({ length }) => length > 1),
      [],
    )
  })

same(
  'courtesy and word order',
  'What is the upload limit?',
  "what's the upload limit",
  'Upload limit?',
  'Tell me the upload limit.',
  'Hello, could you please tell me what the upload limit is? Thanks!',
  "I'd like to know what the upload limit is",
  'Do you know what the upload limit is?',
)
same('a phrase in front', 'In 2020, who won the Super Bowl?', 'Who won the Super Bowl in 2020?', 'Who won the Super Bowl in the year 2020?')
same('ways to ask how', 'How do I set up TLS?', 'how to set up TLS', 'How can I setup TLS?', 'How can one set up TLS?')
same('dates and numbers', 'What happened on May 5, 2020 to 2 servers?', 'What happened on the 5th of May 2020 to two servers?')
same('spelling', 'Which colours are organised for 1,000 users?', 'which colors are organized for 1000 users')
same('contractions', "Why isn't TLS on?", 'Why is not TLS on?')
same('Spanish without its marks', '¿Qué es el límite de subida?', 'qué es el límite de subida')

different(
  'who and what',
  'Who won?',
  'When did they win?',
  'What won?',
  'Who did not win?',
  "Who didn't win in 2020?",
  'Who won in 2020?',
  'Who won in 2021?',
  'Who will win?',
)
different(
  'direction',
  'Does A depend on B?',
  'Does B depend on A?',
  'Flights from Rome to Oslo?',
  'Flights from Oslo to Rome?',
  'Who did Alice beat?',
  'Who beat Alice?',
)
different('time', 'Who is the president?', 'Who was the president?', 'Who will be the president?', 'Who has been the president?')
different('may and should', 'How do I restart it?', 'How should I restart it?', 'Can I restart it?', 'Must I restart it?', 'May I restart it?')
different('few and a few', 'Which few users left?', 'Which a few users left?', 'Which users left?')
different(
  'names that are words',
  'Who joined the US?',
  'Who joined us?',
  'How do I open Windows?',
  'How do I open windows?',
  'Who is in Polish?',
  'Who is in polish?',
)
different(
  'letters that are names',
  'Which files are in the folder?',
  'Which files are in the folder a?',
  'What is vitamin A?',
  'What is vitamin?',
  'What is vitamin B?',
)
different('signs', 'How fast is C?', 'How fast is C++?', 'How fast is C#?', 'What is the --force flag?', 'What is the -force flag?', 'What is the force flag?')
same('the capital that opens a question', 'Is the limit high?', 'is the limit high', 'IS THE LIMIT HIGH?')
same('a capital in front of another language', '¿Qué es TLS?', 'qué es TLS')

different('capitals of short words and symbols', ...'Mg mg MG Ms ms Co CO Sn SN Kw kw KW kW M m K k Pa pa I i'.split(' ').map((symbol) => `What is ${symbol}?`))
for (const [one, other] of [
  ['Mg', 'mg'],
  ['Co', 'CO'],
  ['US', 'us'],
] as const) {
  different(`${one} and ${other} in front`, `${one} in water?`, `${other} in water?`)
  different(`${one} and ${other} in Spanish`, `¿Qué es ${one} en el agua?`, `¿Qué es ${other} en el agua?`)
}
different('capitals beside numbers', 'How much are 5 mg?', 'How much are 5 Mg?', 'How much are 5 gauss?', 'How much are 5 Gauss?', 'How much are 5 GAUSS?')
different('capitals inside a word', 'What is a mosfet?', 'What is a MOSFET?', 'What is a MosFet?', 'What is a MosFET?')
different('the before a name', 'Who are the Who?', 'Who are Who?', 'Who are the who?')
different('instrument and length', 'What is a metre?', 'What is a meter?')
different('primes', 'What is x?', "What is x'?", "What is x''?", "What is x's?", 'What is x′?')
different('feet and inches', 'How long are 5?', "How long are 5'?", 'How long are 5"?')
different('factorials', 'What is 5?', 'What is 5!?', 'What is n?', 'What is n!?')
different('intervals', 'How many lie in [0,1]?', 'How many lie in [0,1)?', 'How many lie in (0,1]?', 'How many lie in (0,1)?')
different('hyphens', 'Who saw a man-eating shark?', 'Who saw a man eating shark?')

different('units', 'How long are 5 min?', 'How long are 5 ms?', 'What are 5 Mb?', 'What are 5 MB?', 'What are $5?', 'What are 5%?')
different('one and many', 'What is the limit?', 'What are the limits?')
different('languages', 'What is the limit?', '¿Cuál es el límite?', 'Was ist das Limit?')
different('auxiliaries in another order', 'What is a thing that was red?', 'What was a thing that is red?')
