import assert from 'node:assert/strict'
import { test } from 'node:test'
import { learnSoftmax, type Softmax } from './softmax.ts'

const vectors = [
  [1, 0.1],
  [0.9, -0.1],
  [-0.5, 0.9],
  [-0.4, 0.8],
  [-0.5, -0.9],
  [-0.6, -0.7],
].map((each) => Float32Array.from(each))
const labels = [0, 0, 1, 1, 2, 2]

const likeliest = ({ weights, biases }: Softmax, vector: Float32Array): number => {
  const scores = weights.map((row, at) => row.reduce((sum, weight, index) => sum + weight * vector[index]!, biases[at]!))
  return scores.indexOf(Math.max(...scores))
}
const lengthOf = ({ weights }: Softmax): number => Math.hypot(...weights.flatMap((row) => [...row]))

test('classes that lie apart are told apart, also between what was learned', () => {
  const learned = learnSoftmax(vectors, labels, { classes: 3, penalty: 0.0001, rounds: 150 })
  assert.deepEqual(
    vectors.map((vector) => likeliest(learned, vector)),
    labels,
  )
  assert.equal(likeliest(learned, Float32Array.from([0.7, 0])), 0)
  assert.equal(likeliest(learned, Float32Array.from([-0.3, 0.6])), 1)
})

test('a larger penalty makes smaller weights', () => {
  const lengths = [0.0001, 0.01, 1].map((penalty) => lengthOf(learnSoftmax(vectors, labels, { classes: 3, penalty, rounds: 150 })))
  assert.ok(lengths[0]! > lengths[1]! && lengths[1]! > lengths[2]!, lengths.join(' '))
})

test('where vectors say nothing, the share of each class is what is learned', () => {
  const { biases } = learnSoftmax(
    Array.from({ length: 4 }, () => new Float32Array(2)),
    [0, 0, 0, 1],
    { classes: 2, penalty: 0.0001, rounds: 300 },
  )
  assert.ok(Math.abs(biases[0]! - biases[1]! - Math.log(3)) < 0.05)
})
