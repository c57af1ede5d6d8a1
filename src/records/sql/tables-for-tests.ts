import type { Field, FieldType } from '../../domain/record-description.ts'
import type { ShownTable } from './shown-tables.ts'

const column = (name: string, type: FieldType) => ({
  name,
  field: { name, column: name, type, meaning: '', visibleTo: 'staff', values: {}, called: [], unit: null, currency: null } as unknown as Field,
})

/** Two tables of a shop as staff are shown them. */
export const tablesForTests: readonly ShownTable[] = [
  {
    name: 'customers',
    entity: 'customer',
    table: 'customers',
    columns: [column('customer_id', 'id'), column('name', 'text'), column('city', 'text')],
  },
  {
    name: 'orders',
    entity: 'order',
    table: 'orders',
    columns: [column('order_id', 'id'), column('customer_id', 'id'), column('status', 'choice'), column('total', 'money'), column('ordered_at', 'time')],
  },
]
