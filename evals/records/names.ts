/** Where the two descriptions keep what questions ask for: `entity.field` of a citation, any of them. Questions know roles only. */
const roles: Readonly<Record<string, RegExp>> = {
  'order.status': /^order\.status$/,
  'order.id': /^order\./,
  'order.count': /^order\b/,
  'order.total': /^(order\.(total|goods)|payment\.amount|item\.price|line\.(line_total|unit_price))$/,
  'order.address': /^order\.(address1?|city)$/,
  'order.shipped': /^order\.shipped$/,
  'order.ordered': /^order\.ordered$/,
  'order.required': /^order\.required$/,
  'order.freight': /^order\.freight$/,
  'item.name': /^(item|product)\.name$/,
  'item.count': /^item\b/,
  'item.options': /^(item|variant)\.options/,
  'item.price': /^item\.(price|name)$/,
  'shipment.tracking': /^tracking number\.number$/,
  'payment.method': /^(payment\.method|payment method\.(source|id|brand|last_four))$/,
  'payment.amount': /^payment\.amount$/,
  'method.balance': /^payment method\.balance$/,
  'method.source': /^payment method\.(source|id|brand|last_four)$/,
  'customer.email': /^customer\.email$/,
  'customer.address': /^customer\.(address1|city)$/,
  'customer.phone': /^customer\.phone$/,
  'customer.contact': /^customer\.contact$/,
  'variant.price': /^variant\.price$/,
  'variant.count': /^variant\b/,
  'line.product': /^product\.name$/,
  'line.quantity': /^line\.quantity$/,
  'product.price': /^product\.unit_price$/,
  'shipper.name': /^shipper\.company$/,
}

export const isOfRole = (role: string, cited: { readonly entity: string; readonly field: string }): boolean => {
  const place = roles[role]
  if (!place) throw new Error(`Nothing is written of the role "${role}" in evals/records/names.ts.`)
  return place.test(`${cited.entity}.${cited.field}`)
}
