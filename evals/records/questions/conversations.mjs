/**
 * Questions that people asked in the shop's recorded conversations. Only where they stand is written here, chosen by hand: conversation, turn, span
 * of the turn; what is true is taken from what the shop's own tools replied in that conversation, before anything in it was changed.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sum } from './seeded.mjs'

const readConversations = (folder) =>
  readFileSync(join(folder, 'tau-retail', 'MockRetailDomainEnv-few_shot.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const turns = JSON.parse(line).messages_display.split(/\n(?=(?:user|assistant|tool): )/)
      const replies = turns.filter((turn) => turn.startsWith('tool: ')).map((turn) => turn.slice('tool: '.length))
      const objects = replies.flatMap((reply) => (reply.startsWith('{') ? [JSON.parse(reply)] : []))
      return {
        turns,
        customer: replies.find((reply) => /^[a-z]+_[a-z]+_\d+$/.test(reply)),
        orderOf: (id) => objects.find(({ order_id: orderId }) => orderId === id),
        user: objects.find(({ payment_methods: methods }) => methods),
        product: objects.find(({ variants }) => variants),
      }
    })

const answer = (says, cites, more = {}) => ({ outcome: 'answer', says, cites, ...more })
const itemIn = (order, name) => order.items.find((item) => item.name === name)
const variantsOf = ({ product }) => Object.values(product.variants)
const distinct = (list) => [...new Set(list)]

const truths = {
  balance: ({ user }) =>
    answer([[{ money: Object.values(user.payment_methods).find(({ source }) => source === 'gift_card').balance }]], [{ role: 'method.balance' }]),
  'paid-with': ({ orderOf, user }, id) => {
    const method = user.payment_methods[orderOf(id).payment_history[0].payment_method_id]
    return answer([[method.brand, method.last_four, method.id]], [{ role: 'payment.method' }])
  },
  total: ({ orderOf }, id) => {
    const amount = sum(orderOf(id).items.map(({ price }) => price))
    return answer([[{ money: amount }]], [{ role: 'order.total', id }], { figure: amount })
  },
  items: ({ orderOf }, id) =>
    answer(
      distinct(orderOf(id).items.map(({ name }) => name)).map((name) => [name]),
      [{ role: 'item.name' }],
    ),
  order: ({ orderOf }, id) => answer([[orderOf(id).order_id]], [{ role: 'order.id', id }]),
  status: ({ orderOf }, id) => answer([[orderOf(id).status]], [{ role: 'order.status', id }]),
  'ship-to': ({ orderOf }, id) => answer([[orderOf(id).address.address1, orderOf(id).address.city]], [{ role: 'order.address', id }]),
  tracking: ({ orderOf }, id) => answer([[orderOf(id).fulfillments[0].tracking_id[0]]], [{ role: 'shipment.tracking' }]),
  dearest: ({ orderOf }, id) => {
    const [most] = orderOf(id).items.toSorted((a, b) => b.price - a.price)
    return answer([[most.name], [{ money: most.price }]], [{ role: 'item.price' }])
  },
  option: ({ orderOf }, id, name, option) => answer([[itemIn(orderOf(id), name).options[option]]], [{ role: 'item.options' }]),
  'price-and-option': ({ orderOf }, id, name, option) => {
    const item = itemIn(orderOf(id), name)
    return answer([[{ money: item.price }], [item.options[option]]], [{ role: 'item.price' }])
  },
  options: ({ orderOf }, id, name, option) =>
    answer(
      orderOf(id)
        .items.filter((item) => item.name === name)
        .map((item) => [item.options[option]]),
      [{ role: 'item.options' }],
    ),
  'sum-of-product': ({ orderOf }, id, name) => {
    const amount = sum(
      orderOf(id)
        .items.filter((item) => item.name === name)
        .map(({ price }) => price),
    )
    return answer([[{ money: amount }]], [{ role: 'item.price' }], { figure: amount })
  },
  cheapest: (it) =>
    answer(
      [
        [
          Math.min(...variantsOf(it).map(({ price }) => price)),
          Math.min(
            ...variantsOf(it)
              .filter(({ available }) => available)
              .map(({ price }) => price),
          ),
        ].map((money) => ({ money })),
      ],
      [{ role: 'variant.price' }],
    ),
  // Ten of twelve are available: the shop's own agent told the ten.
  variants: (it) =>
    answer([[{ number: variantsOf(it).filter(({ available }) => available).length }, { number: variantsOf(it).length }]], [{ role: 'variant.count' }]),
  policy: (_, phrase) => answer([[phrase]], [], { document: 'policy.md' }),
}

/** Conversation, turn, from, to, what is true of it, of what. */
const asked = [
  [0, 0, 0, 64, 'balance'],
  [0, 8, 18, 164, 'paid-with', '#W4923227'],
  [1, 8, 8, 107, 'options', '#W9609649', 'T-Shirt', 'material'],
  [6, 12, 91, 162, 'cheapest'],
  [12, 0, 10, 148, 'tracking', '#W5565470'],
  [14, 10, 40, 92, 'items', '#W7387996'],
  [14, 14, 33, 77, 'items', '#W5490111'],
  [15, 0, 4, 109, 'order', '#W5565470'],
  [16, 0, 56, 98, 'policy', 'single payment method'],
  [16, 14, 5, 50, 'dearest', '#W9348897'],
  [17, 0, 77, 120, 'policy', 'single payment method'],
  [17, 8, 61, 123, 'dearest', '#W9348897'],
  [18, 0, 4, 81, 'variants'],
  [20, 0, 5, 93, 'variants'],
  [25, 20, 62, 217, 'status', '#W9502127'],
  [28, 10, 5, 124, 'tracking', '#W1588712'],
  [28, 10, 5, 124, 'ship-to', '#W1588712'],
  [28, 14, 76, 159, 'ship-to', '#W7895761'],
  [28, 20, 17, 85, 'option', '#W7895761', 'Tablet', 'storage'],
  [29, 0, 4, 85, 'ship-to', '#W9583042'],
  [29, 26, 23, 115, 'status', '#W4082615'],
  [32, 0, 32, 147, 'tracking', '#W2692684'],
  [35, 0, 4, 70, 'total', '#W6729841'],
  [36, 0, 4, 67, 'total', '#W6729841'],
  [38, 6, 58, 113, 'order', '#W5362037'],
  [38, 14, 28, 122, 'policy', 'delivered'],
  [44, 0, 4, 104, 'tracking', '#W2692684'],
  [46, 2, 12, 120, 'price-and-option', '#W5061109', 'Bluetooth Speaker', 'battery life'],
  [47, 0, 130, 222, 'status', '#W2702727'],
  [53, 2, 6, 67, 'dearest', '#W9348897'],
  [56, 2, 9, 99, 'price-and-option', '#W5061109', 'Bluetooth Speaker', 'battery life'],
  [58, 14, 98, 181, 'sum-of-product', '#W8668939', 'Grill'],
  [62, 0, 7, 85, 'option', '#W9284598', 'Digital Camera', 'zoom'],
]

