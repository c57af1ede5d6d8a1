/** Four databases that questions are tried on: two of the examples, and two that exist nowhere, so that nothing of a shop gets into the rules. */
import { readDescription } from '../describe/read-description.ts'
import { describedIn } from '../../../test/support/described-in.ts'
import { valuesIn } from './reading-for-tests.ts'

const examples = new URL('../../../evals/records/', import.meta.url)

export const retail = {
  description: describedIn(new URL('retail/records.yaml', examples)),
  findValues: valuesIn({
    'item.name': ['Water Bottle', 'Office Chair', 'Desk Lamp', 'Hiking Boots', 'T-Shirt'],
    'item.options': ['blue', 'glass', 'leather'],
    'product.name': [
      'Action Camera',
      'Air Purifier',
      'Backpack',
      'Bookshelf',
      'Desk Lamp',
      'T-Shirt',
      'Yoga Mat',
      'Water Bottle',
      'Office Chair',
      'Hiking Boots',
      'Smart Watch',
      'Tea Kettle',
    ],
  }),
}

export const northwind = {
  description: describedIn(new URL('northwind/records.yaml', examples)),
  findValues: valuesIn({
    'product.name': ['Chai', 'Chang', "Chef Anton's Gumbo Mix", 'Tofu', 'Queso Cabrales', 'Ikura'],
    'category.name': ['Beverages', 'Seafood'],
    'shipper.company': ['Speedy Express', 'United Package', 'Federal Shipping'],
  }),
}

export const library = {
  description: readDescription(
    `
collection: library
title: City library
source: { postgres: { url_from: LIBRARY_URL } }
zone: Europe/Berlin
currency: EUR
customers: { entity: reader }
entities:
  reader:
    table: readers
    called: [member, members]
    key: card_no
    label: name
    owner: card_no
    fields:
      card_no: { type: id, like: "L-0042", called: [card number] }
      name: { type: text, usual: true }
      email: { type: text, called: [email address], usual: true }
      phone: { type: text }
      member_since: { type: date, called: [joined] }
      expires: { type: date, called: [expiry date, valid until], meaning: day the card ends }
      pin: { type: text, visible_to: nobody }
  loan:
    table: loans
    called: [borrowing, checkout]
    key: loan_id
    owner: card_no
    newest_by: borrowed
    fields:
      loan_id: { type: id, like: "LN-10021", called: [loan number], usual: true }
      card_no: { type: id, visible_to: staff }
      copy_id: { type: id, visible_to: staff }
      borrowed: { type: date, called: [borrow date, taken out], usual: true }
      due: { type: date, called: [due date], usual: true }
      returned: { type: date, called: [return date, brought back], usual: true }
      renewals: { type: count, called: [times renewed] }
      state: { type: choice, called: [status], values: { out: [on loan, checked out], overdue: [late], back: [given back] }, usual: true }
  fine:
    table: fines
    called: [fee, fees, penalty]
    key: fine_id
    owner: via loan
    fields:
      fine_id: { type: id, like: "F-77", usual: true }
      loan_id: { type: id, visible_to: staff }
      amount: { type: money, usual: true }
      paid: { type: boolean, called: [settled], usual: true }
      issued: { type: date, called: [date] }
  copy:
    table: copies
    key: copy_id
    owner: everyone
    fields:
      copy_id: { type: id, usual: true }
      book_id: { type: id, visible_to: staff }
      shelf: { type: text, called: [location], usual: true }
      available: { type: boolean, called: [on the shelf], usual: true }
  book:
    table: books
    called: [title, titles]
    key: book_id
    label: title
    owner: everyone
    fields:
      book_id: { type: id, visible_to: staff }
      title: { type: text, usual: true }
      author: { type: text, called: [writer], usual: true }
      pages: { type: count }
      genre: { type: choice, values: { novel: [novels], history: [], poetry: [poems] } }
relations:
  - loan.card_no -> reader.card_no
  - loan.copy_id -> copy.copy_id
  - copy.book_id -> book.book_id
  - fine.loan_id -> loan.loan_id
`,
    'library.yaml',
  ),
  findValues: valuesIn({
    'book.title': ['Dune', 'The Name of the Rose', 'Middlemarch', 'Beloved'],
    'book.author': ['Umberto Eco', 'Toni Morrison', 'Frank Herbert'],
  }),
}

