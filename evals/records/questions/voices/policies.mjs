/** Questions that the shop's policy answers alone, with a phrase of the policy that an answer must hold. */
export const policyQuestions = {
  dev: [
    ['How long does a refund to a credit card take?', '5 to 7 business days'],
    ['When is a refund to a gift card paid?', 'immediately'],
    ['Which orders can be cancelled?', 'pending'],
    ['What can be changed on a pending order?', 'shipping address'],
    ['Which reasons for a cancellation are accepted?', 'no longer needed'],
    ['What happens after I confirm a return?', 'return requested'],
    ['Which time zone are the times in the database?', 'EST'],
    ['Which orders can be returned?', 'delivered'],
  ],
  heldOut: [
    ['how many days until i see a refund on my credit card', '5 to 7 business days'],
    ['To where can the refund of a return go?', 'original payment method'],
    ['what status does an order get once an exchange is confirmed', 'exchange requested'],
    ['May an item be exchanged for a different type of product?', 'product type'],
    ['Which order statuses allow an exchange?', 'delivered'],
    ['what must a gift card have if i want to switch my payment to it', 'enough balance'],
    ['Do I have to place a new order when I exchange something?', 'no need to place a new order'],
    ['How many types of products does the store have?', '50'],
  ],
}
