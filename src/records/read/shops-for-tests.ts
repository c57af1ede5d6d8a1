/** Three businesses of evals/records/shops that the rules were widened by, each with a few of its values. Their day is the one on which they were made. */
import { describedIn } from '../../../test/support/described-in.ts'
import { valuesIn } from './reading-for-tests.ts'

const shops = new URL('../../../evals/records/shops/', import.meta.url)
const now = new Date('2026-11-24T09:00:00Z')

export const gardenCentre = {
  description: describedIn(new URL('garden/records.yaml', shops)),
  findValues: valuesIn({
    'product.product': [
      'Climbing rose Iceberg',
      'Shrub rose Munstead Wood',
      'Lavender Hidcote',
      'Tulip bulbs Queen of Night, bag of 20',
      'Daffodil bulbs, bag of 25',
    ],
    'delivery.carrier': ['Greenline Couriers', 'own van'],
  }),
  now,
}

export const sportsClub = {
  description: describedIn(new URL('gymfit/records.yaml', shops)),
  findValues: valuesIn({
    'session.class_name': ['Power Yoga', 'Kettlebell Circuit'],
    'session.coach': ['Leo Sartori', 'Kofi Asante'],
    'guest pass.guest_name': ['Tom Ridley'],
    'invoice.item': ['Personal training hour'],
  }),
  now,
}

export const carHire = {
  description: describedIn(new URL('rentacar/records.yaml', shops)),
  findValues: valuesIn({ 'vehicle.model': ['Seat Ibiza', 'VW Golf', 'Mercedes Vito'] }),
  now,
}