export const clinic = {
  description: readDescription(
    `
collection: clinic
title: Riverside clinic
source: { postgres: { url_from: CLINIC_URL } }
zone: Europe/London
currency: GBP
customers: { entity: patient }
entities:
  patient:
    table: patients
    key: patient_id
    label: full_name
    owner: patient_id
    fields:
      patient_id: { type: id, called: [patient number] }
      full_name: { type: text, called: [name], usual: true }
      birth_date: { type: date, called: [date of birth, birthday] }
      phone: { type: text, usual: true }
      address: { type: text, usual: true }
      city: { type: text, usual: true }
      insurance: { type: text, called: [insurer, insurance company] }
      remarks: { type: text, visible_to: staff }
  appointment:
    table: appointments
    called: [visit, visits]
    key: appointment_id
    owner: patient_id
    newest_by: starts_at
    fields:
      appointment_id: { type: id, like: "A5012", called: [appointment number], usual: true }
      patient_id: { type: id, visible_to: staff }
      doctor_id: { type: id, visible_to: staff }
      starts_at: { type: time, called: [date, time, start], usual: true }
      room: { type: text, usual: true }
      status: { type: choice, values: { booked: [confirmed], attended: [], missed: [no show], cancelled: [canceled] }, usual: true }
      reason: { type: text }
  invoice:
    table: invoices
    called: [bill, bills]
    key: invoice_id
    owner: patient_id
    newest_by: issued_on
    fields:
      invoice_id: { type: id, like: "INV-2024-0001", called: [invoice number], usual: true }
      patient_id: { type: id, visible_to: staff }
      appointment_id: { type: id, visible_to: staff }
      issued_on: { type: date, called: [invoice date], usual: true }
      due_on: { type: date, called: [due date], usual: true }
      paid_on: { type: date, called: [payment date] }
      amount: { type: money, called: [total, cost], usual: true }
      balance: { type: money, called: [outstanding, still owed, open amount] }
      status: { type: choice, values: { open: [unpaid, outstanding invoices], paid: [settled], overdue: [late] }, usual: true }
  prescription:
    table: prescriptions
    called: [medication, medications, medicine]
    key: prescription_id
    owner: patient_id
    newest_by: prescribed_on
    label: drug
    fields:
      prescription_id: { type: id }
      patient_id: { type: id, visible_to: staff }
      drug: { type: text, usual: true }
      dose: { type: text, called: [dosage], usual: true }
      prescribed_on: { type: date, usual: true }
      refills: { type: count, called: [refills left] }
  doctor:
    table: doctors
    called: [physician, physicians]
    key: doctor_id
    label: name
    owner: everyone
    fields:
      doctor_id: { type: id, visible_to: staff }
      name: { type: text, usual: true }
      speciality: { type: text, called: [specialty], usual: true }
      phone: { type: text, called: [extension] }
relations:
  - appointment.patient_id -> patient.patient_id
  - appointment.doctor_id -> doctor.doctor_id
  - invoice.patient_id -> patient.patient_id
  - invoice.appointment_id -> appointment.appointment_id
  - prescription.patient_id -> patient.patient_id
`,
    'clinic.yaml',
  ),
  findValues: valuesIn({
    'doctor.name': ['Dr Okafor', 'Dr Lindqvist'],
    'doctor.speciality': ['cardiology'],
    'prescription.drug': ['Ibuprofen', 'Amoxicillin'],
  }),
}