/** Conversation and turn where a customer wants something done: an honest refusal is right. */
const wanted = [
  [1, 0], [2, 0], [3, 0], [4, 0], [5, 0], [7, 0], [10, 0], [11, 0], [13, 0], [19, 0], [21, 0], [22, 0], [23, 0], [25, 0], [26, 0], [27, 0], [29, 16],
  [30, 0], [33, 20], [34, 0], [37, 0], [39, 0], [40, 0], [41, 0], [42, 0], [43, 0], [48, 0], [49, 0], [50, 0], [51, 0], [52, 0], [54, 0], [57, 0],
  [58, 0], [60, 0], [61, 6], [61, 26], [64, 6], [65, 0], [66, 6], [68, 0],
] // prettier-ignore

export const conversationQuestions = (folder) => {
  const conversations = readConversations(folder)
  const words = (line, turn) => conversations[line].turns[turn].slice('user: '.length).replace('###STOP###', '').trimEnd()
  const question = (line, turn, text, kind, expect, at) => ({
    id: `conversation-${line}-${turn}-${kind}${at}`,
    set: 'retail',
    voice: 'conversation',
    kind: expect.outcome === 'refusal' ? 'change' : 'asked',
    customer: conversations[line].customer,
    question: text,
    history: [],
    expect,
  })
  return [
    ...asked.map(([line, turn, from, to, truth, ...of], at) =>
      question(line, turn, words(line, turn).slice(from, to).trim(), truth, truths[truth](conversations[line], ...of), `-${at}`),
    ),
    ...wanted.map(([line, turn]) => question(line, turn, words(line, turn), 'change', { outcome: 'refusal', why: 'change', says: [], cites: [] }, '')),
  ]
}
